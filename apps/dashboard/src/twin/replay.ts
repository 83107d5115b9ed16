/**
 * Plays the past: entries read ahead, folded in the order of time with the same `evolve` as live, as the replay's clock
 * reaches them. It only reads; the live twin goes on behind it.
 */
import type { CellTwin, Instant, JournalEntry } from '@celltwin/contracts'
import { foldByTime } from '@celltwin/twin'
import { cellStore, type PastShown, showPast } from './cell-store.ts'
import { serverNowMs } from './clock.ts'
import { changed, instantOf, type ReplayClock, wallUntil } from './replay-clock.ts'
import {
  type Ask,
  nextAsk,
  nextOccursMs,
  readUntilMs,
  SHORTEST_ASK_MS,
  takeDue,
  windowFrom,
  withPage,
} from './replay-window.ts'

/** Facts that follow each other faster are folded together: more pictures nobody sees. */
const SHORTEST_TICK_MS = 33
/** So often what is asked of the server for an instant is asked anew. */
const BEAT_MS = 2_000
const RETRY_MS = 2_000
/** Nearer to now than this, entries may still be on their way. */
const TRAIL_MS = 2_000

export type ReadOccurrences = (ask: Ask) => Promise<JournalEntry[]>

export interface ReplayStart {
  readonly at: Instant
  readonly twin: CellTwin
  readonly rate: number
  readonly read: ReadOccurrences
  /** The replay has caught up with what happens now. */
  readonly onLive: () => void
  readonly onError: (error: unknown) => void
}

export interface Replay {
  setRate(rate: number): void
  /** Stands still, with all that occurred until then. @returns the instant shown. */
  stop(): Instant
}

export function startReplay({ at, twin: from, rate, read, onLive, onError }: ReplayStart): Replay {
  let twin = from
  let window = windowFrom({ at, position: from.position })
  let clock: ReplayClock = { anchorMs: Date.parse(at), wallMs: Date.now(), rate, limitMs: Date.parse(at) }
  let shownAt = at
  let beatAt = Date.now()
  let reading = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  show({ at, twin, replay: clock })

  function show(past: PastShown): void {
    shownAt = past.at
    showPast(past)
  }

  function setClock(to: ReplayClock): void {
    clock = to
    show({ at: shownAt, twin, replay: clock })
  }

  async function readAhead(ask: Ask): Promise<void> {
    reading = true
    try {
      const page = await read(ask)
      if (stopped) return
      window = withPage(window, ask, page)
      setClock(changed(clock, Date.now(), { limitMs: readUntilMs(window) }))
    } catch (error) {
      if (stopped) return
      onError(error)
      await new Promise((done) => setTimeout(done, RETRY_MS))
    } finally {
      reading = false
      if (!stopped) tick()
    }
  }

  /** @returns whether anything occurred since */
  function foldUntil(instantMs: number): boolean {
    const { due, rest } = takeDue(window, instantMs)
    window = rest
    if (due.length > 0) twin = foldByTime(twin, due)
    return due.length > 0
  }

  function tick(): void {
    clearTimeout(timer)
    const wall = Date.now()
    const instantMs = instantOf(clock, wall)
    const endMs = serverNowMs() - TRAIL_MS
    const moved = foldUntil(instantMs)
    const beat = wall - beatAt >= BEAT_MS
    if (beat) beatAt = wall
    if (beat || moved) show({ at: beat ? new Date(instantMs).toISOString() : shownAt, twin, replay: clock })
    if (instantMs >= endMs - SHORTEST_ASK_MS) {
      end()
      onLive()
      return
    }
    const ask = reading ? undefined : nextAsk(window, instantMs, clock.rate, endMs)
    if (ask) void readAhead(ask)
    // At the limit there may be more to read, or it is now.
    const limit = clock.limitMs > instantMs ? wallUntil(clock, wall, clock.limitMs) : BEAT_MS
    const next = nextOccursMs(window)
    const untilNext = next === undefined ? limit : wallUntil(clock, wall, next)
    timer = setTimeout(tick, Math.max(SHORTEST_TICK_MS, Math.min(untilNext, BEAT_MS)))
  }

  function end(): void {
    stopped = true
    clearTimeout(timer)
  }

  tick()
  return {
    setRate(to) {
      setClock(changed(clock, Date.now(), { rate: to }))
      tick()
    },
    stop() {
      if (stopped) return shownAt
      end()
      const instantMs = instantOf(clock, Date.now())
      foldUntil(instantMs)
      shownAt = new Date(instantMs).toISOString()
      // Only where it is still ours to show: another instant or the present may have been chosen meanwhile.
      if (cellStore.getState().replay === clock) show({ at: shownAt, twin, replay: undefined })
      return shownAt
    },
  }
}
