/** What each alarm is by default; a cell file may say otherwise. Its words are in the catalogs, under `alarms.kind`. */
import type { AlarmKind, AlarmPriority, AlarmSettings, CellTwin } from '@celltwin/contracts'

export interface AlarmDefinition {
  readonly priority: AlarmPriority
  readonly timeToRespondMin: number
  /** The condition must hold (be over) for so long before the alarm is raised (returns): else it would chatter. */
  readonly onDelayS: number
  readonly offDelayS: number
  /** Raised beyond `limit`, returned at `clear`: in between it stays as it is. */
  readonly limit?: number
  readonly clear?: number
  readonly unit?: '%' | 'ms' | 'parts' | 'events' | 's'
  /** A moment counts: it stays until a person has looked into it. */
  readonly latching?: true
  /** While one of these is active it says nothing new. */
  readonly suppressedBy?: readonly AlarmKind[]
  /** Who has to do with it, where the alarm itself is not of a source. */
  readonly source: string
}

const DEFINITIONS: Readonly<Record<AlarmKind, AlarmDefinition>> = {
  'emergency-stop': alarm('handling', 'high', 2, 0, 1),
  'guard-open': alarm('handling', 'high', 2, 0.5, 2),
  'cell-aborted': { ...alarm('handling', 'high', 5, 1, 1), suppressedBy: ['emergency-stop'] },
  'cell-held': {
    ...alarm('handling', 'medium', 10, 15, 2),
    suppressedBy: ['emergency-stop', 'sorting-mismatch', 'hold-fixture-full'],
  },
  'hold-fixture-full': { ...alarm('handling', 'high', 5, 2, 2), unit: 'parts' },
  'sorting-mismatch': { ...alarm('handling', 'high', 5, 0, 1), latching: true },
  'source-silent': { ...alarm('server', 'high', 10, 10, 3), suppressedBy: ['database-away'] },
  'events-missing': { ...alarm('server', 'medium', 30, 10, 2), unit: 'events' },
  'events-lost': { ...alarm('server', 'medium', 240, 0, 0), unit: 'events', latching: true },
  'outbox-conflict': { ...alarm('server', 'high', 30, 0, 0), unit: 'events', latching: true },
  'messages-unreadable': { ...alarm('server', 'medium', 240, 0, 0), unit: 'events', limit: 0 },
  'evidence-missing': { ...alarm('verifier', 'high', 10, 1, 1), unit: 'parts', limit: 3 },
  'sensor-stuck': alarm('verifier', 'high', 10, 0, 1),
  'evidence-waiting': { ...alarm('server', 'low', 240, 300, 30), limit: 60, clear: 20 },
  'backlog-high': { ...alarm('server', 'low', 60, 60, 30), unit: 'events', limit: 500, clear: 100 },
  'clock-skew': { ...alarm('server', 'medium', 15, 10, 10), unit: 'ms', limit: 250, clear: 150 },
  'calibration-expired': alarm('verifier', 'high', 60, 30, 2),
  'calibration-ending': alarm('verifier', 'low', 1440, 60, 60),
  'challenge-failed': { ...alarm('verifier', 'high', 15, 0, 0), latching: true },
  'challenge-overdue': alarm('verifier', 'medium', 60, 30, 2),
  'parts-suspect': { ...alarm('verifier', 'high', 30, 0, 1), unit: 'parts' },
  'escape-found': { ...alarm('verifier', 'high', 30, 0, 0), latching: true },
  'reject-rate': { ...alarm('verifier', 'medium', 15, 5, 60), unit: '%' },
  'database-away': { ...alarm('server', 'high', 5, 0, 0), unit: 's', latching: true },
  'disk-nearly-full': { ...alarm('server', 'high', 120, 60, 60), unit: '%', limit: 10, clear: 15 },
  'notification-failing': alarm('server', 'low', 240, 0, 60),
}

function alarm(
  source: string,
  priority: AlarmPriority,
  timeToRespondMin: number,
  onDelayS: number,
  offDelayS: number,
): AlarmDefinition {
  return { source, priority, timeToRespondMin, onDelayS, offDelayS }
}

/** Of an alarm kind in this cell; undefined where no such kind is known. */
export function alarmDefinition(twin: CellTwin, kind: string): (AlarmDefinition & AlarmSettings) | undefined {
  if (!Object.hasOwn(DEFINITIONS, kind)) return undefined
  const own = twin.definition?.value.definition.alarms?.[kind as AlarmKind]
  return { ...DEFINITIONS[kind as AlarmKind], ...own }
}

/** `source-silent/visual` → kind and what it is of. */
export function partsOfAlarm(id: string): { readonly kind: string; readonly of?: string } {
  const slash = id.indexOf('/')
  return slash < 0 ? { kind: id } : { kind: id.slice(0, slash), of: id.slice(slash + 1) }
}

/** Which source a list files it under. */
export function sourceOfAlarm(twin: CellTwin, id: string): string {
  const { kind, of } = partsOfAlarm(id)
  if (of !== undefined && Object.hasOwn(twin.sources, of)) return of
  return alarmDefinition(twin, kind)?.source ?? 'server'
}
