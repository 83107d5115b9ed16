import type { CellSummary, Source } from '@celltwin/contracts'
import type { Tell } from '@celltwin/locales'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { type QualityFigures, qualityOfHours, qualityOfShift, type Share } from '../cell/quality.ts'
import { WINDOW_HOURS } from '../cell/use-statistics.ts'
import { useCells } from '../frame/cells.ts'
import { useRunningShift } from '../shift/use-running-shift.ts'
import { percentOf } from '../shift/words.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { restingOn, type Standing, standingOfSummary } from '../twin/trust.ts'
import { Empty, Problem } from '../ui/Condition.tsx'
import { duration, number, words } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { isDoubtful, Marked, Origin, TrustMark } from '../ui/TrustMark.tsx'
import { GoodOverTime } from './GoodOverTime.tsx'
import './overview.css'
import { useToldOf } from './use-told-of.ts'

/** Silent for longer than this, a cell that should run is not shown as if it did. */
const STALE_MS = 60_000
const REFRESH_MS = 10_000

/** Every cell of the installation, side by side: state, good against due, who waits, what is lost, how far to trust it. */
export function OverviewPage() {
  const { t } = useTranslation()
  const cells = useCells()
  if (cells.error && !cells.data)
    return (
      <main className="alone">
        <Problem error={cells.error} what={t('frame.cellsFailed')} retry={() => cells.refetch()} />
      </main>
    )
  if (cells.data?.length === 0) return <Empty>{t('overview.none')}</Empty>
  return (
    <main className="overview">
      <h1 className="sr">{t('frame.overview')}</h1>
      {cells.data?.map((cell) => (
        <Tile key={cell.cell} cell={cell} />
      ))}
    </main>
  )
}

const ICONS: Readonly<Record<string, IconName>> = {
  execute: 'play',
  starting: 'run',
  held: 'hold',
  stopping: 'stop',
  stopped: 'stop',
  aborted: 'alUn',
}

function Tile({ cell }: { cell: CellSummary }) {
  const { t } = useTranslation()
  const told = useToldOf(cell.cell)
  const now = useNow(1000)
  const ageMs = cell.lastEventAt === null ? undefined : now - Date.parse(cell.lastEventAt)
  const state = cell.state ?? 'unknown'
  // A cell that is held may have nothing to say for hours; one that runs has not.
  const silent = ageMs === undefined || (state === 'execute' && ageMs > STALE_MS)
  const age = ageMs === undefined ? t('overview.silent') : t('overview.age', { age: duration(ageMs) })
  const away = cell.away.map(words).join(', ')
  const { handling, all } = useStandings(cell, now)
  return (
    <Link to="/" search={{ cell: cell.cell }} className={`p tile st-${state}`}>
      <div className="tile-in">
        <header>
          <h2>{told(cell.title)}</h2>
          <span className="cap">{`${cell.path.site} / ${cell.path.area}`}</span>
        </header>
        <p className={`state${doubt(handling)}`}>
          <Icon name={ICONS[state] ?? 'pause'} size={28} />
          <span>{t(`overview.state.${state}` as 'overview.state.execute')}</span>
          <Marked standing={handling} />
        </p>
        <Figures {...{ cell, handling, all, told }} />
        <footer>
          {silent || away !== '' ? (
            <TrustMark trust="stale" says={away === '' ? age : t('overview.away', { sources: away })} />
          ) : (
            <span className="dim">{age}</span>
          )}
          <Origin simulated={cell.simulated} replayed={cell.replayed} />
        </footer>
      </div>
    </Link>
  )
}

interface Standings {
  /** Of what rests on who handles parts. */
  readonly handling: Standing
  /** Of what rests on everybody who judges, too. */
  readonly all: Standing
}

function useStandings({ sources }: CellSummary, now: number): Standings {
  const shownAt = useCell(({ link }) => (link.state === 'lost' ? link.shownAt : undefined))
  const on = restingOn(sources.map(({ source }) => source))
  const worth = (of: readonly Source[]) => standingOfSummary(sources, of, now, shownAt)
  return { handling: worth(on.handling), all: worth(on.all) }
}

const doubt = ({ trust }: Standing) => (isDoubtful(trust) ? ' doubtful' : '')

/** Of the running shift; of the last hours where none runs. */
function Figures({
  cell: { cell, waitingForPerson },
  handling,
  all,
  told,
}: Standings & Pick<FactsProps, 'told'> & { cell: CellSummary }) {
  const { t } = useTranslation()
  const shift = useRunningShift(cell)
  const { data: hours } = useQuery({
    queryKey: ['statistics', cell, 'overview'],
    queryFn: () => {
      const to = serverNowMs()
      const from = to - WINDOW_HOURS * 3_600_000
      return api.statistics(cell, new Date(from).toISOString(), new Date(to).toISOString())
    },
    refetchInterval: REFRESH_MS,
  })
  const quality = shift ? qualityOfShift(shift) : hours && qualityOfHours(hours)
  const { good, due } = shift?.figures.production ?? { good: hours?.pass, due: null }
  const against = due === null ? t('overview.goodParts', { count: good ?? 0 }) : t('shift.dueNow', { count: due })
  return (
    <>
      <div className={`good${doubt(all)}`}>
        <p>
          <b>{good === undefined ? '\u2013' : number(good)}</b>{' '}
          <small>
            {shift ? against : t('overview.goodInHours', { count: good ?? 0, hours: WINDOW_HOURS })}{' '}
            <Marked standing={all} />
          </small>
        </p>
        {hours && <GoodOverTime statistics={hours} />}
      </div>
      <p className={waitingForPerson > 0 ? 'waits hold' : 'waits dim'}>
        <Icon name={waitingForPerson > 0 ? 'hold' : 'ok'} />
        <span className={doubt(handling)}>
          {waitingForPerson > 0 ? t('frame.partsWaiting', { count: waitingForPerson }) : t('overview.nobody')}
        </span>
        <Marked standing={handling} />
      </p>
      <QualityFacts {...{ quality, told }} standing={all} />
    </>
  )
}

interface FactsProps {
  readonly quality: QualityFigures | undefined
  readonly standing: Standing
  /** By the book of this cell: each names its things itself. */
  readonly told: Tell
}

function QualityFacts({ quality, standing, told }: FactsProps) {
  const { t } = useTranslation()
  const [worst] = quality?.losses ?? []
  const percent = (share: Share | undefined, of: (value: number) => number) =>
    share && share.of > 0 ? `${percentOf(of(share.count / share.of))} %` : '\u2013'
  return (
    <dl className={doubt(standing)}>
      <Term standing={standing}>{t('cell.topLoss')}</Term>
      <dd>{worst ? `${told(worst.title)}, ${number(worst.count)} ×` : t(quality ? 'cell.noLoss' : 'cell.unknown')}</dd>
      <Term standing={standing}>{t('cell.firstPass')}</Term>
      <dd>{percent(quality?.product, (value) => 1 - value)}</dd>
      <Term standing={standing}>{t('shift.ownLosses')}</Term>
      <dd>{percent(quality?.own, (value) => value)}</dd>
    </dl>
  )
}

/** The mark stays in sight where the name is cut: since when it is so stands with the larger figures. */
const Term = ({ standing, children }: { standing: Standing; children: ReactNode }) => (
  <dt>
    <span className="name">{children}</span> <Marked standing={standing} words="read" />
  </dt>
)
