/** What of a cell calls for a person: conditions over its twin and over what only the server sees. Pure. */
import type { AlarmKind, CellTwin } from '@celltwin/contracts'
import { alarmDefinition } from './alarm-definitions.ts'
import type { Observation } from './alarm-watch.ts'
import { challengeState, gaugeStates } from './gauge-state.ts'
import { stillSuspect, trustIn } from './gauge-trust.ts'
import { cyclesInOrder, partsInHold, reviewInForce } from './selectors.ts'
import { SERVER } from './sources.ts'

/** What is in no journal, as the server sees it now. Counts are of the last minutes. */
export interface ServerFacts {
  readonly backlogEvents: Readonly<Record<string, number>>
  readonly evidenceOnItsWay: Readonly<Record<string, number>>
  /** Clock of the source minus the server's. */
  readonly skewMs: Readonly<Record<string, number>>
  readonly eventsLost: Readonly<Record<string, number>>
  readonly outboxConflicts: Readonly<Record<string, number>>
  readonly unreadable: number
  /** Serials of passed parts that a second look lately found nonconforming, and in what. */
  readonly escapes: Readonly<Record<string, string>>
  /** How long the journal could not be written, where it was so lately. */
  readonly databaseAwayS?: number
  readonly diskFreePercent?: number
  /** Rules whose last delivery was given up, and why. */
  readonly failingRules: Readonly<Record<string, string>>
}

interface Seen {
  readonly twin: CellTwin
  readonly facts: ServerFacts
  readonly nowMs: number
  readonly limit: number
  readonly clear: number
}

type One = Omit<Observation, 'kind'>
type Look = (seen: Seen) => readonly One[]

/** Above the limit it is raised, at or below `clear` it is over. */
const above = (value: number, limit: number, clear = limit): boolean | undefined =>
  value > limit ? true : value <= clear ? false : undefined

const counted = (counts: Readonly<Record<string, number>>, limit: number, clear: number): One[] =>
  Object.entries(counts).map(([of, value]) => ({ of, value, limit, holds: above(value, limit, clear) }))

const inState =
  (...states: readonly string[]): Look =>
  ({ twin: { state } }) =>
    state ? [{ holds: states.includes(state.value.state), detail: state.value.reason, since: state.occurredAt }] : []

/** How many of the last cycles a module owed nothing but a result, in a row. */
function missingInARow(twin: CellTwin, module: string): number {
  const ofModule = cyclesInOrder(twin).flatMap(({ modules }) =>
    Object.hasOwn(modules, module) &&
    (modules[module]!.inspected || modules[module]!.missing || modules[module]!.failed)
      ? [modules[module]!]
      : [],
  )
  const lastGood = ofModule.findLastIndex(({ inspected, missing }) => inspected && !missing)
  return ofModule.length - 1 - lastGood
}

const SHORT = 50
const LEAST_BEFORE = 200
const LEAST_REJECTS = 4

/** Share of rejects of the last parts against the control limit (p chart, 3 σ) of all that came before them. */
function rejectRate({ twin }: Seen): One[] {
  const verdicts = cyclesInOrder(twin).flatMap(({ verdict, challenge }) => (verdict && !challenge ? [verdict] : []))
  const last = verdicts.slice(-SHORT)
  const { pass, reject, hold } = twin.counters.judged
  const rejects = last.filter(({ verdict }) => verdict === 'reject').length
  const before = pass + reject + hold - last.length
  if (last.length < SHORT || before < LEAST_BEFORE) return []
  const share = (reject - rejects) / before
  const sigma = Math.sqrt((share * (1 - share)) / SHORT)
  const [value, limit] = [(100 * rejects) / SHORT, 100 * (share + 3 * sigma)]
  const holds = rejects < LEAST_REJECTS ? false : above(value, limit, 100 * (share + 2 * sigma))
  return [{ value, limit: Math.round(limit * 10) / 10, holds }]
}

const LOOKS: Readonly<Record<AlarmKind, Look>> = {
  'emergency-stop': ({ twin: { inputs } }) =>
    inputs ? [{ holds: !inputs.value.emergencyStopClear, since: inputs.occurredAt }] : [],
  'guard-open': ({ twin: { inputs, state } }) =>
    inputs ? [{ holds: !inputs.value.guardClosed && state?.value.state === 'execute', since: inputs.occurredAt }] : [],
  'cell-aborted': inState('aborted'),
  'cell-held': inState('held'),
  'hold-fixture-full': ({ twin }) =>
    (twin.definition?.value.definition.stations ?? []).flatMap(({ kind, capacity }) => {
      if (kind !== 'hold' || capacity === undefined) return []
      const value = partsInHold(twin).length
      return [{ value, limit: capacity, holds: value >= capacity }]
    }),
  'sorting-mismatch': ({ twin }) => {
    const open = cyclesInOrder(twin).findLast((cycle) => cycle.mismatch && !reviewInForce(cycle))
    return [{ holds: open !== undefined, ...(open ? { detail: open.serial, since: open.mismatch!.at } : {}) }]
  },
  'source-silent': ({ twin }) =>
    Object.values(twin.sources).flatMap(({ source: of, presence }) =>
      presence && of !== SERVER ? [{ of, holds: !presence.value.online, since: presence.occurredAt }] : [],
    ),
  'events-missing': ({ twin }) =>
    Object.values(twin.sources).map(({ source: of, gaps }) => {
      const value = gaps.reduce((n, { from, to, lost }) => n + (lost === undefined ? to - from + 1 : 0), 0)
      return { of, value, holds: value > 0 }
    }),
  'events-lost': ({ facts }) => counted(facts.eventsLost, 0, 0),
  'outbox-conflict': ({ facts }) => counted(facts.outboxConflicts, 0, 0),
  'messages-unreadable': ({ facts, limit }) => [
    { value: facts.unreadable, limit, holds: above(facts.unreadable, limit) },
  ],
  'evidence-missing': ({ twin, limit }) =>
    Object.keys(twin.definition?.value.definition.modules ?? {}).map((of) => {
      const value = missingInARow(twin, of)
      return { of, value, limit, holds: value >= limit ? true : value === 0 ? false : undefined }
    }),
  // [TW64]
  'sensor-stuck': ({ twin }) =>
    Object.keys(twin.definition?.value.definition.modules ?? {}).flatMap((of) => {
      const newest = cyclesInOrder(twin).findLast(({ modules }) => modules[of]?.inspected)?.modules[of]?.inspected
      if (!newest) return []
      const { repeats, at } = newest
      return [{ of, holds: repeats !== undefined, ...(repeats ? { detail: repeats.reason, since: at } : {}) }]
    }),
  'evidence-waiting': ({ facts, limit, clear }) => counted(facts.evidenceOnItsWay, limit, clear),
  'backlog-high': ({ facts, limit, clear }) => counted(facts.backlogEvents, limit, clear),
  'clock-skew': ({ facts, limit, clear }) =>
    Object.entries(facts.skewMs).map(([of, value]) => ({
      ...{ of, value, limit },
      holds: above(Math.abs(value), limit, clear),
    })),
  'calibration-expired': ({ twin, nowMs }) =>
    gaugeStates(twin, nowMs).map(({ gauge: of, state, expiresAt }) => ({
      of,
      holds: state === 'expired' || state === 'missing',
      ...(state === 'expired' && expiresAt ? { since: expiresAt } : {}),
    })),
  'calibration-ending': ({ twin, nowMs }) =>
    gaugeStates(twin, nowMs).map(({ gauge: of, state, expiresAt }) => ({
      of,
      holds: state === 'ends-soon',
      ...(expiresAt ? { detail: expiresAt } : {}),
    })),
  'challenge-failed': ({ twin, nowMs }) => {
    const challenge = challengeState(twin, nowMs)
    if (!challenge) return []
    const failed = trustIn(twin).ended?.value.as === 'failed'
    return [{ holds: failed, ...(challenge.reason && failed ? { detail: challenge.reason } : {}) }]
  },
  'challenge-overdue': ({ twin, nowMs }) => {
    const challenge = challengeState(twin, nowMs)
    const overdue = ['due', 'never-run', 'incomplete'].includes(challenge?.state ?? '')
    return challenge ? [{ holds: overdue && challenge.required === 'at-shift-start' }] : []
  },
  'parts-suspect': ({ twin }) => {
    const ranges = trustIn(twin).suspicions.flatMap((suspicion) => stillSuspect(twin, suspicion))
    const value = ranges.reduce((n, [from, to]) => n + to - from + 1, 0)
    return [{ value, holds: value > 0 }]
  },
  'escape-found': ({ facts }) => Object.entries(facts.escapes).map(([of, detail]) => ({ of, detail, holds: true })),
  'reject-rate': rejectRate,
  'database-away': ({ facts: { databaseAwayS } }) => [
    {
      holds: databaseAwayS !== undefined,
      ...(databaseAwayS === undefined ? {} : { value: Math.round(databaseAwayS) }),
    },
  ],
  'disk-nearly-full': ({ facts: { diskFreePercent: value }, limit, clear }) =>
    value === undefined ? [] : [{ value, limit, holds: value < limit ? true : value >= clear ? false : undefined }],
  'notification-failing': ({ facts }) =>
    Object.entries(facts.failingRules).map(([of, detail]) => ({ of, detail, holds: true })),
}

/** Everything that is watched, as it is now. */
export function observeAlarms(twin: CellTwin, facts: ServerFacts, nowMs: number): Observation[] {
  return (Object.keys(LOOKS) as AlarmKind[]).flatMap((kind) => {
    const { limit = 0, clear = limit } = alarmDefinition(twin, kind)!
    return LOOKS[kind]({ twin, facts, nowMs, limit, clear }).map((one) => ({ kind, ...one }))
  })
}
