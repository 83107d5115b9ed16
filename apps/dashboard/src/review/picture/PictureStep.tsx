import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import { knowsAngles } from '@celltwin/inspection/pictures'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FaceImage, heatMapOf, notesOf } from '../../evidence/FaceImage.tsx'
import { isImage } from '../../evidence/kinds.ts'
import { Lights, useLight } from '../../evidence/Lights.tsx'
import { gravity } from '../../part/results.ts'
import { number, shortHash } from '../../ui/format.ts'
import { useKeys } from '../../ui/keys.tsx'
import type { Note } from '../debug-machine.ts'
import type { Step } from '../steps.ts'
import { BesideIt } from './BesideIt.tsx'
import { lengthText, Measured } from './Measured.tsx'
import { NoteBar } from './NoteBar.tsx'
import { rulerOf } from './ruler.ts'
import './picture.css'
import { Tools } from './Tools.tsx'
import { type Tool, usePicture } from './use-picture.ts'
import type { Place } from './zoom.ts'

/** Notes as they are being written; those that are signed cannot be changed. */
export interface Notes {
  readonly draft: readonly Note[]
  readonly onPin: (note: Note) => void
  readonly onDrop: (note: Note) => void
  readonly open: boolean
}

/** The picture of the step as large as possible, to be zoomed, measured and annotated. */
export function PictureStep({
  step,
  cycle,
  definition,
  overlay,
  onOverlay,
  notes,
}: {
  readonly step: Step
  readonly cycle: PassportCycle
  readonly definition: CellDefinition
  readonly overlay: boolean
  readonly onOverlay: () => void
  readonly notes: Notes
}) {
  const { t } = useTranslation()
  const images = step.evidence.filter(isImage)
  const gravest = step.rows.find((row) => gravity(row) >= 2) ?? step.rows[0]
  const light = useLight(images, gravest?.characteristic.id)
  const [hot, setHot] = useState(false)
  const [measured, setMeasured] = useState<readonly Place[]>([])
  const [noting, setNoting] = useState<Place>()
  const image = light.image!
  const only = useMemo(
    () =>
      step.kind === 'identity' ? new Set<string>() : new Set(step.rows.map(({ characteristic }) => characteristic.id)),
    [step],
  )
  const ruler = useMemo(() => rulerOf(definition, image.module), [definition, image.module])
  const heat = heatMapOf(cycle)
  const onPlace = (tool: Tool, place: Place) =>
    tool === 'note' ? setNoting(place) : setMeasured((two) => (two.length === 1 ? [...two, place] : [place]))
  const { stage, zoom, tool, cross, zoomBy, choose, aim } = usePicture(onPlace)
  const aimed = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (tool) aimed.current?.focus()
  }, [tool])

  const turn = (next: Tool) => {
    setMeasured([])
    setNoting(undefined)
    if (next === 'measure' || notes.open) choose(next)
  }
  useKeys(t('review.picture.title'), [
    { keys: 'v', label: t('review.picture.nextLight'), run: light.next },
    ...(heat ? [{ keys: 'h', label: t('review.picture.heat'), run: () => setHot((on) => !on) }] : []),
    { keys: '+', label: t('review.picture.larger'), run: () => zoomBy(1), repeat: true },
    { keys: '-', label: t('review.picture.smaller'), run: () => zoomBy(-1), repeat: true },
    { keys: 'm', label: t('review.picture.measure'), run: () => turn('measure') },
    { keys: 'n', label: t('review.picture.note'), run: () => turn('note') },
  ])
  const pinned = [...notesOf(cycle), ...notes.draft]
  const { scale } = zoom
  return (
    <>
      <div className={`stage ${tool ?? ''}`} ref={stage}>
        <div className="zoomed" style={{ transform: `translate(${zoom.x * 100}%, ${zoom.y * 100}%) scale(${scale})` }}>
          <FaceImage
            cycle={cycle}
            wide
            overlay={overlay}
            only={only}
            kind={image.kind}
            heat={hot}
            notes={pinned}
            above={(unit) => <Measured places={measured} unit={unit / scale} ruler={ruler} />}
          />
        </div>
        <button
          ref={aimed}
          type="button"
          className="aim"
          aria-label={t(
            tool === 'measure'
              ? 'review.picture.aimMeasure'
              : tool === 'note'
                ? 'review.picture.aimNote'
                : 'review.picture.move',
          )}
          tabIndex={tool || scale > 1 ? 0 : -1}
          {...aim}
        />
        {tool && <i className="cross" style={{ left: `${cross[0] * 100}%`, top: `${cross[1] * 100}%` }} />}
        <Tools
          overlay={overlay}
          onOverlay={onOverlay}
          heat={heat && { on: hot, turn: () => setHot(!hot) }}
          tool={tool}
          onTool={turn}
          mayNote={notes.open}
          onZoom={zoomBy}
        />
        <Lights
          images={images}
          shown={image}
          label={t('review.picture.light')}
          className="tools right"
          onChoose={light.choose}
        />
        <span className="meta">
          {[
            knowsAngles(cycle) && t('review.picture.zero'),
            scale > 1 && t('review.picture.zoom', { factor: number(scale, 1) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="sr" role="status">
          {lengthText(measured, ruler)}
        </span>
        <span className="meta right mono">{shortHash(image.sha256)}</span>
      </div>
      <NoteBar
        key={noting?.join()}
        notes={notes.draft.filter(({ evidence }) => evidence === image.sha256)}
        before={notesOf(cycle).filter(({ evidence }) => evidence === image.sha256).length}
        place={noting}
        onPin={([x, y], text) => {
          notes.onPin({ evidence: image.sha256, x: Math.round(x), y: Math.round(y), text })
          setNoting(undefined)
        }}
        onDrop={notes.onDrop}
      />
      <BesideIt step={step} cycle={cycle} image={image} only={only} />
    </>
  )
}
