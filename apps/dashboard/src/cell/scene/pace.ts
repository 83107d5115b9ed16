/** When to draw the next frame. A slow renderer gets pauses, or the page and the machine under it would hardly answer. */

const SLOW_MS = 45
/** Pause per millisecond of a slow frame: it may take a third of the time. */
const REST_PER_MS = 2
const LONGEST_PAUSE_MS = 1500
/** A gap this long was rest, not a slow frame. */
const REST_MS = 4000

export interface Pace {
  /** Call when a frame is drawn. */
  drawn(nowMs: number): void
  /** Milliseconds until the next frame should be asked for; 0 for at once. */
  waitMs(nowMs: number): number
}

export function createPace(): Pace {
  let lastMs = Number.NEGATIVE_INFINITY
  let askedMs = Number.NEGATIVE_INFINITY
  let cost = 0
  const pause = () => (cost > SLOW_MS ? Math.min(LONGEST_PAUSE_MS, cost * REST_PER_MS) : 0)
  return {
    drawn(nowMs) {
      // What passed since the frame was asked for, or since the last one where they follow without pause.
      const took = nowMs - Math.max(lastMs, askedMs)
      if (took < REST_MS) cost += (took - cost) * (took > cost ? 0.5 : 0.2)
      lastMs = nowMs
    },
    waitMs(nowMs) {
      const left = Math.max(0, lastMs + pause() - nowMs)
      askedMs = nowMs + left
      return left
    },
  }
}
