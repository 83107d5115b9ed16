/** Weeks as the plant's wall has them, and the estimate that a shift's report states. */
import type { EscapeWindow } from '@celltwin/contracts'
import { instantOf, offsetMs } from '@celltwin/quality'
import type pg from 'pg'
import type { LiveCell } from '../twins/cells.ts'
import { type LookWindow, readLooks } from './looks.ts'
import { escapesOf, passedIn, type WeekSpan } from './summary.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** A Monday. */
const EPOCH_MS = Date.UTC(1970, 0, 5)
/** Weeks that a report looks back on: fewer would say nothing of a rare thing. */
const REPORTED_WEEKS = 4

export const timeZoneOf = ({ twin }: LiveCell): string => twin.definition?.value.definition.shifts?.timeZone ?? 'UTC'

/** Weeks that share time with a window, cut to it. */
export function weeksWithin({ from, to, timeZone }: Pick<LookWindow, 'from' | 'to' | 'timeZone'>): WeekSpan[] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const spans: WeekSpan[] = []
  for (let wall = mondayOf(timeZone, fromMs); ; wall += WEEK_MS) {
    const beganMs = instantOf(timeZone, wall)
    if (beganMs >= toMs) return spans
    spans.push({
      week: new Date(wall).toISOString().slice(0, 10),
      from: new Date(Math.max(fromMs, beganMs)).toISOString(),
      to: new Date(Math.min(toMs, instantOf(timeZone, wall + WEEK_MS))).toISOString(),
    })
  }
}

/** Midnight of the week's Monday, as the wall would read it in UTC. */
function mondayOf(timeZone: string, atMs: number): number {
  const wall = atMs + offsetMs(timeZone, atMs)
  return wall - ((((wall - EPOCH_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS)
}

/** So many whole weeks, and the one that runs. */
export function lastWeeks(timeZone: string, weeks: number, toMs: number): Pick<LookWindow, 'from' | 'to' | 'timeZone'> {
  const from = instantOf(timeZone, mondayOf(timeZone, toMs) - weeks * WEEK_MS)
  return { from: new Date(from).toISOString(), to: new Date(toMs).toISOString(), timeZone }
}

/** Of the weeks up to the end of a shift, by what was known at a position. */
export async function readEscapes(
  db: pg.ClientBase,
  cell: LiveCell,
  toMs: number,
  knownAt: number,
): Promise<EscapeWindow> {
  const window = lastWeeks(timeZoneOf(cell), REPORTED_WEEKS, toMs)
  const looks = await readLooks(db, { ...window, cellId: cell.id, knownAt })
  return { from: window.from, to: window.to, passed: passedIn(looks), estimate: escapesOf(looks) }
}
