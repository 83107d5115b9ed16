/** A profile record: what each variant of a model costs on its device, and where in the run it costs it. */
import type { ProfileFigures, ProfileRecord, ProfileRun } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartScales } from '../ui/Chart.tsx'
import { dayTime, number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import './profile-plots.css'

/** Figures in the order of the table, with their decimals. Each name says its window. */
const FIGURES: readonly (readonly [keyof ProfileFigures, number])[] = [
  ['fps', 1],
  ['latencyP50Ms', 2],
  ['latencyP95Ms', 2],
  ['memoryPercent', 1],
  ['totalMeanPowerMw', 0],
  ['inferenceMeanPowerMw', 0],
  ['fpsPerWattRealRounds', 2],
  ['fpsPerWattWholeRun', 2],
  ['joulesPerPartRealRounds', 4],
  ['joulesPerPartWholeRun', 4],
  ['timeToReadyMs', 0],
  ['breakEvenPartsByEnergy', 0],
  ['breakEvenPartsByTime', 0],
]
const STRIP_HEIGHT = 118
/** Narrower than this a band has no room for its name; the reading under the pointer has it. */
const NAMED_FROM_PX = 72

export function ProfilePlots({ record }: { record: ProfileRecord }) {
  const { t } = useTranslation()
  const { device, window, set, meter, runs } = record
  const unmeasured = 'unmeasured' in meter
  const sampling = unmeasured ? '' : t('profile.sampling', { rail: meter.total, intervalMs: meter.intervalMs })
  return (
    <div className="profile-plots">
      <Panel
        className="figures"
        title={t('profile.title')}
        sub={<span className="dim">{`${device.name} · ${device.processor} × ${device.cores}`}</span>}
        aside={t('profile.window', {
          warmUp: number(window.warmUpRounds),
          rounds: number(window.rounds),
          items: number(set.items),
        })}
      >
        <FigureTable runs={runs} />
        <p className="dim">
          {t('profile.taken', { at: dayTime(record.takenAt), set: set.source })}{' '}
          {unmeasured
            ? t('profile.powerUnmeasured', { reason: meter.unmeasured })
            : t('profile.powerMeasured', { meter: meter.kind, rail: meter.total, not: meter.notMeasured })}
        </p>
      </Panel>
      <Panel title={t('profile.power')} aside={unmeasured ? t('profile.unmeasured') : `mW · ${sampling}`}>
        {unmeasured ? (
          <p className="dim none">{t('profile.powerUnmeasured', { reason: meter.unmeasured })}</p>
        ) : (
          <Strips label={t('profile.power')} unit="mW" runs={runs} values={({ samples }) => samples.powerMw} />
        )}
      </Panel>
      <Panel title={t('profile.memory')} aside={t('profile.memoryOf', { total: number(device.memoryMb) })}>
        <Strips label={t('profile.memory')} unit="MB" runs={runs} values={({ samples }) => samples.memoryMb} />
      </Panel>
    </div>
  )
}

function FigureTable({ runs }: { runs: readonly ProfileRun[] }) {
  const { t } = useTranslation()
  const cell = (value: number | 'never' | null | undefined, decimals: number) => {
    if (value === undefined) return '–'
    if (value === null) return <span className="dim">{t('profile.unmeasured')}</span>
    return value === 'never' ? t('profile.never') : number(value, decimals)
  }
  return (
    <table>
      <thead>
        <tr>
          <th />
          {runs.map(({ variant, ran }) => (
            <th key={variant} scope="col" title={`${ran.runtime}, ${ran.provider}, ${ran.precision}`}>
              {variant}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('profile.accuracy')}</th>
          {runs.map(({ variant, accuracy }) => (
            <td key={variant}>{cell('value' in accuracy ? 100 * accuracy.value : null, 2)}</td>
          ))}
        </tr>
        {FIGURES.map(([figure, decimals]) => (
          <tr key={figure}>
            <th scope="row">{t(`profile.${figure}`)}</th>
            {runs.map(({ variant, figures }) => (
              <td key={variant}>{cell(figures[figure], decimals)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface StripsProps {
  readonly label: string
  readonly unit: string
  readonly runs: readonly ProfileRun[]
  readonly values: (run: ProfileRun) => readonly (number | null)[]
}

/** One strip for each variant, on the same axes: a longer start is seen as one. */
function Strips({ label, unit, runs, values }: StripsProps) {
  const { t } = useTranslation()
  const endS = Math.max(...runs.flatMap(({ phases }) => phases.map(({ endMs }) => endMs))) / 1000
  const y = extent(runs.flatMap((run) => values(run).filter((value) => value !== null)))
  return runs.map((run) => {
    const { atMs } = run.samples
    const readings = values(run).map((value) => value ?? Number.NaN)
    const phaseAt = (ms: number) => run.phases.find(({ startMs, endMs }) => ms >= startMs && ms <= endMs)?.phase
    const nearest = (ms: number) => {
      const after = atMs.findIndex((each) => each >= ms)
      return after < 0 ? atMs.length - 1 : after
    }
    return (
      <div key={run.variant} className="strip">
        <h3>{run.variant}</h3>
        <Chart
          label={`${label}, ${run.variant}`}
          height={STRIP_HEIGHT}
          x={[0, endS]}
          y={y}
          xUnit="s"
          lines={[{ key: run.variant, length: atMs.length, x: (i) => atMs[i]! / 1000, y: readings }]}
          behind={(scales) => <Bands run={run} scales={scales} />}
          reading={(seconds) => {
            const phase = phaseAt(seconds * 1000)
            const value = readings[nearest(seconds * 1000)]
            if (!phase || value === undefined || Number.isNaN(value)) return ''
            return `${number(value)} ${unit} · ${t(`profile.phase.${phase}`)}`
          }}
        />
      </div>
    )
  })
}

function Bands({ run, scales: { sx, top, bottom } }: { run: ProfileRun; scales: ChartScales }) {
  const { t } = useTranslation()
  return run.phases.map(({ phase, startMs, endMs }, i) => {
    const left = sx(startMs / 1000)
    const width = Math.max(0, sx(endMs / 1000) - left)
    return (
      <g key={phase}>
        <rect className={i % 2 ? 'band odd' : 'band'} x={left} y={top} width={width} height={bottom - top} />
        {width >= NAMED_FROM_PX && (
          <text className="ax" x={left + width / 2} y={top - 4} textAnchor="middle">
            {t(`profile.phase.${phase}`)}
          </text>
        )}
      </g>
    )
  })
}
