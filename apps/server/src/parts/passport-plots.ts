/** Series of a passport as the page draws them: what is plotted over what, with its unit, window and sample. */
import { type CellDefinition, columnValues, type Series } from '@celltwin/contracts'
import {
  acrossGrooves,
  angleProfiles,
  deviation,
  extent,
  extentOfMost,
  heightOver,
  type Samples,
} from '@celltwin/inspection/pictures'
import { evidenceInWords, type Formats, type Tell } from '@celltwin/locales'
import type { TFunction } from 'i18next'

export interface Plot {
  readonly title: string
  /** Unit of what is plotted, and of how much. */
  readonly aside: string
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
  readonly xUnit: string
  readonly xTicks?: readonly number[]
  /** The first is the darkest. */
  readonly lines: readonly Samples[]
}

export interface PlotSubject {
  readonly series: Series
  readonly module: CellDefinition['modules'][string] | undefined
  readonly t: TFunction
  readonly tell: Tell
  readonly formats: Formats
}

type Draw = (subject: PlotSubject) => readonly Plot[]

/** By kind of evidence; nothing where a recording is not made as its kind is. */
const PLOTS: Readonly<Record<string, Draw>> = {
  'face-profile': overAngle,
  'groove-profile': grooves,
  waveform: acceleration,
  'rotor-trace': spin,
}

export function plotsOf(subject: PlotSubject): readonly Plot[] {
  const plots = PLOTS[subject.series.kind]?.(subject) ?? []
  return plots.length > 0 ? plots : everyColumn(subject)
}

const ANGLE = { x: [0, 360] as const, xUnit: '°', xTicks: [0, 60, 120, 180, 240, 300, 360] }
const aroundTurn = (y: Float64Array): Samples => ({ length: y.length, x: (i) => (i * 360) / y.length, y })

function overAngle({ series, t, formats }: PlotSubject): Plot[] {
  const profiles = angleProfiles(series)
  const [crimp, hub] = ['crimp', 'hub'].map((name) => profiles.find((profile) => profile.name === name))
  const rings = profiles
    .filter(({ name }) => name.startsWith('face'))
    .map(({ values }) => deviation(values).map((mm) => 1000 * mm))
  const turns = t('evidence.turns', {
    turns: Number(series.meta.revolutions ?? 1),
    profiles: formats.number(Number(series.meta.profilesPerRev)),
  })
  const plots: Plot[] = []
  if (crimp && hub) {
    const heights = heightOver(crimp, hub)
    const [title, aside] = [t('evidence.crimpHeight'), t('evidence.fromC', { turns, unit: 'mm' })]
    plots.push({ ...ANGLE, title, aside, y: extent(heights), lines: [aroundTurn(heights)] })
  }
  if (rings.length > 0)
    plots.push({
      ...ANGLE,
      title: t('evidence.faceB'),
      aside: t('evidence.fromMean', { count: rings.length, turns, unit: 'µm' }),
      y: extentOfMost(rings.flatMap((ring) => [...ring])),
      lines: rings.toReversed().map(aroundTurn),
    })
  return plots
}

function grooves({ series, t }: PlotSubject): Plot[] {
  const section = acrossGrooves(series)
  if (!section) return []
  const { fromMm, stepMm, middle, low, high, profiles } = section
  const along = (y: Float64Array): Samples => ({ length: y.length, x: (i) => fromMm + i * stepMm, y })
  return [
    {
      title: t('evidence.grooves'),
      aside: t('evidence.groovesAside', { count: profiles, unit: 'mm' }),
      ...{ x: [fromMm, fromMm + middle.length * stepMm], y: extent(middle), xUnit: 'mm' },
      lines: [along(middle), along(low), along(high)],
    },
  ]
}

function acceleration({ series, module, t, formats }: PlotSubject): Plot[] {
  const column = series.columns[0]
  const rate = Number(series.meta.sampleRateHz ?? module?.parameters.sampleRateHz)
  if (!column || !(rate > 0)) return []
  const y = columnValues(series, column.name)
  return [
    {
      title: t('evidence.accelerationLabel'),
      aside: `${column.unit} · ${formats.number(rate / 1000, 1)} kHz · n = ${formats.number(y.length)}`,
      ...{ x: [0, y.length / rate], y: extent(y), xUnit: 's' },
      lines: [{ length: y.length, x: (i) => i / rate, y }],
    },
  ]
}

function spin({ series, t, formats }: PlotSubject): Plot[] {
  const unitOf = (name: string) => series.columns.find((column) => column.name === name)?.unit
  if (![unitOf('timeMs'), unitOf('torqueNm'), unitOf('rpm')].every((unit) => unit !== undefined)) return []
  const seconds = columnValues(series, 'timeMs').map((ms) => ms / 1000)
  const over = (title: string, name: string): Plot => {
    const y = columnValues(series, name)
    return {
      title,
      aside: `${unitOf(name)} · n = ${formats.number(y.length)}`,
      ...{ x: [seconds[0] ?? 0, seconds.at(-1) ?? 1], y: extent([...y, 0]), xUnit: 's' },
      lines: [{ length: y.length, x: (i) => seconds[i]!, y }],
    }
  }
  return [over(t('evidence.torqueLabel'), 'torqueNm'), over(t('evidence.speedLabel'), 'rpm')]
}

/** Of kinds that we have not met: the readings as they came. */
const everyColumn: Draw = ({ series, t, tell, formats }) =>
  series.columns.map(({ name, unit }) => {
    const y = columnValues(series, name)
    return {
      title: `${tell(evidenceInWords(series.kind))}: ${name}`,
      aside: `${unit || t('evidence.noUnit')} · n = ${formats.number(y.length)}`,
      ...{ x: [0, Math.max(1, y.length - 1)] as const, y: extent(y), xUnit: t('evidence.overSamples') },
      lines: [{ length: y.length, x: (i: number) => i, y }],
    }
  })
