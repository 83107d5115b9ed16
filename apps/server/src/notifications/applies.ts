/** Whether a rule is for an alarm that was raised at an instant. Pure. */
import type { AlarmPriority, NotificationRule } from '@celltwin/contracts'

export interface RaisedAlarm {
  /** The alarm-raised event. */
  readonly event: string
  readonly alarm: string
  readonly priority: AlarmPriority
  readonly at: string
  readonly simulated: boolean
  readonly value?: number
  readonly limit?: number
  readonly detail?: string
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

export function applies(
  rule: NotificationRule,
  id: string,
  cell: string,
  { alarm, priority, at }: RaisedAlarm,
): boolean {
  if (!rule.enabled || !rule.priorities.includes(priority)) return false
  if (rule.cells.length > 0 && !rule.cells.includes(cell)) return false
  // That it does not arrive cannot be told on the same way.
  if (alarm === `notification-failing/${id}`) return false
  return rule.schedule === undefined || isWithin(rule.schedule, at)
}

/** A night that begins on a Monday belongs to Monday, up to its end on Tuesday. */
function isWithin({ timeZone, days, from, to }: NonNullable<NotificationRule['schedule']>, at: string): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  const clock = `${part('hour')}:${part('minute')}`
  const today = part('weekday').toLowerCase() as (typeof DAYS)[number]
  const yesterday = DAYS[(DAYS.indexOf(today) + 6) % 7]!
  if (from < to) return days.includes(today) && clock >= from && clock < to
  return (days.includes(today) && clock >= from) || (days.includes(yesterday) && clock < to)
}
