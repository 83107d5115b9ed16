/** What the shifts of a cell file must keep beyond their shape: a zone that exists, no instant in two shifts. */
import type { CellDefinition, Shift } from './cell.ts'
import type { Flaw } from './check.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const DAY_MIN = 1440

export function* shiftFlaws({ shifts }: CellDefinition): Generator<Flaw> {
  if (!shifts) return
  if (!isTimeZone(shifts.timeZone))
    yield { field: '/shifts/timeZone', rule: 'must be an IANA time zone such as Europe/Berlin' }
  for (const [index, shift] of shifts.pattern.entries()) {
    const before = shifts.pattern.slice(0, index)
    if (before.some(({ id }) => id === shift.id))
      yield { field: `/shifts/pattern/${index}/id`, rule: `${shift.id} is already taken` }
    const other = before.find((earlier) => overlap(earlier, shift))
    if (other) yield { field: `/shifts/pattern/${index}`, rule: `overlaps ${other.id}` }
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).format() !== ''
  } catch {
    return false
  }
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Runs within a week, minutes after Monday 00:00; the last may reach into the next one. */
function runs({ start, end, days = [...DAYS] }: Shift): (readonly [number, number])[] {
  const [from, to] = [minuteOf(start), minuteOf(end)]
  return days.map((day) => {
    const midnight = DAYS.indexOf(day) * DAY_MIN
    return [midnight + from, midnight + to + (to <= from ? DAY_MIN : 0)] as const
  })
}

const overlap = (a: Shift, b: Shift): boolean =>
  runs(a).some((one) =>
    runs(b).some((other) =>
      [-7 * DAY_MIN, 0, 7 * DAY_MIN].some((week) => one[0] < other[1] + week && other[0] + week < one[1]),
    ),
  )
