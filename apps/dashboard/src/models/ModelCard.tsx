import type { CountedShare, ModelMetrics, PartDefect } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartScales } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import {
  chanceLine,
  escapeLine,
  falseRejectLine,
  intervalText,
  mostPpm,
  percent,
  pointAt,
  precisionLine,
  rocLine,
} from './curves.ts'
import './model-card.css'

/** A model as its package states it: operating point with what the counts prove, curves, promises, doubt. */
export function ModelCard({ name, version, metrics }: { name: string; version: string; metrics: ModelMetrics }) {
  const { t } = useTranslation()
  const tell = useTold()
  return (
    <div className="model-card">
      <header className="mc-head">
        <h1>
          {name} <span className="mono">{version}</span>
        </h1>
        {metrics.onSimulatedParts && <span className="note">{t('modelCard.simulated')}</span>}
        <p className="fine">{tell(metrics.data)}</p>
      </header>
      <OperatingPoint metrics={metrics} />
      <Confusion confusion={metrics.confusion} />
      <Curves metrics={metrics} />
      <Promises bySeverity={metrics.bySeverity} />
      <Familiarity familiarity={metrics.familiarity} />
    </div>
  )
}

function Counted({ label, counted }: { label: string; counted: CountedShare }) {
  const { t } = useTranslation()
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="r num">{t('modelCard.countOf', { count: counted.count, of: counted.of })}</td>
      <td className="r num">{intervalText(counted)}</td>
    </tr>
  )
}

function OperatingPoint({ metrics: { operatingPoint: point, cost, curve } }: { metrics: ModelMetrics }) {
  const { t } = useTranslation()
  const here = pointAt(curve, point.threshold)
  const money = (value: number) => `${number(value, 0)} ${cost.currency}`
  return (
    <Panel title={t('modelCard.operatingPoint')} aside={t('modelCard.interval')}>
      <p className="mc-lead">
        <b className="num">{number(point.threshold, 2)}</b>
        <span>
          {t('modelCard.stated', { rate: percent(point.statedEscapeRate), confidence: percent(point.confidence) })}{' '}
          {t('modelCard.plateau', { from: number(point.plateau[0], 2), to: number(point.plateau[1], 2) })}
        </span>
      </p>
      <table className="tbl">
        <tbody>
          <Counted label={t('modelCard.escapes')} counted={point.escapes} />
          <Counted label={t('modelCard.falseRejects')} counted={point.falseRejects} />
          {here && (
            <tr>
              <th scope="row">{t('modelCard.cost')}</th>
              <td className="r num">{money(here.costPerMillion)}</td>
              <td className="fine">
                {t('modelCard.assumed', {
                  falseReject: money(cost.perFalseReject),
                  escape: money(cost.perEscape),
                  defectRate: percent(cost.defectRate),
                })}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Panel>
  )
}

const VERDICTS = ['pass', 'reject', 'hold'] as const
const TRUE_STATES = ['sound', 'defective', 'unfamiliar'] as const

function Confusion({ confusion }: { confusion: ModelMetrics['confusion'] }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('modelCard.confusion')} aside={t('modelCard.parts')}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t('modelCard.trueState')}</th>
            {VERDICTS.map((verdict) => (
              <th key={verdict} scope="col" className="r">
                {t(`modelCard.${verdict}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TRUE_STATES.map((state) => (
            <tr key={state}>
              <th scope="row">{t(`modelCard.${state}`)}</th>
              {VERDICTS.map((verdict) => (
                <td key={verdict} className="r num">
                  {confusion[state][verdict]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const SHARE = [0, 1] as const
/** Room above 1, so that a perfect curve is seen. */
const SHARE_UP = [0, 1.05] as const

function Curves({ metrics: { curve, operatingPoint, areaUnderRoc, averagePrecision } }: { metrics: ModelMetrics }) {
  const { t } = useTranslation()
  const here = pointAt(curve, operatingPoint.threshold)
  const thresholds = [curve[0]?.threshold ?? 0, curve.at(-1)?.threshold ?? 1] as const
  const dot = (x: number, y: number) => (scales: ChartScales) => (
    <circle cx={scales.sx(x)} cy={scales.sy(y)} r="4" className="mc-point" />
  )
  return (
    <>
      <Panel title={t('modelCard.roc')} aside={t('modelCard.area', { area: number(areaUnderRoc, 4) })}>
        <Chart
          label={t('modelCard.roc')}
          height={200}
          x={SHARE}
          y={SHARE_UP}
          lines={[chanceLine, rocLine(curve)]}
          {...(here ? { before: dot(here.falseRejects, here.detected) } : {})}
        />
        <p className="fine mc-axis">{t('modelCard.rocAxes')}</p>
      </Panel>
      <Panel title={t('modelCard.pr')} aside={t('modelCard.average', { precision: number(averagePrecision, 4) })}>
        <Chart
          label={t('modelCard.pr')}
          height={200}
          x={SHARE}
          y={SHARE_UP}
          lines={[precisionLine(curve)]}
          {...(here && here.precision !== null ? { before: dot(here.detected, here.precision) } : {})}
        />
        <p className="fine mc-axis">{t('modelCard.prAxes')}</p>
      </Panel>
      <Panel title={t('modelCard.trade')} aside={t('modelCard.perMillion')} className="mc-wide">
        <Chart
          label={t('modelCard.trade')}
          height={200}
          x={thresholds}
          y={[0, 1.1 * mostPpm(curve)]}
          lines={[falseRejectLine(curve), escapeLine(curve)]}
          before={({ sx, top, bottom }) => (
            <path className="lim" d={`M${sx(operatingPoint.threshold)} ${top}V${bottom}`} />
          )}
          reading={(x) => {
            const point = pointAt(curve, x)
            return point
              ? t('modelCard.tradeReading', {
                  threshold: number(point.threshold, 2),
                  falseRejects: number(point.falseRejectsPpm, 0),
                  escapes: number(point.escapesPpm, 0),
                })
              : ''
          }}
        />
        <p className="fine mc-axis">{t('modelCard.tradeAxes')}</p>
      </Panel>
    </>
  )
}

function Promises({ bySeverity }: { bySeverity: ModelMetrics['bySeverity'] }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('modelCard.promises')} aside={t('modelCard.interval')}>
      <table className="tbl">
        <tbody>
          {bySeverity.map(({ kind, from, to, promised, found }) => (
            <tr key={`${kind}${from}`} className={promised ? '' : 'mc-faint'}>
              <th scope="row">{t(`simulation.kinds.${kind as PartDefect}`, { defaultValue: kind })}</th>
              <td className="num">
                {number(from, 2)} – {number(to, 2)}
              </td>
              <td>{promised ? t('modelCard.promised') : t('modelCard.notPromised')}</td>
              <td className="r num">{t('modelCard.countOf', { count: found.count, of: found.of })}</td>
              <td className="r num">{intervalText(found)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Familiarity({ familiarity }: { familiarity: ModelMetrics['familiarity'] }) {
  const { t } = useTranslation()
  const tell = useTold()
  return (
    <Panel title={t('modelCard.familiarity')} aside={t('modelCard.interval')}>
      <p className="fine mc-note">
        {t('modelCard.statedHold', {
          rate: percent(familiarity.statedFalseHoldRate),
          parts: familiarity.calibrationParts,
        })}
      </p>
      <table className="tbl">
        <tbody>
          <Counted label={t('modelCard.soundHeld')} counted={familiarity.falseHolds} />
          {familiarity.unfamiliar.map(({ form, held }) => (
            <Counted key={form} label={t('modelCard.held', { form: tell(form) })} counted={held} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
