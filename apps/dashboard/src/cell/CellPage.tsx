import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell, useNow } from '../twin/hooks.ts'
import { sourcesOf } from '../twin/trust.ts'
import { useKeys } from '../ui/keys.tsx'
import { CycleChart } from './CycleChart.tsx'
import { Figures } from './Figures.tsx'
import { LastParts } from './LastParts.tsx'
import { StationDrawer } from './StationDrawer.tsx'
import { useLooks } from './use-looks.ts'
import { Viewport } from './viewport/Viewport.tsx'
import './cell.css'
import './viewport/viewport.css'
import './cycle-chart.css'
import './figures.css'
import './station-drawer.css'
import './last-parts.css'
import './sizes.css'
import './wall.css'

/** The cell now: what it does, the four answers, the running cycle, the last parts. */
export function CellPage() {
  const shown = useCell(({ twin, link, at, telemetry, delays, presence }) => ({
    ...{ twin, link, at, telemetry, delays, presence },
  }))
  const { twin, link, at } = shown
  const now = useNow(1000)
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string>()
  useWallMode()
  const described = twin?.definition?.value
  // A new snapshot brings an equal definition: what is drawn from it stays.
  const definition = useMemo(() => described?.definition, [described?.hash])
  const looks = useLooks(definition, shown, now)
  if (!twin || !definition) {
    return (
      <main className="empty" aria-busy={link.state === 'connecting'}>
        {twin ? t('cell.notDescribed') : link.state === 'live' ? t('cell.nothingKnown') : t('cell.firstPicture')}
      </main>
    )
  }
  const station = definition.stations.find((known) => known.id === chosen)
  const lost = link.state !== 'live' && at === undefined
  return (
    <main className={lost ? 'cell lost' : 'cell'}>
      <Viewport definition={definition} twin={twin} looks={looks} chosen={chosen} onChoose={setChosen} />
      <CycleChart definition={definition} twin={twin} />
      <Figures definition={definition} twin={twin} />
      {station && (
        <StationDrawer
          definition={definition}
          twin={twin}
          station={station}
          look={looks[station.id]}
          onClose={() => setChosen(undefined)}
        />
      )}
      <LastParts twin={twin} of={sourcesOf(definition).all} />
    </main>
  )
}

/** `?wall` or W: no chrome, figures to be read across the hall. */
function useWallMode(): void {
  const { t } = useTranslation()
  const [wall, setWall] = useState(() => new URLSearchParams(location.search).has('wall'))
  useKeys(t('frame.cell'), [{ keys: 'w', label: t('cell.wall'), run: () => setWall((on) => !on) }])
  useEffect(() => {
    const { dataset } = document.documentElement
    if (wall) dataset.wall = ''
    return () => {
      delete dataset.wall
    }
  }, [wall])
}
