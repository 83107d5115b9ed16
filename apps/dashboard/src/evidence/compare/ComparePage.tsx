import type { Passport, PassportCycle } from '@celltwin/contracts'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePassport } from '../../part/use-passport.ts'
import { Empty, Problem, Skeleton } from '../../ui/Condition.tsx'
import { dayTime } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { lookOfPart } from '../../ui/State.tsx'
import { useTold } from '../../ui/told.ts'
import './compare.css'
import { DifferenceTable } from './DifferenceTable.tsx'
import { TwoImages } from './TwoImages.tsx'
import { TwoProfiles } from './TwoProfiles.tsx'
import { TwoTimelines } from './TwoTimelines.tsx'
import { useLastGood } from './use-last-good.ts'

const route = getRouteApi('/frame/compare')

/** Two parts side by side, on one scale of time and one of shaft angle: A the good one, B the one in question. */
export function ComparePage() {
  const { t } = useTranslation()
  const { a, b } = route.useSearch()
  if (!b) return <Alone>{t('compare.nothing')}</Alone>
  return <Compare a={a} b={b} />
}

/** The page where there is nothing to compare. */
const Alone = ({ children }: { children: string }) => (
  <main className="alone">
    <Empty>{children}</Empty>
  </main>
)

function Compare({ a: chosen, b: serial }: { a: string | undefined; b: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [turned, setTurned] = useState(true)
  const second = usePassport(serial)
  const good = useLastGood(chosen === undefined ? second.data : undefined)
  const a = chosen ?? good.data ?? undefined
  const first = usePassport(a ?? serial)
  const swap = () => a && navigate({ to: '/compare', search: (s) => ({ ...s, a: serial, b: a }) })
  useKeys(t('compare.title'), [
    { keys: 'x', label: t('compare.swap'), run: swap },
    { keys: 'a', label: t('compare.turn'), run: () => setTurned((on) => !on) },
    { keys: 'Escape', label: t('compare.back'), run: () => navigate({ to: '/parts/$serial', params: { serial } }) },
  ])
  const error = second.error ?? good.error ?? (a ? first.error : null)
  if (error)
    return (
      <main className="alone">
        <Problem error={error} what={t('compare.failed')} retry={() => second.refetch()} />
      </main>
    )
  if (good.data === null) return <Alone>{t('compare.noGood', { serial })}</Alone>
  const [partA, partB] = [first.data?.cycles[0], second.data?.cycles[0]]
  if (!a || !first.data || !second.data || !partA || !partB || first.data.serial !== a || second.data.serial !== serial)
    return (
      <main className="compare">
        <Skeleton rows={18} height={30} />
      </main>
    )
  return (
    <main className="compare">
      <header className="pair">
        <Part letter="A" passport={first.data} cycle={partA} />
        <Part letter="B" passport={second.data} cycle={partB} />
        <div className="row">
          <button
            type="button"
            className={turned ? 'btn on' : 'btn'}
            aria-pressed={turned}
            onClick={() => setTurned(!turned)}
          >
            {t('compare.turn')} <kbd>A</kbd>
          </button>
          <button type="button" className="btn" onClick={swap}>
            {t('compare.swap')} <kbd>X</kbd>
          </button>
        </div>
      </header>
      <div className="halves">
        <div className="half">
          <TwoImages a={partA} b={partB} turned={turned} />
          <TwoTimelines a={partA} b={partB} />
        </div>
        <div className="half">
          <DifferenceTable passport={second.data} a={partA} b={partB} />
          <TwoProfiles a={partA} b={partB} />
        </div>
      </div>
    </main>
  )
}

function Part({ letter, passport, cycle }: { letter: string; passport: Passport; cycle: PassportCycle }) {
  const told = useTold()
  const look = lookOfPart(cycle)
  return (
    <div className="who">
      <b className="letter">{letter}</b>
      <h1>
        <Link to="/parts/$serial" params={{ serial: passport.serial }}>
          {passport.serial}
        </Link>
      </h1>
      <span className={`chip ${look.tone}`}>
        <Icon name={look.icon} />
        {told(look.word)}
      </span>
      <span className="mid why">{cycle.reason && told(cycle.reason)}</span>
      <span className="dim nw">{dayTime(cycle.insertedAt)}</span>
    </div>
  )
}
