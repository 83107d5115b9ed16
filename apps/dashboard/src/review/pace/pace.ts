/**
 * How a person gets on, for that person alone: kept on this device under their name for as long as the shift, and never
 * sent. Nobody can be ranked by what nobody else has.
 */
import { type ShiftCalendar, shiftAt } from '@celltwin/quality'

export interface Decided {
  readonly at: number
  /** From opening the part to the signature. */
  readonly tookMs: number
}

const KEY = 'celltwin.pace'
const KEPT = 500
const NO_SHIFTS_MS = 8 * 3_600_000

type Kept = Readonly<Record<string, readonly Decided[]>>

const nameOf = (by: string) => by.trim().toLowerCase()

function read(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Kept
  } catch {
    return {}
  }
}

export function noteDecided(by: string, decided: Decided): void {
  const kept = read()
  const own = [...(kept[nameOf(by)] ?? []), decided].slice(-KEPT)
  localStorage.setItem(KEY, JSON.stringify({ ...kept, [nameOf(by)]: own }))
}

export const decidedBy = (by: string): readonly Decided[] => read()[nameOf(by)] ?? []

/** Where no shifts are known, the last eight hours. */
export const shiftBegan = (calendar: ShiftCalendar | undefined, nowMs: number): number =>
  (calendar && shiftAt(calendar, nowMs)?.fromMs) ?? nowMs - NO_SHIFTS_MS

export interface Pace {
  readonly count: number
  /** Undefined where nothing was decided. */
  readonly medianMs: number | undefined
}

export function paceOf(decided: readonly Decided[], sinceMs: number): Pace {
  const took = decided.filter(({ at }) => at >= sinceMs).map(({ tookMs }) => tookMs)
  const sorted = took.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return { count: took.length, medianMs: low === undefined || high === undefined ? undefined : (low + high) / 2 }
}
