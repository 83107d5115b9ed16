import type { TimeMark } from '@celltwin/contracts'
import type { PointerEvent } from 'react'
import { time } from '../ui/format.ts'
import { stops } from './marks.ts'
import { Strokes } from './Strokes.tsx'

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

/** The window as a track to drag on, with a stroke for each reject, hold and alarm. */
export function TimeTrack({ label, fromMs, toMs, headMs, nowMs, marks, onSeek }: Props) {
  const spanMs = toMs - fromMs
  const seek = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    onSeek(fromMs + share * spanMs)
  }
  const x = (at: number) => `${(Math.min(1, Math.max(0, (at - fromMs) / spanMs)) * 100).toFixed(3)}%`
  const inWindow = stops(marks).filter(({ at }) => Date.parse(at) >= fromMs && Date.parse(at) <= toMs)
  return (
    <div className="scrub">
      <div
        className="track"
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
      <Strokes stops={inWindow} {...{ nowMs, x, onSeek }} />
    </div>
  )
}
