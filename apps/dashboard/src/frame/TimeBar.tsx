import { type PointerEvent, useState } from 'react'
import { serverNowMs } from '../twin/clock.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { day, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useKeys } from '../ui/keys.tsx'
import { useChosenCell } from './cells.ts'
import { stopAfter, stopBefore, useMarks } from './marks.ts'
import type { TimeTravel } from './time-travel.ts'

const WINDOWS = [
  { ms: 15 * 60_000, name: '15 min' },
  { ms: 3_600_000, name: '1 h' },
  { ms: 8 * 3_600_000, name: '8 h' },
] as const
const STEP_MS = 10_000

/** Live, pause, step to the reject or hold before and after, and the hours as a track. */
export function TimeBar({ travel }: { travel: TimeTravel }) {
  const [windowMs, setWindowMs] = useState<number>(WINDOWS[1].ms)
  const now = useNow(1000)
  const head = serverNowMs()
  const paused = travel.at !== undefined
  const live = useCell(({ link }) => link.state === 'live') && !paused
  // The window ends now, unless the instant shown lies before it.
  const endMs = paused && now < head - windowMs ? now + windowMs / 2 : head
  const fromMs = endMs - windowMs
  const marks = useMarks(useChosenCell(), fromMs, endMs)

  const step = (mark: { at: string } | undefined) => {
    if (mark) travel.goTo(Date.parse(mark.at))
  }
  const back = () => step(stopBefore(marks, now))
  const forth = () => {
    const mark = stopAfter(marks, now)
    if (mark) step(mark)
    else if (paused) travel.live()
  }
  const toggle = () => (paused ? travel.live() : travel.goTo(head - 1))

  useKeys('Time', [
    { keys: 'l', label: 'live', run: travel.live },
    { keys: ' ', label: 'pause', run: toggle },
    { keys: 'ArrowLeft', label: 'ten seconds back', run: () => travel.goTo(now - STEP_MS), repeat: true },
    { keys: 'ArrowRight', label: 'ten seconds on', run: () => travel.goTo(now + STEP_MS), repeat: true },
    { keys: '[', label: 'previous reject or hold', run: back },
    { keys: ']', label: 'next reject or hold', run: forth },
  ])

  const seek = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    travel.goTo(fromMs + ((event.clientX - box.left) / box.width) * windowMs)
  }
  const x = (at: number) => `${((at - fromMs) / windowMs) * 100}%`

  return (
    <section className="timebar" aria-label="Time">
      <div className="seg">
        <button type="button" className={live ? 'btn on' : 'btn'} aria-pressed={live} onClick={travel.live}>
          <Icon name="live" size={12} />
          Live <kbd>L</kbd>
        </button>
        <button
          type="button"
          className={paused ? 'btn sq on' : 'btn sq'}
          aria-label={paused ? 'Go on, space' : 'Pause, space'}
          onClick={toggle}
        >
          <Icon name={paused ? 'play' : 'pause'} />
        </button>
      </div>
      <fieldset className="seg" aria-label="Step to a reject or hold">
        <button
          type="button"
          className="btn sq"
          aria-label="Previous reject or hold"
          title="Previous reject or hold  ["
          onClick={back}
        >
          <Icon name="prev" />
        </button>
        <button
          type="button"
          className="btn sq"
          aria-label="Next reject or hold"
          title="Next reject or hold  ]"
          onClick={forth}
        >
          <Icon name="next" />
        </button>
      </fieldset>
      <div
        className="scrub"
        role="slider"
        tabIndex={0}
        aria-label={`The last ${WINDOWS.find(({ ms }) => ms === windowMs)?.name ?? ''}`}
        aria-valuemin={fromMs}
        aria-valuemax={endMs}
        aria-valuenow={now}
        aria-valuetext={time(now)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          seek(event)
        }}
        onPointerMove={(event) => event.buttons > 0 && seek(event)}
      >
        <svg aria-hidden="true">
          <rect x="0" y="14" width="100%" height="8" fill="var(--sunken)" />
          <rect x="0" y="14" width={x(Math.min(head, endMs))} height="8" fill="var(--data-3)" />
          {marks
            .filter(({ kind, at }) => (kind === 'reject' || kind === 'hold') && Date.parse(at) >= fromMs)
            .map(({ at, kind, serial, text }) => (
              <svg key={`${kind}${at}${serial}`} x={x(Date.parse(at))} overflow="visible">
                <title>{`${time(at)} ${serial ?? ''} ${kind}: ${text}`}</title>
                <rect
                  x="-1.25"
                  y={kind === 'reject' ? 4 : 8}
                  width="2.5"
                  height={kind === 'reject' ? 9 : 5}
                  fill={`var(--${kind})`}
                />
              </svg>
            ))}
          <svg x={x(now)} overflow="visible">
            <rect x="-1" y="3" width="2" height="22" fill="var(--ink)" />
          </svg>
          <text x="0" y="34" className="ax">
            {time(fromMs).slice(0, 5)}
          </text>
        </svg>
      </div>
      <fieldset className="seg" aria-label="Window">
        {WINDOWS.map(({ ms, name }) => (
          <button
            key={ms}
            type="button"
            className={ms === windowMs ? 'btn on' : 'btn'}
            aria-pressed={ms === windowMs}
            onClick={() => setWindowMs(ms)}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <div className="clock">
        {time(now)}
        <div className="cap">
          {travel.error
            ? 'this instant could not be read'
            : `${day(now)} · ${paused ? 'paused' : live ? 'now' : 'not connected'}`}
        </div>
      </div>
    </section>
  )
}
