import type { ShiftReport } from '@celltwin/contracts'
import { type LossMeasure, pareto, type RankedLoss } from '@celltwin/quality'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { words } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { minutesOf, percentOf } from './words.ts'

/** Losses, greatest first: parts by characteristic or stops by reason, by count or by time. */
export function LossPanel({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<'parts' | 'stops'>('parts')
  const [by, setBy] = useState<LossMeasure>('count')
  const { losses, stops, quality, time } = report.figures
  const ranked = pareto(kind === 'parts' ? losses : stops, by)
  const top = Math.max(1, ...ranked.map((loss) => loss[by]))
  const whole = ranked.reduce((sum, loss) => sum + loss[by], 0)
  const aside =
    by === 'timeMs'
      ? t('shift.cumulativeTime', { time: minutesOf(whole) })
      : t('shift.cumulative', { count: whole, of: kind === 'parts' ? quality.product.of : ranked.length })
  return (
    <Panel
      className="par"
      title={kind === 'parts' ? t('shift.nonconforming') : t('shift.stops')}
      aside={kind === 'stops' && by === 'count' ? minutesOf(time.lostMs) : aside}
    >
      <div className="choices">
        <Choice
          of={{ parts: t('shift.parts'), stops: t('shift.stops') }}
          chosen={kind}
          choose={setKind}
          label={t('shift.losses')}
        />
        <Choice
          of={{ count: t('shift.byCount'), timeMs: t('shift.byTime') }}
          chosen={by}
          choose={setBy}
          label={t('shift.loss')}
        />
      </div>
      {ranked.length === 0 ? (
        <p className="empty">{kind === 'parts' ? t('shift.noLosses') : t('shift.noStopsYet')}</p>
      ) : (
        <table>
          <thead className="sr">
            <tr>
              {(['loss', 'from', 'count', 'time', 'share'] as const).map((head) => (
                <th key={head}>{t(`shift.${head}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ranked.map((loss) => (
              <LossRow key={loss.key} {...{ report, loss, by, kind, top }} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

interface RowProps {
  readonly report: ShiftReport
  readonly loss: RankedLoss
  readonly by: LossMeasure
  readonly kind: 'parts' | 'stops'
  readonly top: number
}

function LossRow({ report: { from, to }, loss, by, kind, top }: RowProps) {
  const { t } = useTranslation()
  const told = useTold()
  const of = kind === 'stops' ? t(`shift.packml.${loss.of as 'held'}`) : words(loss.of)
  const title = told(loss.title || of)
  return (
    <tr>
      <td className="name" title={title}>
        {kind === 'parts' ? (
          <Link to="/parts" search={(s) => ({ ...s, characteristic: loss.key, from, to, at: undefined })}>
            {title}
          </Link>
        ) : (
          title
        )}
      </td>
      <td className="dim">{of}</td>
      <td className="bar">
        <i style={{ width: `${(loss[by] / top) * 100}%` }} />
      </td>
      <td className="r b">{by === 'count' ? loss.count : minutesOf(loss.timeMs)}</td>
      <td className="r mid">{percentOf(loss.cumulative).replace(/[.,]\d$/, '')} %</td>
    </tr>
  )
}

interface ChoiceProps<T extends string> {
  readonly of: Readonly<Record<T, string>>
  readonly chosen: T
  readonly choose: (value: T) => void
  readonly label: string
}

function Choice<T extends string>({ of, chosen, choose, label }: ChoiceProps<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {(Object.entries(of) as [T, string][]).map(([value, text]) => (
        <button
          key={value}
          type="button"
          className={value === chosen ? 'btn on' : 'btn'}
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}
