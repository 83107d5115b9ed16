import type { CellSummary } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useCells } from '../frame/cells.ts'
import { useRunningShift } from '../shift/use-running-shift.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useNow } from '../twin/hooks.ts'
import { Empty, Problem } from '../ui/Condition.tsx'
import { duration, number } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { Origin } from '../ui/TrustMark.tsx'
import './overview.css'

/** Silent for longer than this, a cell that should run is not shown as if it did. */
const STALE_MS = 60_000
const HOURS = 8
const REFRESH_MS = 10_000

/** Every cell of the installation, side by side: state, good against due, who waits, how far to trust it. */
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
  const now = useNow(1000)
  const ageMs = cell.lastEventAt === null ? undefined : now - Date.parse(cell.lastEventAt)
  const state = cell.state ?? 'unknown'
  // A cell that is held may have nothing to say for hours; one that runs has not.
  const stale = ageMs === undefined || (state === 'execute' && ageMs > STALE_MS)
  return (
    <Link to="/" search={{ cell: cell.cell }} className={`p tile st-${state}${stale ? ' stale' : ''}`}>
      <header>
        <h2>{cell.title}</h2>
        <span className="cap">{`${cell.path.site} / ${cell.path.area}`}</span>
      </header>
      <p className="state">
        <Icon name={ICONS[state] ?? 'pause'} size={28} />
        {t(`overview.state.${state}` as 'overview.state.execute')}
      </p>
      <GoodOfShift cell={cell.cell} />
      <p className={cell.waitingForPerson > 0 ? 'waits hold' : 'waits dim'}>
        <Icon name={cell.waitingForPerson > 0 ? 'hold' : 'ok'} />
        {cell.waitingForPerson > 0 ? t('frame.partsWaiting', { count: cell.waitingForPerson }) : t('overview.nobody')}
      </p>
      <footer>
        <span className={stale ? 'none' : 'dim'}>
          <Icon name={stale ? 'stale' : 'live'} size={12} />{' '}
          {ageMs === undefined ? t('overview.silent') : t('overview.age', { age: duration(ageMs) })}
        </span>
        <Origin simulated={cell.simulated} replayed={cell.replayed} />
      </footer>
    </Link>
  )
}

/** Good parts of the running shift against what is due by now; of the last hours where none runs. */
function GoodOfShift({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const production = useRunningShift(cell)?.figures.production
  const hours = useQuery({
    queryKey: ['statistics', cell, 'overview'],
    queryFn: () =>
      api.statistics(
        cell,
        new Date(serverNowMs() - HOURS * 3_600_000).toISOString(),
        new Date(serverNowMs()).toISOString(),
      ),
    enabled: production === undefined,
    refetchInterval: REFRESH_MS,
  })
  if (!production)
    return (
      <p className="good">
        <b>{hours.data ? number(hours.data.pass) : '–'}</b> <small>{t('overview.goodInHours', { count: HOURS })}</small>
      </p>
    )
  const { good, due } = production
  return (
    <p className="good">
      <b>{number(good)}</b> <small>{due === null ? t('overview.goodParts') : t('shift.dueNow', { count: due })}</small>
    </p>
  )
}
