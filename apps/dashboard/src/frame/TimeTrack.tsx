import type { TimeMark } from '@celltwin/contracts'
import type { PointerEvent } from 'react'
import { time } from '../ui/format.ts'
import { isStop } from './marks.ts'

interface Props {
  readonly label: string
  readonly fromMs: number
  readonly toMs: number
  /** How far time has come. */
  readonly headMs: number
  readonly nowMs: number
  readonly marks: readonly TimeMark[]
  readonly onSeek: (atMs: number) => void
}

/** Heights of the strokes: what struck stands out over what waits. */
const HEIGHTS: Readonly<Partial<Record<TimeMark['kind'], number>>> = { reject: 9, hold: 5 }
const TALLEST = 12

/** The window as a track to drag on, with a stroke for each reject, hold and alarm. */
export function TimeTrack({ label, fromMs, toMs, headMs, nowMs, marks, onSeek }: Props) {
  const spanMs = toMs - fromMs
  const seek = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    onSeek(fromMs + share * spanMs)
  }
  const x = (at: number) => `${(Math.min(1, Math.max(0, (at - fromMs) / spanMs)) * 100).toFixed(3)}%`
  return (
    <div
      className="scrub"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={fromMs}
      aria-valuemax={toMs}
      aria-valuenow={nowMs}
      aria-valuetext={time(nowMs)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(event)
      }}
      onPointerMove={(event) => event.buttons > 0 && seek(event)}
    >
      <svg aria-hidden="true">
        <rect x="0" y="14" width="100%" height="8" fill="var(--sunken)" />
        <rect x="0" y="14" width={x(Math.min(headMs, toMs))} height="8" fill="var(--data-3)" />
        {marks
          .filter((mark) => isStop(mark) && Date.parse(mark.at) >= fromMs)
          .map(({ at, kind, serial, text }) => (
            <svg key={`${kind}${at}${serial}`} x={x(Date.parse(at))} overflow="visible">
              <title>{[time(at), serial, text].filter(Boolean).join(' · ')}</title>
              <rect
                x="-1.25"
                y={13 - (HEIGHTS[kind] ?? TALLEST)}
                width="2.5"
                height={HEIGHTS[kind] ?? TALLEST}
                fill={kind === 'alarm' ? 'var(--ink)' : `var(--${kind})`}
              />
            </svg>
          ))}
        <svg x={x(nowMs)} overflow="visible">
          <rect x="-1" y="3" width="2" height="22" fill="var(--ink)" />
        </svg>
        <text x="0" y="34" className="ax">
          {time(fromMs).slice(0, 5)}
        </text>
        <text x="100%" y="34" className="ax" textAnchor="end">
          {time(toMs).slice(0, 5)}
        </text>
      </svg>
    </div>
  )
}
