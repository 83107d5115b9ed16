/** One clock for all pages: the server's, so that ages agree with what the journal says. */
import { cellStore } from './cell-store.ts'
import { instantOf } from './replay-clock.ts'

/** Server time now, or of the past the instant shown, standing or played; milliseconds since the epoch. */
export function nowMs(): number {
  const { at, replay, offsetMs } = cellStore.getState()
  if (at === undefined) return Date.now() + offsetMs
  return replay ? instantOf(replay, Date.now()) : Date.parse(at)
}

/** Server time, paused or not. */
export const serverNowMs = (): number => Date.now() + cellStore.getState().offsetMs

/** How much faster than real time the cell runs; 1 for a real one. Physical durations divide by it. */
export const speed = (): number => cellStore.getState().clock?.speed ?? 1
