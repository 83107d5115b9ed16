import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isSeries } from '../evidence/kinds.ts'
import { SeriesPanels } from '../evidence/SeriesPanels.tsx'
import { useChosenCell } from '../frame/cells.ts'
import { Lost } from '../frame/Lost.tsx'
import { isNotThere, Problem, Skeleton } from '../ui/Condition.tsx'
import { useKeys } from '../ui/keys.tsx'
import { useMatches } from '../ui/use-matches.ts'
import { CharacteristicTable } from './CharacteristicTable.tsx'
import { Decisions } from './Decisions.tsx'
import { FacePanel } from './FacePanel.tsx'
import { Genealogy } from './Genealogy.tsx'
import { Head } from './Head.tsx'
import './part.css'
import { Timeline } from './Timeline.tsx'
import { TruthPanel } from './TruthPanel.tsx'
import { usePassport } from './use-passport.ts'
import { Versions } from './Versions.tsx'

const route = getRouteApi('/frame/parts/$serial')

/** All that is known of one part: what was found first, then what it rests on. */
export function PartPage() {
  const { t } = useTranslation()
  const { serial } = route.useParams()
  const { cycle: chosen } = route.useSearch()
  const navigate = useNavigate()
  const chosenCell = useChosenCell()
  const [overlay, setOverlay] = useState(true)
  const wide = useMatches('(min-width: 1680px)')
  const { data: passport, error, refetch } = usePassport(serial)
  const cycle = passport?.cycles.find(({ cycleId }) => cycleId === chosen) ?? passport?.cycles[0]

  // A part found by its serial may be of another cell: the frame follows.
  const cell = passport?.serial === serial ? passport.cell : undefined
  useEffect(() => {
    if (cell && cell !== chosenCell) navigate({ to: '.', search: (s) => ({ ...s, cell }), replace: true })
  }, [cell, chosenCell, navigate])

  useEffect(() => {
    document.title = `${serial} · Celltwin`
    return () => {
      document.title = 'Celltwin'
    }
  }, [serial])

  const goTo = (to: string | null | undefined) => {
    if (to) navigate({ to: '/parts/$serial', params: { serial: to }, search: (s) => ({ ...s, cycle: undefined }) })
  }
  useKeys(t('parts.peek.passport'), [
    { keys: 'j', label: t('parts.key.next'), run: () => goTo(passport?.next) },
    { keys: 'k', label: t('parts.key.previous'), run: () => goTo(passport?.previous) },
    { keys: 'o', label: t('part.page.overlay'), run: () => setOverlay((on) => !on) },
    {
      keys: 'c',
      label: t('compare.key'),
      run: () => navigate({ to: '/compare', search: (s) => ({ ...s, b: serial }) }),
    },
    { keys: 'd', label: t('parts.key.debug'), run: () => navigate({ to: '/review/$serial', params: { serial } }) },
    {
      keys: 'r',
      label: t('part.page.replay'),
      run: () => {
        const at = cycle?.verdictAt ?? cycle?.insertedAt
        if (at) navigate({ to: '/', search: (s) => ({ ...s, at }) })
      },
    },
    { keys: 'Escape', label: t('part.page.back'), run: () => navigate({ to: '/parts' }) },
  ])

  if (isNotThere(error)) return <Lost title={t('frame.noPart')} asked={serial} why={t('frame.noPartWhy')} />
  if (error && !passport)
    return (
      <main className="alone">
        <Problem error={error} what={t('part.page.failed', { serial })} retry={() => refetch()} />
      </main>
    )
  if (!passport || !cycle)
    return (
      <main className="passport">
        <Skeleton rows={18} height={30} />
      </main>
    )
  const series = cycle.evidence.filter(isSeries)
  return (
    <main className="passport">
      <Head passport={passport} cycle={cycle} onStep={goTo} />
      {error && (
        <Problem
          error={error}
          what={t('part.page.notRenewed')}
          holds={t('part.page.wasTrue')}
          retry={() => refetch()}
        />
      )}
      <div className="g">
        <div className="left">
          <CharacteristicTable passport={passport} cycle={cycle} />
          <div className="c3">
            <Timeline cycle={cycle} />
            <Decisions cycle={cycle} definition={passport.definition} />
            <Genealogy cycle={cycle} />
            {wide && <Versions passport={passport} cycle={cycle} />}
            <TruthPanel passport={passport} cycle={cycle} />
          </div>
        </div>
        <div className="col">
          <FacePanel
            cycle={cycle}
            definition={passport.definition}
            overlay={overlay}
            onOverlay={() => setOverlay((on) => !on)}
          />
          {series.map((evidence) => (
            <SeriesPanels key={evidence.sha256} evidence={evidence} cycle={cycle} definition={passport.definition} />
          ))}
          {!wide && <Versions passport={passport} cycle={cycle} />}
        </div>
      </div>
    </main>
  )
}
