/** Alarms after ISA-18.2: what calls for a person, what is said of it, and who is told. */
import Type, { type Static } from 'typebox'
import { EventId, Instant } from './ids.ts'
import { Role } from './people.ts'

export const AlarmPriority = Type.Enum(['high', 'medium', 'low'])
export type AlarmPriority = Static<typeof AlarmPriority>

/** What can call for a person. What needs no response is an event and no alarm. */
export const AlarmKind = Type.Enum([
  'emergency-stop',
  'guard-open',
  'cell-aborted',
  'cell-held',
  'hold-fixture-full',
  'sorting-mismatch',
  'source-silent',
  'events-missing',
  'events-lost',
  'outbox-conflict',
  'messages-unreadable',
  'evidence-missing',
  'sensor-stuck',
  'evidence-waiting',
  'backlog-high',
  'clock-skew',
  'calibration-expired',
  'calibration-ending',
  'challenge-failed',
  'challenge-overdue',
  'parts-suspect',
  'escape-found',
  'reject-rate',
  'database-away',
  'disk-nearly-full',
  'notification-failing',
])
export type AlarmKind = Static<typeof AlarmKind>
export const ALARM_KINDS = AlarmKind.enum

/** Its kind and, where a cell can have several, what it is of: `source-silent/visual`. It never changes. */
export const AlarmId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}(/[^/\\s]{1,120})?$' })
export type AlarmId = Static<typeof AlarmId>

const Reason = Type.String({ minLength: 3, maxLength: 500 })
const By = Type.String({ minLength: 1, maxLength: 80 })
const OfAlarm = { alarm: AlarmId }

/** The server's own events about alarms. */
export const ALARM_EVENTS = {
  'alarm-raised': Type.Object({
    ...OfAlarm,
    priority: AlarmPriority,
    /** Since when the condition holds; the event itself comes after the on-delay. */
    since: Instant,
    /** In the unit of its kind. */
    value: Type.Optional(Type.Number()),
    limit: Type.Optional(Type.Number()),
    /** As the cell itself said it. */
    detail: Type.Optional(Type.String()),
    /** Stays after its return until a person resets it. */
    latching: Type.Optional(Type.Boolean()),
  }),
  /** The condition is over. */
  'alarm-returned': Type.Object({ ...OfAlarm, since: Instant }),
  'alarm-acknowledged': Type.Object({ ...OfAlarm, by: By, note: Type.Optional(Type.String({ maxLength: 500 })) }),
  'alarm-reset': Type.Object({ ...OfAlarm, by: By, reason: Reason }),
  'alarm-shelved': Type.Object({ ...OfAlarm, until: Instant, by: By, reason: Reason }),
  /** By a person, or by the server when its time is over. */
  'alarm-unshelved': Type.Object({ ...OfAlarm, by: By, reason: Reason }),
  /** Another alarm says it already. */
  'alarm-suppressed': Type.Object({ ...OfAlarm, condition: AlarmId }),
  'alarm-unsuppressed': Type.Object(OfAlarm),
  'alarm-out-of-service': Type.Object({ ...OfAlarm, by: By, reason: Reason }),
  'alarm-in-service': Type.Object({ ...OfAlarm, by: By, reason: Reason }),
} as const

/** What a cell file may say differently of a kind. */
export const AlarmSettings = Type.Object({
  priority: Type.Optional(AlarmPriority),
  timeToRespondMin: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  onDelayS: Type.Optional(Type.Number({ minimum: 0 })),
  offDelayS: Type.Optional(Type.Number({ minimum: 0 })),
  /** In the unit of its kind: above (or below) it the alarm is raised. */
  limit: Type.Optional(Type.Number()),
  /** Where it has cleared again. */
  clear: Type.Optional(Type.Number()),
  /** False: this cell has no such alarm. */
  enabled: Type.Optional(Type.Boolean()),
})
export type AlarmSettings = Static<typeof AlarmSettings>

export type AlarmState =
  | 'normal'
  | 'unacknowledged'
  | 'acknowledged'
  | 'returned-unacknowledged'
  | 'latched-unacknowledged'
  | 'latched'
  | 'shelved'
  | 'suppressed'
  | 'out-of-service'

interface Said {
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** One alarm as the twin keeps it. Shelving and the like hide what is below; they never change it. */
export interface AlarmTwin {
  readonly id: AlarmId
  readonly active: boolean
  readonly acknowledged: boolean
  readonly latched?: true
  /** Its last occurrence. */
  readonly raised?: {
    readonly id: EventId
    readonly at: Instant
    readonly since: Instant
    readonly priority: AlarmPriority
    readonly value?: number
    readonly limit?: number
    readonly detail?: string
  }
  readonly returnedAt?: Instant
  /** Who acknowledged the last occurrence. */
  readonly answer?: { readonly at: Instant; readonly by: string; readonly note?: string }
  readonly shelved?: Said & { readonly until: Instant }
  readonly suppressed?: { readonly at: Instant; readonly condition: AlarmId }
  readonly outOfService?: Said
  /** How often it was raised. */
  readonly raises: number
}

// ── over HTTP ───────────────────────────────────────────────────────────────────────────────────

/** One change of one alarm, as the journal has it. */
export const AlarmChange = Type.Object({
  id: EventId,
  position: Type.Integer(),
  at: Instant,
  type: Type.String(),
  alarm: AlarmId,
  priority: Type.Union([AlarmPriority, Type.Null()]),
  by: Type.Union([Type.String(), Type.Null()]),
  data: Type.Unknown(),
})
export type AlarmChange = Static<typeof AlarmChange>

/** GET /api/cells/{cell}/alarms/journal */
export const AlarmJournalPage = Type.Object({
  items: Type.Array(AlarmChange),
  /** Position before which the next page ends. */
  nextBefore: Type.Union([Type.Integer(), Type.Null()]),
})
export type AlarmJournalPage = Static<typeof AlarmJournalPage>

/** How alarms come, after ISA-18.2 § 16. One cell is one operator position. */
export const AlarmRates = Type.Object({
  from: Instant,
  to: Instant,
  /** Annunciated: in sight as it was raised, or come into sight while active. */
  raised: Type.Integer(),
  perHour: Type.Number(),
  /** Annunciated in each ten minutes, oldest first. */
  buckets: Type.Array(Type.Object({ from: Instant, count: Type.Integer() })),
  /** More than ten in ten minutes, until fewer than five came in ten; `to` is the end of the window where one lasts longer. */
  floods: Type.Array(Type.Object({ from: Instant, to: Instant, count: Type.Integer() })),
  /** Share of the window in flood. */
  floodShare: Type.Number(),
  /** Three times or more within a minute, most often first. */
  chattering: Type.Array(Type.Object({ alarm: AlarmId, most: Type.Integer() })),
  top: Type.Array(Type.Object({ alarm: AlarmId, count: Type.Integer() })),
  /** Active and in sight for more than a day. */
  stale: Type.Array(Type.Object({ alarm: AlarmId, since: Instant })),
  /** Of those due, how many were not acknowledged within their time to respond. */
  late: Type.Integer(),
  /** How many were acknowledged, or had a time to respond that is over. */
  due: Type.Integer(),
})
export type AlarmRates = Static<typeof AlarmRates>

const OfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
/** Who is told of what, when and how. */
export const NotificationRule = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  enabled: Type.Boolean(),
  priorities: Type.Array(AlarmPriority, { minItems: 1, uniqueItems: true }),
  /** All cells where empty. */
  cells: Type.Array(Type.String(), { maxItems: 50 }),
  /** Told only if nobody has acknowledged it by then; 0: at once. */
  afterMin: Type.Integer({ minimum: 0, maximum: 1440 }),
  /** Always where absent. */
  schedule: Type.Optional(
    Type.Object({
      timeZone: Type.String({ minLength: 1 }),
      days: Type.Array(Type.Enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), { minItems: 1 }),
      from: OfDay,
      to: OfDay,
    }),
  ),
  language: Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }),
  channel: Type.Union([
    Type.Object({
      kind: Type.Literal('webhook'),
      url: Type.String({ pattern: '^https?://', maxLength: 2000 }),
      /** Signs what is sent. Never told again; absent in a change: as it was. */
      secret: Type.Optional(Type.String({ minLength: 16, maxLength: 200 })),
    }),
    Type.Object({
      kind: Type.Literal('email'),
      addresses: Type.Array(Type.String({ pattern: '^[^\\s@,;<>]+@[^\\s@,;<>]+$', maxLength: 254 }), { maxItems: 50 }),
      /** Everybody with one of these roles whose account is a mail address. */
      roles: Type.Array(Role, { uniqueItems: true }),
    }),
  ]),
})
export type NotificationRule = Static<typeof NotificationRule>
export const NotificationRuleRecord = Type.Object({ id: Type.String(), ...NotificationRule.properties })
export type NotificationRuleRecord = Static<typeof NotificationRuleRecord>

/** A rule as somebody wants it, and why. */
export const NotificationRuleChange = Type.Object({
  ...NotificationRule.properties,
  reason: Type.String({ minLength: 3, maxLength: 500 }),
  /** Who says so, where nobody is signed in. */
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
})
export type NotificationRuleChange = Static<typeof NotificationRuleChange>

export const NotificationDelivery = Type.Object({
  id: Type.String(),
  rule: Type.String(),
  ruleName: Type.String(),
  cell: Type.String(),
  /** `skipped`: acknowledged before it was due. */
  state: Type.Enum(['pending', 'sent', 'failed', 'skipped']),
  createdAt: Instant,
  nextAt: Instant,
  attempts: Type.Integer(),
  error: Type.Union([Type.String(), Type.Null()]),
  alarms: Type.Array(AlarmId),
  /** The same, as it was told of them. */
  told: Type.Array(
    Type.Object({
      alarm: AlarmId,
      value: Type.Optional(Type.Number()),
      limit: Type.Optional(Type.Number()),
      detail: Type.Optional(Type.String()),
    }),
  ),
})
export type NotificationDelivery = Static<typeof NotificationDelivery>

/** The body of a webhook. */
export interface AlarmNotification {
  readonly v: 1
  readonly delivery: string
  readonly cell: string
  readonly rule: string
  /** Came while alarms flooded, as `AlarmRates.floods` counts it: this one stands for all of them. */
  readonly flood: boolean
  readonly alarms: readonly {
    readonly event: EventId
    readonly alarm: AlarmId
    readonly priority: AlarmPriority
    readonly at: Instant
    readonly simulated: boolean
    readonly title: string
    readonly response: string
    readonly url?: string
  }[]
}
