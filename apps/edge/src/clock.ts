/** The cell's one clock as a device sees it: how fast physical time runs, and what the device's own clock says. */
import type { Clock } from '@celltwin/contracts'
import type { CellClock } from './context.ts'

export interface ClockSource {
  /** Follows the clock that the cell publishes. Waits under way go on at the new speed. */
  follow(clock: Clock): void
  /**
   * A clock for one source; its `now` never goes back, not behind `notBefore` and not even when a skew ends: it then
   * runs at half its pace until the time has caught up.
   */
  clockFor(skewMs: () => number, notBefore?: Date): CellClock
}

/** @param signal Aborted when the agent stops: every wait rejects with its reason. */
export function createClock(signal: AbortSignal, wallNow: () => number = Date.now): ClockSource {
  let speed = 1
  const startedAt = wallNow() - performance.now()
  const waiting = new Set<() => void>()

  const wait = (physicalMs: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let left = physicalMs
      let startedAt = 0
      let pace = speed
      let timer: NodeJS.Timeout | undefined

      const settle = (done: () => void) => {
        clearTimeout(timer)
        waiting.delete(reschedule)
        signal.removeEventListener('abort', abort)
        done()
      }
      const abort = () => settle(() => reject(signal.reason))
      const start = () => {
        startedAt = performance.now()
        pace = speed
        timer = setTimeout(() => settle(resolve), left / pace)
      }
      const reschedule = () => {
        clearTimeout(timer)
        left = Math.max(0, left - (performance.now() - startedAt) * pace)
        start()
      }

      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener('abort', abort)
      waiting.add(reschedule)
      start()
    })

  return {
    follow(clock) {
      if (clock.speed === speed) return
      speed = clock.speed
      for (const reschedule of waiting) reschedule()
    },
    clockFor(skewMs, notBefore = new Date(0)) {
      let latest = notBefore.getTime()
      let readAt = wallNow()
      return {
        now() {
          const wall = wallNow()
          latest = Math.max(latest + Math.max(0, wall - readAt) / 2, wall + skewMs())
          readAt = wall
          return new Date(latest)
        },
        steady: () => new Date(startedAt + performance.now()),
        wait,
        get speed() {
          return speed
        },
        deadline: (from, physicalMs, allowanceMs) => new Date(from.getTime() + physicalMs / speed + allowanceMs),
      }
    },
  }
}
