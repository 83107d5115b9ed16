/** Entries of one cell → rows of the tables that lists, searches and passports read. Pure. */
import type { CellEvent, EventData, EventOf, JournalEntry } from '@celltwin/contracts'
import { lateBy } from '@celltwin/twin'
import { projectSecondLook, type SecondLookRows } from './second-look.ts'
import { projectTrace, TraceRows } from './trace-rows.ts'

export interface CycleRow {
  cycle_id: string
  serial: string
  cycle_number: number
  started_at: string
  inserted_at?: string
  inserted?: unknown
  verdict?: string
  judged_at?: string
  judged_after_ms?: number
  judged_late_ms?: number
  reasons?: unknown
  not_inspected?: number
  whereabouts?: string
  arrived_at?: string
  mismatched?: boolean
  simulated: boolean
  replayed: boolean
  challenge?: string
  challenged?: string
}

export interface InspectionRow {
  cycle_id: string
  module: string
  at?: string
  results?: unknown
  steps?: unknown
  late?: boolean
  came_late_ms?: number
}

export interface Movement {
  position: number
  cycle_id: string
  at: string
  kind: 'sent' | 'seen'
  place: string
}

/** Rows by table. Keys are unique within each, as one statement must not touch a row twice. */
export class Rows extends TraceRows implements SecondLookRows {
  readonly cycles = new Map<string, CycleRow>()
  readonly inspections = new Map<string, InspectionRow>()
  readonly measurements = new Map<string, object>()
  readonly evidence = new Map<string, object>()
  readonly lots = new Map<string, object>()
  readonly reviews = new Map<string, object>()
  readonly requests = new Map<string, object>()
  readonly phases = new Map<string, { cycle_id: string; phases: Record<string, string> }>()
  readonly movements: Movement[] = []
  /** Requests carried out, where one let a person take a part out. */
  readonly removals: object[] = []
  readonly shifts: object[] = []
  readonly alarms: object[] = []
  readonly states: object[] = []
  readonly definitions: object[] = []
  readonly secondReviews: object[] = []
  readonly pulled: object[] = []
  readonly remeasured: object[] = []
  /** Reviews taken back. */
  readonly undone: object[] = []
  /** Requests that the cell has carried out. */
  readonly done: string[] = []
}

type OfCycle = EventData<'part-judged'>
type OfCycleEvent = { readonly occurredAt: string; readonly data: { readonly cycleId: string } }

export function rowsOf(entries: readonly JournalEntry[]): Rows {
  const rows = new Rows()
  for (const entry of entries) project(rows, entry)
  return rows
}

function project(rows: Rows, { position, recordedAt, event }: JournalEntry): void {
  projectTrace(rows, position, event)
  projectSecondLook(rows, position, event)
  const at = event.occurredAt
  switch (event.type) {
    case 'part-inserted': {
      const { cycleId: cycle_id, serial: _, cycleNumber: __, materialLots, ...inserted } = event.data
      Object.assign(cycleOf(rows, event), { inserted_at: at, started_at: at, inserted })
      for (const { material, lot } of materialLots)
        rows.lots.set(`${cycle_id}/${material}/${lot}`, { cycle_id, material, lot })
      return
    }
    case 'part-judged': {
      const { verdict, judgedAfterMs, reasons, counts, challenged } = event.data
      const judged = {
        verdict,
        judged_at: at,
        judged_after_ms: judgedAfterMs,
        judged_late_ms: lateBy(at, recordedAt),
        reasons,
        not_inspected: counts.notInspected,
        ...(challenged ? { challenged: challenged.outcome } : {}),
      }
      Object.assign(cycleOf(rows, event), judged)
      return
    }
    case 'part-arrived':
      arrived(cycleOf(rows, event), event)
      moved(rows, position, event, 'seen', event.data.at)
      return
    case 'part-dispatched':
      moved(rows, position, event, 'sent', event.data.to)
      return
    case 'part-packed':
      cycleOf(rows, event)
      return
    case 'part-taken-out':
      cycleOf(rows, event).whereabouts = 'out'
      moved(rows, position, event, 'seen', 'out')
      return
    case 'challenge-part-returned':
    case 'study-reading-taken':
    case 'study-part-returned':
      cycleOf(rows, event).whereabouts = 'out'
      return
    case 'sorting-mismatch-detected':
      cycleOf(rows, event).mismatched = true
      if (event.data.observed) moved(rows, position, event, 'seen', event.data.observed)
      return
    case 'phase-started':
      phaseBegan(rows, event)
      return
    case 'part-inspected':
      inspected(rows, event, lateBy(at, recordedAt))
      return
    case 'evidence-captured':
      captured(rows, event, event.data.evidence, event.data.requestId)
      return
    case 'evidence-late':
      inspectionOf(rows, event.data).late = true
      return
    case 'part-reviewed': {
      const { cycleId: cycle_id, review, by, requestId: request_id } = event.data
      rows.reviews.set(event.id, { id: event.id, cycle_id, position, at, by, review, request_id })
      return
    }
    case 'review-undone':
      rows.undone.push({ id: event.data.reviewId, at, by: event.data.by })
      return
    case 'request-made': {
      const { requestId: request_id, target } = event.data
      const cycle_id = 'cycleId' in target ? target.cycleId : undefined
      rows.requests.set(request_id, { request_id, cycle_id, target })
      return
    }
    case 'request-done':
      rows.done.push(event.data.requestId)
      rows.removals.push({ request_id: event.data.requestId, position, at })
      return
    case 'cell-state-changed':
      rows.states.push({ position, at, state: event.data.state, reason: event.data.reason })
      return
    case 'cell-described':
      rows.definitions.push({ position, at, hash: event.data.hash, definition: event.data.definition })
      return
    case 'shift-closed':
    case 'shift-restated':
    case 'bin-counted':
    case 'shift-commented':
    case 'shift-signed':
      rows.shifts.push({ position, id: event.id, shift: event.data.shift, type: event.type, at, data: event.data })
      return
    case 'alarm-raised':
    case 'alarm-returned':
    case 'alarm-acknowledged':
    case 'alarm-reset':
    case 'alarm-shelved':
    case 'alarm-unshelved':
    case 'alarm-suppressed':
    case 'alarm-unsuppressed':
    case 'alarm-out-of-service':
    case 'alarm-in-service': {
      const { id, type, simulated, data } = event
      const { alarm, priority, by } = data as { alarm: string; priority?: string; by?: string }
      rows.alarms.push({ position, id, at, type, alarm, priority, by, simulated, data })
      return
    }
    default:
      return
  }
}

function moved(rows: Rows, position: number, event: OfCycleEvent, kind: Movement['kind'], place: string): void {
  rows.movements.push({ position, cycle_id: event.data.cycleId, at: event.occurredAt, kind, place })
}

/** The first beginning of a phase counts. */
function phaseBegan(rows: Rows, { data: { cycleId: cycle_id, phase }, occurredAt }: EventOf<'phase-started'>): void {
  const row = rows.phases.get(cycle_id) ?? { cycle_id, phases: {} }
  row.phases[phase] ??= occurredAt
  rows.phases.set(cycle_id, row)
}

function arrived(row: CycleRow, event: EventOf<'part-arrived'>): void {
  row.whereabouts = event.data.at
  row.arrived_at ??= event.occurredAt
}

/** Any event of a cycle makes it known, also where part-inserted has not come yet. */
function cycleOf(
  rows: Rows,
  event: { data: Pick<OfCycle, 'cycleId' | 'serial' | 'cycleNumber' | 'challenge'> } & CellEvent,
): CycleRow {
  const { cycleId, serial, cycleNumber, challenge } = event.data
  let row = rows.cycles.get(cycleId)
  if (!row) {
    const { simulated, replayed = false, occurredAt: started_at } = event
    row = { cycle_id: cycleId, serial, cycle_number: cycleNumber, started_at, simulated, replayed }
    rows.cycles.set(cycleId, row)
  }
  if (challenge !== undefined) row.challenge = challenge
  return row
}

function inspectionOf(rows: Rows, { cycleId: cycle_id, module }: { cycleId: string; module: string }): InspectionRow {
  const key = `${cycle_id}/${module}`
  const row = rows.inspections.get(key) ?? { cycle_id, module }
  rows.inspections.set(key, row)
  return row
}

function inspected(rows: Rows, event: EventOf<'part-inspected'>, came_late_ms: number | undefined): void {
  const { cycleId: cycle_id, results, steps, evidence, challenge } = event.data
  cycleOf(rows, event)
  const row = inspectionOf(rows, event.data)
  // The first counts: it is what the verdict was made of.
  if (!row.results) Object.assign(row, { at: event.occurredAt, results, steps, came_late_ms })
  // Statistics are of production.
  for (const { characteristic, value, conformance } of challenge === undefined ? results : []) {
    const key = `${cycle_id}/${characteristic}`
    const measurement = { cycle_id, characteristic, at: event.occurredAt, value, conformance }
    if (!rows.measurements.has(key)) rows.measurements.set(key, measurement)
  }
  captured(rows, event, evidence)
}

function captured(
  rows: Rows,
  event: EventOf<'part-inspected' | 'evidence-captured'>,
  evidence: EventData<'evidence-captured'>['evidence'],
  request_id?: string,
) {
  const { cycleId: cycle_id, module } = event.data
  cycleOf(rows, event)
  for (const { sha256, kind, mediaType: media_type, bytes } of evidence) {
    const key = `${cycle_id}/${sha256}/${kind}`
    if (!rows.evidence.has(key))
      rows.evidence.set(key, {
        cycle_id,
        sha256,
        kind,
        module,
        media_type,
        bytes,
        captured_at: event.occurredAt,
        request_id,
      })
  }
}
