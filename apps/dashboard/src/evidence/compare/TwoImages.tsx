import type { PassportCycle } from '@celltwin/contracts'
import { layOf, marksOf } from '@celltwin/inspection/pictures'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../ui/keys.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { FaceImage, imagesOf } from '../FaceImage.tsx'
import { kindTitle } from '../kinds.ts'
import { dragged, transformOf, WHOLE, type Zoom, zoomed } from './zoom.ts'

const STEP = 1.5

/** Both faces under the same light, turned alike where asked for; one zoom moves both. */
export function TwoImages({ a, b, turned }: { a: PassportCycle; b: PassportCycle; turned: boolean }) {
  const { t } = useTranslation()
  const kinds = imagesOf(a)
    .map(({ kind }) => kind)
    .filter((kind) => imagesOf(b).some((image) => image.kind === kind))
  const [chosen, setChosen] = useState<string>()
  const [zoom, setZoom] = useState<Zoom>(WHOLE)
  const kind = chosen ?? kinds[0]
  useKeys(t('compare.images'), [
    { keys: '+', label: t('compare.closer'), run: () => setZoom((z) => zoomed(z, STEP)), repeat: true },
    { keys: '-', label: t('compare.further'), run: () => setZoom((z) => zoomed(z, 1 / STEP)), repeat: true },
    { keys: '0', label: t('compare.whole'), run: () => setZoom(WHOLE) },
  ])
  if (!kind) return null
  return (
    <Panel
      title={t('compare.images')}
      aside={turned ? t('compare.codeOnTop') : t('compare.asTaken')}
      sub={
        <fieldset className="seg" aria-label={t('compare.light')}>
          {kinds.map((each) => (
            <button
              key={each}
              type="button"
              className={each === kind ? 'btn on' : 'btn'}
              aria-pressed={each === kind}
              onClick={() => setChosen(each)}
            >
              {kindTitle(each)}
            </button>
          ))}
        </fieldset>
      }
    >
      <div className="twoimages">
        {[a, b].map((cycle, i) => (
          <Pane key={cycle.cycleId} label={i === 0 ? 'A' : 'B'} {...{ cycle, kind, turned, zoom }} onZoom={setZoom} />
        ))}
      </div>
    </Panel>
  )
}

interface PaneProps {
  readonly label: string
  readonly cycle: PassportCycle
  readonly kind: string
  readonly turned: boolean
  readonly zoom: Zoom
  readonly onZoom: (change: (zoom: Zoom) => Zoom) => void
}

function Pane({ label, cycle, kind, turned, zoom, onZoom }: PaneProps) {
  const pane = useRef<HTMLDivElement>(null)
  // A wheel that zooms must not scroll the page as well, which only an active listener can tell.
  useEffect(() => {
    const element = pane.current
    if (!element) return
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const [px, py] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
      onZoom((z) => zoomed(z, Math.exp(-event.deltaY / 400), px, py))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [onZoom])
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const [dx, dy] = [event.movementX / box.width, event.movementY / box.height]
    onZoom((z) => dragged(z, dx, dy))
  }
  const { centre, zeroDeg } = layOf(marksOf(cycle.results), MIDDLE)
  const [x, y] = centre.map((place) => `${(place / MIDDLE[0]) * 50}%`)
  return (
    <div
      ref={pane}
      className="pane"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    >
      <div style={{ transform: transformOf(zoom) }}>
        <div style={{ transform: `rotate(${turned ? -zeroDeg : 0}deg)`, transformOrigin: `${x} ${y}` }}>
          <FaceImage cycle={cycle} kind={kind} plain />
        </div>
      </div>
      <b className="letter">{label}</b>
    </div>
  )
}

/** Of the reference cell's pictures, px. */
const MIDDLE = [512, 512] as const
