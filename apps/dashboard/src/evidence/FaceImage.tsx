import type { PassportCycle } from '@celltwin/contracts'
import { useMemo, useState } from 'react'
import { api } from '../api/api.ts'
import { Problem } from '../ui/Condition.tsx'
import { clockPosition, shortHash } from '../ui/format.ts'
import { isImage, kindTitle } from './kinds.ts'
import { marksOf, onPart, zeroOf } from './overlay.ts'
import './evidence.css'

export interface FaceImageProps {
  readonly cycle: PassportCycle
  /** Picture and outlines only. */
  readonly plain?: boolean
  readonly overlay?: boolean
  /** Only these characteristics are outlined. */
  readonly only?: ReadonlySet<string>
  /** Kind to show first. */
  readonly prefer?: string | undefined
  readonly kind?: string | undefined
}

/** Images of a cycle, in the order of lights. */
export const imagesOf = (cycle: PassportCycle) => cycle.evidence.filter(({ kind }) => isImage(kind))

/** The picture that a result rests on, its findings as outlines that can be switched off. Never themed. */
export function FaceImage({ cycle, plain = false, overlay = true, only, prefer, kind }: FaceImageProps) {
  const images = imagesOf(cycle)
  const shown = images.find((i) => i.kind === kind) ?? images.find((i) => i.kind === prefer) ?? images[0]
  const [size, setSize] = useState<readonly [number, number]>()
  const [broken, setBroken] = useState<string>()
  const marks = useMemo(() => marksOf(cycle.results, only), [cycle, only])
  if (!shown) return null
  const [w, h] = size ?? [1024, 1024]
  const centre = [w / 2, h / 2] as const
  const zero = zeroOf(marks, centre)
  const unit = w / 360
  const pulley = cycle.results.some(({ characteristic }) => characteristic === 'crimp-count')
  return (
    <figure className={`view${plain ? ' plain' : ''}`}>
      {!shown.stored ? (
        <OnItsWay sha256={shown.sha256} />
      ) : broken === shown.sha256 ? (
        <Problem
          error={new Error(`${kindTitle(shown.kind)}, ${shortHash(shown.sha256)}.`)}
          what="The image could not be read."
          holds="The verdict stands on the result, not on this copy."
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
              {!plain && pulley && <ClockFace centre={centre} zero={zero} radius={w * 0.497} unit={unit} />}
              {overlay &&
                marks.map((mark) => (
                  <g key={mark.key} className={mark.fails ? 'mk fails' : 'mk'}>
                    <polygon
                      points={mark.outline.map((p) => p.join(',')).join(' ')}
                      strokeWidth={unit * (mark.fails ? 2 : 1.4)}
                    />
                    {mark.fails && !plain && <Callout mark={mark} centre={centre} unit={unit} />}
                  </g>
                ))}
            </svg>
          )}
        </>
      )}
    </figure>
  )
}

/** Numerals of a clock: zero is the 2D code, clockwise. */
function ClockFace({
  centre,
  zero,
  radius,
  unit,
}: {
  centre: readonly [number, number]
  zero: number
  radius: number
  unit: number
}) {
  return (
    <g className="clockface">
      {Array.from({ length: 12 }, (_, hour) => {
        const [x, y] = onPart(hour * 30, radius, centre, zero)
        return (
          <text key={hour} x={x} y={y + unit * 4} fontSize={unit * 10} textAnchor="middle">
            {hour || 12}
          </text>
        )
      })}
    </g>
  )
}

/** What is wrong, beside where it is wrong: towards the rim, so that it hides nothing of the part's middle. */
function Callout({
  mark: { at, label, angleDeg },
  centre,
  unit,
}: {
  mark: ReturnType<typeof marksOf>[number]
  centre: readonly [number, number]
  unit: number
}) {
  const [dx, dy] = [at[0] - centre[0], at[1] - centre[1]]
  const far = Math.hypot(dx, dy) || 1
  const reach = Math.min(centre[0] * 0.82, far + unit * 58)
  const [x, y] = [centre[0] + (dx / far) * reach, centre[1] + (dy / far) * reach]
  const words = [label, angleDeg === undefined ? '' : clockPosition(angleDeg)].filter(Boolean)
  return (
    <>
      <path d={`M${at[0]} ${at[1]}L${x} ${y}`} strokeWidth={unit * 1.2} />
      {words.map((word, row) => (
        <text
          key={word}
          x={x}
          y={y + (dy < 0 ? -unit * 6 : unit * 13) + row * unit * 13}
          fontSize={unit * 12}
          textAnchor="middle"
        >
          {word}
        </text>
      ))}
    </>
  )
}

/** The event came, the bytes have not yet: said, and shown by itself when they come. */
export function OnItsWay({ sha256 }: { sha256: string }) {
  return (
    <div className="onway" role="status">
      <b>Evidence on its way</b>
      <span>The result is known; its bytes are still at the edge. This fills by itself.</span>
      <span className="mono">{shortHash(sha256)}</span>
    </div>
  )
}
