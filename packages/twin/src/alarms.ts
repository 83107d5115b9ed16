/** The life of an alarm after ISA-18.2: what each event makes of it, and the state that it is in at an instant. */
import type { AlarmState, AlarmTwin, CellTwin, EventOf } from '@celltwin/contracts'
import { type Draft, type Mutable, open, openEntry } from './draft.ts'
import type { Effects } from './effects.ts'

/** Nobody shelves for longer, whatever an event says. [TW31] */
export const LONGEST_SHELF_MS = 24 * 3_600_000

export const alarmsIn = ({ alarms = {} }: CellTwin): Readonly<Record<string, AlarmTwin>> => alarms

/** What holds of an alarm of which nothing was heard. */
export const alarmOf = (twin: CellTwin, id: string): AlarmTwin =>
  Object.hasOwn(alarmsIn(twin), id) ? alarmsIn(twin)[id]! : { id, active: false, acknowledged: true, raises: 0 }

/** Whether it waits on the shelf; a shelf ends by itself. [TW31] */
export const isShelved = ({ shelved }: AlarmTwin, nowMs: number): boolean =>
  shelved !== undefined && nowMs < Date.parse(shelved.until)

/** What lies below shelf, suppression and service. [TW30] */
export function stateBelow({ active, acknowledged, latched }: AlarmTwin): AlarmState {
  if (active) return acknowledged ? 'acknowledged' : 'unacknowledged'
  if (latched) return acknowledged ? 'latched' : 'latched-unacknowledged'
  return acknowledged ? 'normal' : 'returned-unacknowledged'
}

/** The state that a person is shown. */
export function alarmState(alarm: AlarmTwin, nowMs: number): AlarmState {
  if (alarm.outOfService) return 'out-of-service'
  if (alarm.suppressed) return 'suppressed'
  return isShelved(alarm, nowMs) ? 'shelved' : stateBelow(alarm)
}

/** Whether it calls for somebody now. */
export const isCalling = (state: AlarmState): boolean =>
  state === 'unacknowledged' || state === 'latched-unacknowledged' || state === 'returned-unacknowledged'

const PRIORITIES = { high: 0, medium: 1, low: 2 } as const
/** Unacknowledged, acknowledged, returned, set aside, normal. */
const STATES: readonly AlarmState[] = [
  ...(['unacknowledged', 'latched-unacknowledged', 'acknowledged', 'latched', 'returned-unacknowledged'] as const),
  ...(['shelved', 'suppressed', 'out-of-service', 'normal'] as const),
]

export interface StatedAlarm {
  readonly alarm: AlarmTwin
  readonly state: AlarmState
}

/** Every alarm in the order in which a person should see to it: by state, then priority, then the newest first. */
export function alarmsInOrder(twin: CellTwin, nowMs: number): StatedAlarm[] {
  const urgency = ({ raised }: AlarmTwin) => PRIORITIES[raised?.priority ?? 'low']
  return Object.values(alarmsIn(twin))
    .map((alarm) => ({ alarm, state: alarmState(alarm, nowMs) }))
    .sort(
      (a, b) =>
        STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
        (a.state === 'normal' ? 0 : urgency(a.alarm) - urgency(b.alarm)) ||
        (b.alarm.raised?.at ?? '').localeCompare(a.alarm.raised?.at ?? '') ||
        a.alarm.id.localeCompare(b.alarm.id),
    )
}

type AlarmEvent = EventOf<
  | 'alarm-raised'
  | 'alarm-returned'
  | 'alarm-acknowledged'
  | 'alarm-reset'
  | 'alarm-shelved'
  | 'alarm-unshelved'
  | 'alarm-suppressed'
  | 'alarm-unsuppressed'
  | 'alarm-out-of-service'
  | 'alarm-in-service'
>

/** They are the server's own, one stream in order: the later one holds. [TW2] */
function openAlarm(draft: Draft, { data: { alarm: id } }: AlarmEvent): Mutable<AlarmTwin> {
  draft.twin.alarms ??= {}
  const alarms = open(draft, draft.twin, 'alarms') as Record<string, Mutable<AlarmTwin>>
  return openEntry(draft, alarms, id, () => ({ id, active: false, acknowledged: true, raises: 0 }))
}

export const alarmEffects: Effects = {
  'alarm-raised': (draft, event) => {
    const { alarm: _, latching, ...raised } = event.data
    const alarm = openAlarm(draft, event)
    if (alarm.active) return
    Object.assign(alarm, { active: true, acknowledged: false, raises: alarm.raises + 1 })
    alarm.raised = { id: event.id, at: event.occurredAt, ...raised }
    if (latching) alarm.latched = true
    delete alarm.returnedAt
    delete alarm.answer
  },
  'alarm-returned': (draft, event) => {
    const alarm = openAlarm(draft, event)
    if (!alarm.active) return
    alarm.active = false
    alarm.returnedAt = event.occurredAt
  },
  'alarm-acknowledged': (draft, event) => {
    const { by, note } = event.data
    const alarm = openAlarm(draft, event)
    if (alarm.acknowledged) return
    alarm.acknowledged = true
    alarm.answer = { at: event.occurredAt, by, ...(note === undefined ? {} : { note }) }
  },
  'alarm-reset': (draft, event) => {
    const alarm = openAlarm(draft, event)
    if (!alarm.active) delete alarm.latched // [TW30]
  },
  'alarm-shelved': (draft, event) => {
    const { by, reason, until } = event.data
    const untilMs = Math.min(Date.parse(until), Date.parse(event.occurredAt) + LONGEST_SHELF_MS)
    const shelved = { at: event.occurredAt, by, reason, until: new Date(untilMs).toISOString() }
    openAlarm(draft, event).shelved = shelved
  },
  'alarm-unshelved': (draft, event) => {
    delete openAlarm(draft, event).shelved
  },
  'alarm-suppressed': (draft, event) => {
    openAlarm(draft, event).suppressed = { at: event.occurredAt, condition: event.data.condition }
  },
  'alarm-unsuppressed': (draft, event) => {
    delete openAlarm(draft, event).suppressed
  },
  'alarm-out-of-service': (draft, event) => {
    const { by, reason } = event.data
    openAlarm(draft, event).outOfService = { at: event.occurredAt, by, reason }
  },
  'alarm-in-service': (draft, event) => {
    delete openAlarm(draft, event).outOfService
  },
}
