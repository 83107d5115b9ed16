import { Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { turnTo } from '../twin/cell-store.ts'
import { nowMs } from '../twin/clock.ts'
import { socket } from '../twin/socket.ts'
import { watchCell } from '../twin/stream.ts'
import { Problem } from '../ui/Condition.tsx'
import { Sprite } from '../ui/Icon.tsx'
import { useKeys } from '../ui/keys.tsx'
import { useCells, useChosenCell } from './cells.ts'
import './frame.css'
import { KeyHelp } from './KeyHelp.tsx'
import { SearchDialog } from './SearchDialog.tsx'
import { TimeBar } from './TimeBar.tsx'
import { TopBar } from './TopBar.tsx'
import { TrustLine } from './TrustLine.tsx'
import { toggleTheme } from './theme.ts'
import { useTimeTravel } from './time-travel.ts'

declare global {
  interface Window {
    /** For tests and measurements: the instant that the pages show, ms. */
    celltwinNow?: () => number
  }
}
window.celltwinNow = nowMs

/**
 * What every page has around it: where, how far to trust it, and when.
 *
 * @param children where no page of the address stands in it
 */
export function Frame({ children = <Outlet /> }: { children?: ReactNode }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const cells = useCells()
  const travel = useTimeTravel()
  const navigate = useNavigate()
  const debugging = useMatchRoute()({ to: '/review/$serial' }) !== false
  const [dialog, setDialog] = useState<'search' | 'keys'>()

  useEffect(() => {
    if (!cell) return
    turnTo(cell)
    return watchCell(socket, cell)
  }, [cell])

  useKeys(t('frame.everywhere'), [
    { keys: '/', label: t('frame.search'), run: () => setDialog('search') },
    { keys: '?', label: t('frame.allKeys'), run: () => setDialog('keys') },
    { keys: 'g c', label: t('frame.cell'), run: () => navigate({ to: '/' }) },
    { keys: 'g o', label: t('frame.overview'), run: () => navigate({ to: '/overview' }) },
    { keys: 'g p', label: t('frame.parts'), run: () => navigate({ to: '/parts' }) },
    { keys: 'g t', label: t('frame.trace'), run: () => navigate({ to: '/trace' }) },
    { keys: 'g r', label: t('frame.review'), run: () => navigate({ to: '/review' }) },
    { keys: 'g s', label: t('frame.shift'), run: () => navigate({ to: '/shift' }) },
    { keys: 'g y', label: t('frame.analytics'), run: () => navigate({ to: '/analytics' }) },
    { keys: 'g a', label: t('frame.alarms'), run: () => navigate({ to: '/alarms' }) },
    { keys: 'g m', label: t('models.title'), run: () => navigate({ to: '/models' }) },
    { keys: 'g e', label: t('frame.settings'), run: () => navigate({ to: '/settings' }) },
    { keys: '\\', label: t('frame.theme'), run: toggleTheme },
  ])

  return (
    <>
      <Sprite />
      <TopBar onSearch={() => setDialog('search')} />
      <TrustLine />
      {cells.error && !cells.data ? (
        <main className="alone">
          <Problem error={cells.error} what={t('frame.cellsFailed')} retry={() => cells.refetch()} />
        </main>
      ) : (
        children
      )}
      {/* Debug Mode has the legend of its keys in this place. */}
      {!debugging && <TimeBar travel={travel} />}
      {dialog === 'search' && <SearchDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'keys' && <KeyHelp onClose={() => setDialog(undefined)} />}
    </>
  )
}
