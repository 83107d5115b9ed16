import { HEAT_MAP, type PassportCycle, type Review } from '@celltwin/contracts'
import { knowsAngles, type Lay, layOf, type Mark, marksOf, onPart } from '@celltwin/inspection/pictures'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { Problem } from '../ui/Condition.tsx'
import { clockHour, number, shortHash } from '../ui/format.ts'
import { useKeys } from '../ui/keys.tsx'
import { useTold } from '../ui/told.ts'
import { isImage, kindTitle } from './kinds.ts'
import './evidence.css'

export interface FaceImageProps {
  readonly cycle: PassportCycle
  /** There is room beside the picture for what the outlines say. */
  readonly wide?: boolean
  /** Picture and outlines only. */
  readonly plain?: boolean
  readonly overlay?: boolean
  /** Only these characteristics are outlined. */
  readonly only?: ReadonlySet<string>
  /** Kind to show first. */
  readonly prefer?: string | undefined
  readonly kind?: string | undefined
  /** Said where the switch of the heat map is elsewhere. */
  readonly heat?: boolean
  /** Pinned places; those of the decisions in force where absent. */
  readonly notes?: readonly Note[]
  /** Drawn on top, in the picture's own pixels; `unit` is what looks equally large in every picture. */
  readonly above?: (unit: number) => ReactNode
}

export type Note = NonNullable<Review['notes']>[number]

/** Of the decisions that nobody took back. */
export const notesOf = ({ reviews }: PassportCycle): readonly Note[] =>
  reviews.flatMap(({ review, undone }) => (undone ? [] : (review.notes ?? [])))

/** The heat map of a cycle, once its bytes are here. */
export const heatMapOf = ({ evidence }: PassportCycle) =>
  evidence.find(({ kind, stored }) => kind === HEAT_MAP && stored)

/** Images of a cycle, in the order of lights. */
export const imagesOf = (cycle: PassportCycle) => cycle.evidence.filter(isImage)

/** The picture that a result rests on, its findings as outlines that can be switched off. Never themed. */
export function FaceImage(props: FaceImageProps) {
  const { cycle, wide = false, plain = false, overlay = true, only, prefer, kind, above } = props
  const { t } = useTranslation()
  const images = imagesOf(cycle)
  const shown = images.find((i) => i.kind === kind) ?? images.find((i) => i.kind === prefer) ?? images[0]
  const [size, setSize] = useState<readonly [number, number]>()
  const [broken, setBroken] = useState<string>()
  const [hot, setHot] = useState(false)
  const every = useMemo(() => marksOf(cycle.results), [cycle])
  const marks = useMemo(() => marksOf(cycle.results, only), [cycle, only])
  if (!shown) return null
  const heat = plain ? undefined : heatMapOf(cycle)
  const [w, h] = size ?? [1024, 1024]
  const lay = layOf(every, [w / 2, h / 2])
  const unit = w / 360
  const turned = knowsAngles(cycle)
  const failing = new Set(
    overlay ? marks.flatMap(({ fails, angleDeg }) => (fails && angleDeg !== undefined ? [hourOf(angleDeg)] : [])) : [],
  )
  return (
    <figure className={`view${plain ? ' plain' : ''}`}>
      {!shown.stored ? (
        <OnItsWay sha256={shown.sha256} />
      ) : broken === shown.sha256 ? (
        <Problem
          error={new Error(`${kindTitle(shown.kind)}, ${shortHash(shown.sha256)}.`)}
          what={t('evidence.imageBroken')}
          holds={t('evidence.verdictStands')}
          retry={() => setBroken(undefined)}
        />
      ) : (
        <>
          <img
            key={shown.sha256}
            src={api.evidenceUrl(shown.sha256)}
            alt={`${cycle.serial}, ${kindTitle(shown.kind).toLowerCase()}`}
            decoding="async"
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setSize([naturalWidth, naturalHeight])}
            onError={() => setBroken(shown.sha256)}
          />
          {size && (
            <svg viewBox={`0 0 ${w} ${h}`} aria-hidden="true">
              {heat && (props.heat ?? hot) && <Heat url={api.evidenceUrl(heat.sha256)} width={w} height={h} />}
              {!plain && turned && <ClockFace lay={lay} unit={unit} failing={failing} />}
              {overlay &&
                marks.map((mark) => (
                  <g key={mark.key} className={mark.fails ? 'mk fails' : 'mk'}>
                    <polygon
                      points={mark.outline.map((p) => p.join(',')).join(' ')}
                      strokeWidth={unit * (mark.fails ? 2 : 1.4)}
                    />
                    {mark.fails && !plain && <Callout mark={mark} lay={lay} unit={unit} words={wide} />}
                  </g>
                ))}
              {!plain && (
                <Pins
                  notes={(props.notes ?? notesOf(cycle)).filter(({ evidence }) => evidence === shown.sha256)}
                  unit={unit}
                />
              )}
              {above?.(unit)}
            </svg>
          )}
          {heat && props.heat === undefined && <HeatSwitch on={hot} turn={() => setHot(!hot)} />}
        </>
      )}
    </figure>
  )
}

/** Where people pinned what they saw, by the number under which it is told. */
function Pins({ notes, unit }: { notes: readonly Note[]; unit: number }) {
  return (
    <>
      {notes.map(({ x, y, text }, i) => (
        <g key={`${x} ${y} ${text}`} className="pin">
          <circle cx={x} cy={y} r={unit * 6} strokeWidth={unit} />
          <text x={x} y={y + unit * 3} fontSize={unit * 8} textAnchor="middle">
            {i + 1}
          </text>
        </g>
      ))}
    </>
  )
}

/** How sure the net is of a flaw, laid over the picture: the surer, the denser. */
function Heat({ url, width, height }: { url: string; width: number; height: number }) {
  const id = useId()
  return (
    <>
      <filter id={id} colorInterpolationFilters="sRGB">
        <feColorMatrix values="0 0 0 0 1  0 0 0 0 0.54  0 0 0 0 0.36  0.85 0 0 0 0" />
      </filter>
      <image href={url} width={width} height={height} preserveAspectRatio="none" filter={`url(#${id})`} />
    </>
  )
}

function HeatSwitch({ on, turn }: { on: boolean; turn: () => void }) {
  const { t } = useTranslation()
  useKeys(t('evidence.picture'), [{ keys: 'h', label: t('evidence.heatMap'), run: turn }])
  return (
    <button
      type="button"
      className={on ? 'btn heat on' : 'btn heat'}
      aria-pressed={on}
      title={t('evidence.heatMapSays')}
      onClick={turn}
    >
      {t('evidence.heatMap')} <kbd>H</kbd>
    </button>
  )
}

/** Where the numerals stand from the part's axis, in units: a picture is 360 of them wide. */
const NUMERALS = 179

const numeralAt = (hour: number, { centre, zeroDeg }: Lay, unit: number) =>
  onPart(hour * 30, NUMERALS * unit, centre, zeroDeg)

const hourOf = (angleDeg: number) => clockHour(angleDeg) % 12

/** Numerals of a clock: zero is the 2D code, clockwise. The hours at which something fails stand out. */
function ClockFace({ lay, unit, failing }: { lay: Lay; unit: number; failing: ReadonlySet<number> }) {
  return (
    <g className="clockface">
      {Array.from({ length: 12 }, (_, hour) => {
        const [x, y] = numeralAt(hour, lay, unit)
        const fails = failing.has(hour)
        return (
          <text
            key={hour}
            className={fails ? 'fails' : ''}
            x={x}
            y={y + unit * (fails ? 5 : 4)}
            fontSize={unit * (fails ? 14 : 10)}
            textAnchor="middle"
          >
            {hour || 12}
          </text>
        )
      })}
    </g>
  )
}

/** From what fails to its hour, and where there is room, what it is: beside the picture, so that it hides nothing. */
function Callout({
  mark: { at, label, angleDeg },
  lay,
  unit,
  words,
}: {
  mark: Mark
  lay: Lay
  unit: number
  words: boolean
}) {
  const told = useTold()
  if (angleDeg === undefined) return null
  const { centre } = lay
  const [x, y] = numeralAt(clockHour(angleDeg), lay, unit)
  const side = x < centre[0] - 1 ? -1 : 1
  const [tipX, tipY] = [centre[0] + (x - centre[0]) * 0.93, centre[1] + (y - centre[1]) * 0.93]
  const textX = x + side * unit * 14
  return (
    <>
      <path d={`M${at[0]} ${at[1]}L${tipX} ${tipY}`} strokeWidth={unit * 1.2} />
      {words && (
        <text x={textX} y={y} textAnchor={side < 0 ? 'end' : 'start'} fontSize={unit * 10}>
          <tspan>{told(label)}</tspan>
          <tspan x={textX} dy={unit * 11} className="fine">
            {number(angleDeg)}°
          </tspan>
        </text>
      )}
    </>
  )
}

/** The event came, the bytes have not yet: said, and shown by itself when they come. */
export function OnItsWay({ sha256 }: { sha256: string }) {
  const { t } = useTranslation()
  return (
    <div className="onway" role="status">
      <b>{t('evidence.onItsWay')}</b>
      <span>{t('evidence.onItsWaySays')}</span>
      <span className="mono">{shortHash(sha256)}</span>
    </div>
  )
}
