import { columnValues, type PassportCycle, type Series } from '@celltwin/contracts'
import { acrossGrooves, angleProfiles, deviation, envelopeSpectrum, heightOver } from '@celltwin/inspection/pictures'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type Line } from '../../ui/Chart.tsx'
import { number } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { extentOfMost } from '../../ui/scale.ts'
import { shownIn } from '../../ui/units.ts'
import { kindTitle } from '../kinds.ts'
import { useSeries } from '../use-series.ts'

/** What of a recording is laid over that of another part: values at places they share. */
interface Course {
  readonly key: string
  readonly unit: string
  readonly xUnit: string
  readonly from: number
  readonly step: number
  readonly values: Float64Array
}

const SHOWN_TO_HZ = 400

const overAngle = (key: string, unit: string, values: Float64Array): Course => ({
  key,
  unit,
  xUnit: '°',
  from: 0,
  step: 360 / values.length,
  values,
})

/** Courses of a recording, by its kind: over shaft angle where it was taken so. */
function coursesOf(series: Series): readonly Course[] {
  const section = acrossGrooves(series)
  if (section)
    return [
      { key: 'grooves', unit: 'mm', xUnit: 'mm', from: section.fromMm, step: section.stepMm, values: section.middle },
    ]
  const profiles = angleProfiles(series)
  if (profiles.length > 0) {
    const named = (name: string) => profiles.find((profile) => profile.name === name)
    const [crimp, hub, face] = [named('crimp'), named('hub'), profiles.findLast(({ name }) => name.startsWith('face'))]
    return [
      ...(crimp && hub ? [overAngle('crimp', 'mm', heightOver(crimp, hub))] : []),
      ...(face
        ? [
            overAngle(
              'face',
              'µm',
              deviation(face.values).map((mm) => mm * 1000),
            ),
          ]
        : []),
    ]
  }
  const rate = Number(series.meta.sampleRateHz)
  const first = series.columns[0]
  if (!first || !(rate > 0)) return []
  const band = { fromHz: Math.min(2000, rate * 0.15), toHz: Math.min(10_000, rate * 0.45) }
  const { stepHz, amplitude } = envelopeSpectrum(columnValues(series, first.name), rate, band, SHOWN_TO_HZ)
  // Reference 1 mm/s²; a floor keeps the logarithm of silence finite. The first lines are the mean.
  const decibel = amplitude.map((value) => 20 * Math.log10(Math.max(value, 1e-7) / 1e-3))
  const skipped = Math.ceil(5 / stepHz)
  return [
    { key: 'envelope', unit: 'dB', xUnit: 'Hz', from: skipped * stepHz, step: stepHz, values: decibel.slice(skipped) },
  ]
}

/** A course in the units of this screen, and with how many digits it is read. */
interface ShownCourse extends Course {
  readonly decimals: number
  readonly xDecimals: number
}

function inUnits(course: Course): ShownCourse {
  const [up, along] = [shownIn({ unit: course.unit, decimals: 3 }), shownIn({ unit: course.xUnit, decimals: 1 })]
  return {
    ...course,
    unit: up.unit,
    decimals: up.decimals,
    xUnit: along.unit,
    xDecimals: along.decimals,
    from: along.of(course.from),
    step: along.difference(course.step),
    values: course.values.map(up.of),
  }
}

/** The recordings of both parts laid over each other, on the same scales: A drawn through, B dashed. */
export function TwoProfiles({ a, b }: { a: PassportCycle; b: PassportCycle }) {
  const pairs = a.evidence.flatMap((first) => {
    const second = b.evidence.find(({ kind }) => kind === first.kind)
    const drawn = !first.mediaType.startsWith('image/') && second
    return drawn ? [{ first, second }] : []
  })
  return pairs.map(({ first, second }) => <TwoCourses key={first.kind} a={first} b={second} />)
}

type Evidence = PassportCycle['evidence'][number]

function TwoCourses({ a, b }: { a: Evidence; b: Evidence }) {
  const { t } = useTranslation()
  const first = useSeries(a).data
  const second = useSeries(b).data
  const courses = useMemo(() => {
    if (!first || !second) return []
    const others = coursesOf(second).map(inUnits)
    return coursesOf(first)
      .map(inUnits)
      .flatMap((course) => {
        const other = others.find(({ key }) => key === course.key)
        return other ? [{ course, other, y: extentOfMost([...course.values, ...other.values]) }] : []
      })
  }, [first, second])
  return courses.map(({ course, other, y }) => (
    <Panel
      key={course.key}
      title={t(`compare.course.${course.key}`, { defaultValue: kindTitle(a.kind) })}
      aside={`${course.unit} · ${t('compare.dashed')}`}
    >
      <div className="charts">
        <Chart
          label={t(`compare.course.${course.key}`, { defaultValue: kindTitle(a.kind) })}
          height={150}
          x={[course.from, course.from + course.step * course.values.length]}
          y={y}
          xUnit={course.xUnit}
          lines={[lineOf('b', other, true), lineOf('a', course, false)]}
          reading={(x) =>
            `${number(x, course.xDecimals)} ${course.xUnit}  A ${read(course, x)}  B ${read(other, x)} ${course.unit}`
          }
        />
      </div>
    </Panel>
  ))
}

const lineOf = (key: string, { from, step, values }: Course, dashed: boolean): Line => ({
  key,
  length: values.length,
  x: (i) => from + i * step,
  y: values,
  weight: dashed ? 2 : 1,
  dashed,
})

function read({ from, step, values, decimals }: ShownCourse, x: number): string {
  const value = values[Math.round((x - from) / step)]
  return value === undefined || Number.isNaN(value) ? '–' : number(value, decimals)
}
