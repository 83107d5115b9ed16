/**
 * Shifts by the clock on the wall: which one an instant belongs to, whatever the zone does.
 *
 * One monotone function turns a wall time into an instant and every border goes through it: where two shifts meet on the
 * wall they meet in time, so no instant is in two of them, also on the days that are 23 or 25 hours long.
 */

export interface ShiftPattern {
  readonly id: string
  readonly title: string
  /** `HH:MM`; an end that is not later than the start is on the day after. */
  readonly start: string
  readonly end: string
  /** Days on which it starts; every day where absent. */
  readonly days?: readonly string[]
}

export interface ShiftCalendar {
  readonly timeZone: string
  readonly pattern: readonly ShiftPattern[]
  readonly plannedStops?: readonly { readonly title: string; readonly start: string; readonly end: string }[]
}

export interface ShiftWindow {
  /** Day on which it began, and its name: `2026-11-19-early`. */
  readonly id: string
  readonly title: string
  readonly fromMs: number
  readonly toMs: number
}

export interface PlannedStop {
  readonly title: string
  readonly fromMs: number
  readonly toMs: number
}

const DAY_MS = 86_400_000
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Shifts that share time with a window, in order. */
export function shiftsWithin(calendar: ShiftCalendar, fromMs: number, toMs: number): ShiftWindow[] {
  const shifts: ShiftWindow[] = []
  // A shift lasts two days of wall time at most, and a wall is less than a day off.
  for (let day = dayOf(calendar.timeZone, fromMs) - 2 * DAY_MS; day <= dayOf(calendar.timeZone, toMs); day += DAY_MS)
    for (const pattern of calendar.pattern) {
      const shift = onDay(calendar, pattern, day)
      if (shift && shift.fromMs < toMs && shift.toMs > fromMs) shifts.push(shift)
    }
  return shifts.sort((a, b) => a.fromMs - b.fromMs)
}

export const shiftAt = (calendar: ShiftCalendar, atMs: number): ShiftWindow | undefined =>
  shiftsWithin(calendar, atMs, atMs + 1)[0]

export function shiftById(calendar: ShiftCalendar, id: string): ShiftWindow | undefined {
  const day = Date.parse(`${id.slice(0, 10)}T00:00:00Z`)
  const pattern = calendar.pattern.find((one) => one.id === id.slice(11))
  return pattern && !Number.isNaN(day) ? onDay(calendar, pattern, day) : undefined
}

/** Planned stops of a shift, cut to it. */
export function plannedStopsOf(calendar: ShiftCalendar, { fromMs, toMs }: ShiftWindow): PlannedStop[] {
  const stops: PlannedStop[] = []
  const last = dayOf(calendar.timeZone, toMs)
  for (let day = dayOf(calendar.timeZone, fromMs) - DAY_MS; day <= last; day += DAY_MS)
    for (const { title, start, end } of calendar.plannedStops ?? []) {
      const [from, to] = bordersOn(calendar.timeZone, day, start, end)
      const stop = { title, fromMs: Math.max(from, fromMs), toMs: Math.min(to, toMs) }
      if (stop.fromMs < stop.toMs) stops.push(stop)
    }
  return stops.sort((a, b) => a.fromMs - b.fromMs)
}

function onDay({ timeZone }: ShiftCalendar, pattern: ShiftPattern, day: number): ShiftWindow | undefined {
  if (pattern.days && !pattern.days.includes(WEEKDAYS[new Date(day).getUTCDay()]!)) return undefined
  const [fromMs, toMs] = bordersOn(timeZone, day, pattern.start, pattern.end)
  // A shift that lies wholly in the hour the clock leaps over does not take place.
  if (fromMs >= toMs) return undefined
  return { id: `${new Date(day).toISOString().slice(0, 10)}-${pattern.id}`, title: pattern.title, fromMs, toMs }
}

function bordersOn(timeZone: string, day: number, start: string, end: string): [number, number] {
  const [from, to] = [wallMs(start), wallMs(end)]
  return [instantOf(timeZone, day + from), instantOf(timeZone, day + to + (to <= from ? DAY_MS : 0))]
}

const wallMs = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000

/** Midnight that began the local day, as the wall would read it in UTC. */
const dayOf = (timeZone: string, atMs: number): number => {
  const wall = atMs + offsetMs(timeZone, atMs)
  return wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS)
}

/**
 * The first instant at which the wall reads `wall` (written as if it were UTC); where the clock leaps over it, the leap.
 * Never decreases with `wall`.
 */
export function instantOf(timeZone: string, wall: number): number {
  const offsets = [offsetMs(timeZone, wall - DAY_MS), offsetMs(timeZone, wall + DAY_MS)]
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b)
  const exact = candidates.find((at) => at + offsetMs(timeZone, at) === wall)
  if (exact !== undefined) return exact
  let [before, after] = [candidates[0]!, candidates[1]!]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (middle + offsetMs(timeZone, middle) < wall) before = middle
    else after = middle
  }
  return after
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the wall of a zone is ahead of UTC. */
export function offsetMs(timeZone: string, atMs: number): number {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
    formats.set(timeZone, format)
  }
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
  const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
  return wall - Math.floor(atMs / 1000) * 1000
}
