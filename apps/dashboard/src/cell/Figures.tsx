/** The four answers of the cell, most urgent first, then the two quality figures, kept apart. */

import type { CellDefinition, CellTwin, CycleTwin, PackMLState, Source } from '@celltwin/contracts'
import { ENOUGH } from '@celltwin/locales'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRunningShift } from '../shift/use-running-shift.ts'
import { percentOf } from '../shift/words.ts'
import { useCell } from '../twin/hooks.ts'
import { waitingIn } from '../twin/per-twin.ts'
import { sourcesOf } from '../twin/trust.ts'
import { duration, minutes, number, words } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { Figure } from './Figure.tsx'
import { GoodParts } from './GoodParts.tsx'
import { markOf } from './LastParts.tsx'
import { type QualityFigures, qualityOfHours, qualityOfShift, type Share } from './quality.ts'
import { useShownNow } from './use-shown-now.ts'
import { useStatistics, WINDOW_HOURS } from './use-statistics.ts'

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin
}

export function Figures({ definition, twin }: Props) {
  const { t } = useTranslation()
  const { cell, past } = useCell(({ cell, at }) => ({ cell, past: at !== undefined }))
  const shift = useRunningShift(cell, !past)
  const { data: statistics } = useStatistics()
  const { handling, all } = sourcesOf(definition)
  const quality = shift ? qualityOfShift(shift) : statistics && qualityOfHours(statistics)
  const window = shift ? t('shift.title', { name: shift.title }) : t('cell.lastHours', { count: WINDOW_HOURS })
  return (
    <aside className="p fig" aria-label={t('cell.figures')}>
      <StateFigure twin={twin} of={handling} />
      <GoodParts {...{ definition, twin, statistics, shift }} of={all} />
      <TopLoss {...{ quality, window }} of={all} />
      <Waiting twin={twin} of={handling} />
      <Quality {...{ quality, window }} of={all} />
    </aside>
  )
}

const STATE_ICONS: Readonly<Record<PackMLState, IconName>> = {
  execute: 'play',
  starting: 'run',
  idle: 'pause',
  suspended: 'pause',
  held: 'hold',
  stopping: 'stop',
  stopped: 'stop',
  aborted: 'alUn',
}

function StateFigure({ twin: { state }, of }: { twin: CellTwin; of: readonly Source[] }) {
  const { t } = useTranslation()
  const told = useTold()
  const now = useShownNow(1000)
  if (!state) {
    return (
      <Figure of={of} name={t('cell.state')}>
        <div className="state dim">{t('overview.state.unknown')}</div>
      </Figure>
    )
  }
  const { value, occurredAt } = state
  const suspects = value.suspects ?? []
  return (
    <Figure
      of={of}
      className={`st-${value.state}`}
      name={t('cell.state')}
      aside={t('cell.forTime', { time: duration(now - Date.parse(occurredAt)) })}
    >
      <div className="state">
        <Icon name={STATE_ICONS[value.state]} />
        {words(value.state)}
      </div>
      {value.state !== 'execute' && (
        <div className="sub" title={told(value.reason)}>
          {told(value.reason)}
        </div>
      )}
      {suspects.length > 0 && (
        <div className="sub">
          {t('cell.suspects', { count: suspects.length, serials: suspects.slice(-3).join(', ') })}
        </div>
      )}
    </Figure>
  )
}

interface QualityProps {
  readonly quality: QualityFigures | undefined
  readonly window: string
  readonly of: readonly Source[]
}

function TopLoss({ quality, window, of }: QualityProps) {
  const { t } = useTranslation()
  const told = useTold()
  const [first, second] = quality?.losses ?? []
  return (
    <Figure of={of} name={t('cell.topLoss')} aside={window}>
      {first ? (
        <>
          <div className="md loss-name" title={told(first.title)}>
            {told(first.title)}
          </div>
          <div className="sub">
            {t('cell.lossParts', { count: first.count, of: number(quality?.lost ?? 0) })}
            {second && ` · ${t('cell.nextLoss', { loss: told(second.title), count: second.count })}`}
          </div>
        </>
      ) : (
        <>
          <div className="md dim">{t(quality ? 'cell.noLoss' : 'cell.unknown')}</div>
          <div className="sub">{t(quality ? 'cell.allPassed' : 'cell.countsComing')}</div>
        </>
      )}
    </Figure>
  )
}

const LISTED = 2

function Waiting({ twin, of }: { twin: CellTwin; of: readonly Source[] }) {
  const { t } = useTranslation()
  const told = useTold()
  const now = useShownNow(1000)
  const waiting = waitingIn(twin)
  const [oldest] = waiting
  if (!oldest) {
    return (
      <Figure of={of} name={t('cell.waiting')}>
        <div className="md dim">{t('overview.nobody')}</div>
      </Figure>
    )
  }
  const rejected = waiting.filter(({ arrived }) => arrived?.where === 'reject' || arrived?.where === 'out').length
  const held = waiting.length - rejected
  const where = [held > 0 && t('cell.held', { count: held }), rejected > 0 && t('cell.rejected', { count: rejected })]
  return (
    <Figure
      of={of}
      className="wait"
      name={t('cell.waiting')}
      aside={t('cell.oldest', { time: duration(now - sinceOf(oldest)) })}
    >
      <Link to="/review" className="big">
        <Icon name="hold" size={28} />
        {number(waiting.length)} <small>{where.filter(Boolean).join(', ')}</small>
      </Link>
      <ul>
        {waiting.slice(0, LISTED).map((cycle) => (
          <li key={cycle.cycleId}>
            <Icon name={markOf(cycle).icon} size={12} />
            <Link to="/review/$serial" params={{ serial: cycle.serial }}>
              {cycle.serial}
            </Link>
            <span className="why">{told(markOf(cycle).reason ?? markOf(cycle).word)}</span>
            <span>{minutes(now - sinceOf(cycle))}</span>
          </li>
        ))}
      </ul>
    </Figure>
  )
}

const sinceOf = ({ verdict, dispatched, inserted }: CycleTwin): number =>
  Date.parse(verdict?.at ?? dispatched?.at ?? inserted?.at ?? '')

/** Upstream's quality and the cell's own losses: side by side, never added. */
function Quality({ quality, window, of }: QualityProps) {
  const { t } = useTranslation()
  const few = quality && quality.own.of > 0 && quality.own.of < ENOUGH
  const own = quality && [
    quality.falseRejects > 0 && t('cell.falseRejects', { count: quality.falseRejects }),
    quality.notInspected > 0 && t('cell.notInspected', { count: quality.notInspected }),
    (quality.reinspected ?? 0) > 0 && t('cell.reinspected', { count: quality.reinspected ?? 0 }),
  ]
  return (
    <Figure of={of} name={t('cell.quality')} aside={few ? t('cell.few', { window }) : window}>
      <div className="two">
        <div>
          <div className="cap">{t('cell.firstPass')}</div>
          <Percent share={quality?.product} of={(value) => 1 - value} />
          <div className="sub">
            {quality && t('shift.nonconformingOf', { count: quality.product.count, of: number(quality.product.of) })}
          </div>
        </div>
        <div>
          <div className="cap">{t('shift.ownLosses')}</div>
          <Percent share={quality?.own} of={(value) => value} />
          <div className="sub">{own?.filter(Boolean).join(', ') || t('cell.noOwnLoss')}</div>
        </div>
      </div>
    </Figure>
  )
}

function Percent({ share, of }: { share: Share | undefined; of: (share: number) => number }) {
  return (
    <div className="md">
      {share && share.of > 0 ? percentOf(of(share.count / share.of)) : '\u2013'} <small>%</small>
    </div>
  )
}
