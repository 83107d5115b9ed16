import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AlarmCount } from '../alarms/AlarmEntry.tsx'
import { ProfileMenu } from '../people/ProfileMenu.tsx'
import { useQueue } from '../review/queue.ts'
import { number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useFirstLine } from '../ui/use-first-line.ts'
import { useCells, useChosenCell } from './cells.ts'

/** The first are the last to go into the menu where the window is narrow. `also` are pages that a home leads to. */
const HOMES = [
  { to: '/', name: 'frame.cell', also: [] },
  { to: '/parts', name: 'frame.parts', also: ['/compare'] },
  { to: '/review', name: 'frame.review', also: ['/breakpoints', '/second-review'] },
  { to: '/alarms', name: 'frame.alarms', also: [] },
  { to: '/shift', name: 'frame.shift', also: [] },
  { to: '/analytics', name: 'frame.analytics', also: [] },
  { to: '/trace', name: 'trace.title', also: ['/recall'] },
  { to: '/settings', name: 'frame.settings', also: ['/models', '/users'] },
] as const

/** Where, whether simulated, the homes, search. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation()
  const nav = useRef<HTMLElement>(null)
  const fitting = useFirstLine(nav)
  return (
    <header className="top">
      <Link className="word" to="/">
        <Icon name="logo" />
        <span>Celltwin</span>
      </Link>
      <CellPath />
      <nav className="nav" aria-label={t('frame.main')} ref={nav}>
        {HOMES.map((home, i) => (
          <HomeLink key={home.to} home={home} out={i >= fitting} />
        ))}
      </nav>
      {fitting < HOMES.length && (
        <Menu label={t('frame.more')} className="more">
          {HOMES.slice(fitting).map((home) => (
            <HomeLink key={home.to} home={home} />
          ))}
        </Menu>
      )}
      <button type="button" className="btn" aria-label={`${t('frame.searchSerial')}  /`} onClick={onSearch}>
        <Icon name="search" />
        <span className="dim">{t('frame.searchButton')}</span>
        <kbd>/</kbd>
      </button>
      <ProfileMenu />
    </header>
  )
}

function HomeLink({ home: { to, name, also }, out = false }: { home: (typeof HOMES)[number]; out?: boolean }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const within = also.some((path) => pathname === path || pathname.startsWith(`${path}/`))
  const waiting = useQueue().data?.total ?? 0
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={out ? 'out' : ''}
      {...(within && { 'aria-current': 'true' })}
    >
      {t(name)}
      {to === '/alarms' && <AlarmCount />}
      {to === '/review' && waiting > 0 && (
        <span className="n" title={t('frame.partsWaiting', { count: waiting })}>
          {number(waiting)}
        </span>
      )}
    </Link>
  )
}

function CellPath() {
  const { t } = useTranslation()
  const cells = useCells().data ?? []
  const chosen = useChosenCell()
  const navigate = useNavigate()
  const summary = cells.find(({ cell }) => cell === chosen)
  const path = summary?.path
  return (
    <>
      <nav className="path" aria-label={t('frame.equipment')}>
        {path && (
          <Link className="up" to="/overview" title={t('frame.overview')}>
            {`${path.enterprise} / ${path.site} / ${path.area} / `}
          </Link>
        )}
        {cells.length > 1 ? (
          <label className="cellswitch">
            <span className="sr">{t('frame.cell')}</span>
            <select
              value={chosen ?? ''}
              onChange={(event) =>
                navigate({ to: '.', search: (search) => ({ ...search, cell: event.target.value, at: undefined }) })
              }
            >
              {!summary && <option value={chosen ?? ''}>{chosen ?? '…'}</option>}
              {cells.map(({ cell, waitingForPerson }) => (
                <option key={cell} value={cell}>
                  {waitingForPerson > 0 && cell !== chosen
                    ? t('frame.cellWaiting', { cell, count: waitingForPerson })
                    : cell}
                </option>
              ))}
            </select>
            <Icon name="down" size={12} />
          </label>
        ) : (
          <b>{chosen ?? '…'}</b>
        )}
      </nav>
      {summary?.replayed ? (
        <span className="chip replayed" title={t('frame.replayedWhy')}>
          <Icon name="replay" />
          <span>{t('frame.replayed')}</span>
        </span>
      ) : (
        summary?.simulated && (
          <span className="chip sim" title={t('frame.simulatedWhy')}>
            <Icon name="sim" />
            <span>{t('frame.simulated')}</span>
          </span>
        )
      )}
    </>
  )
}
