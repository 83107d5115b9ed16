/** What a person may do with an alarm, decided against the twin; refusals are values. */
import type { CellTwin, EventData } from '@celltwin/contracts'
import { alarmDefinition, partsOfAlarm } from './alarm-definitions.ts'
import { alarmOf, alarmState, isShelved, LONGEST_SHELF_MS, stateBelow } from './alarms.ts'

export type AlarmCommand = { readonly alarm: string; readonly by: string } & (
  | { readonly kind: 'acknowledge'; readonly note?: string }
  | { readonly kind: 'reset' | 'unshelve' | 'take-out-of-service' | 'put-in-service'; readonly reason: string }
  | { readonly kind: 'shelve'; readonly until: string; readonly reason: string }
)

export type AlarmRefusal =
  | 'alarm-unknown'
  | 'nothing-to-acknowledge'
  | 'not-latched'
  | 'still-active'
  | 'shelf-too-long'
  | 'not-shelved'
  | 'already-out-of-service'
  | 'in-service'

export interface AlarmRefused {
  readonly refused: AlarmRefusal
  readonly detail: string
}

type Type =
  | 'alarm-acknowledged'
  | 'alarm-reset'
  | 'alarm-shelved'
  | 'alarm-unshelved'
  | 'alarm-out-of-service'
  | 'alarm-in-service'
/** The event that the decision amounts to. */
export type AlarmDecided = { [T in Type]: { readonly type: T; readonly data: EventData<T> } }[Type]

const refuse = (refused: AlarmRefusal, detail: string): AlarmRefused => ({ refused, detail })

export function decideAlarm(twin: CellTwin, command: AlarmCommand, nowMs: number): AlarmDecided | AlarmRefused {
  const { alarm: id, by } = command
  const alarm = alarmOf(twin, id)
  if (alarm.raises === 0 && !alarmDefinition(twin, partsOfAlarm(id).kind))
    return refuse('alarm-unknown', `There is no alarm ${id}.`)
  switch (command.kind) {
    case 'acknowledge': {
      if (alarm.acknowledged)
        return refuse('nothing-to-acknowledge', 'It is acknowledged already, or was never raised.')
      const { note } = command
      return { type: 'alarm-acknowledged', data: { alarm: id, by, ...(note === undefined ? {} : { note }) } }
    }
    case 'reset':
      if (!alarm.latched) return refuse('not-latched', 'Only a latched alarm is reset.')
      if (alarm.active) return refuse('still-active', 'Its condition still holds: clear that first.')
      if (stateBelow(alarm) !== 'latched') return refuse('still-active', 'Acknowledge it first.')
      return { type: 'alarm-reset', data: { alarm: id, by, reason: command.reason } }
    case 'shelve': {
      const forMs = Date.parse(command.until) - nowMs
      if (!(forMs > 0 && forMs <= LONGEST_SHELF_MS))
        return refuse('shelf-too-long', `Shelve until an instant within the next ${LONGEST_SHELF_MS / 3_600_000} h.`)
      return { type: 'alarm-shelved', data: { alarm: id, by, until: command.until, reason: command.reason } }
    }
    case 'unshelve':
      if (!isShelved(alarm, nowMs)) return refuse('not-shelved', 'It is not on the shelf.')
      return { type: 'alarm-unshelved', data: { alarm: id, by, reason: command.reason } }
    case 'take-out-of-service':
      if (alarm.outOfService) return refuse('already-out-of-service', `Out of service since ${alarm.outOfService.at}.`)
      return { type: 'alarm-out-of-service', data: { alarm: id, by, reason: command.reason } }
    case 'put-in-service':
      if (alarmState(alarm, nowMs) !== 'out-of-service') return refuse('in-service', 'It is in service.')
      return { type: 'alarm-in-service', data: { alarm: id, by, reason: command.reason } }
  }
}
