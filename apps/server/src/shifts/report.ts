/** The report of a shift: figures of its facts as of one position, and what was issued, counted, said and signed. */
import type { CellDefinition, ShiftBlocker, ShiftIssue, ShiftReport } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { headlinesOf, type ShiftWindow, shiftById, shiftFigures, shiftsWithin } from '@celltwin/quality'
import type pg from 'pg'
import { isSimulated } from '../dispatch/dispatch.ts'
import { readEscapes } from '../second-review/window.ts'
import type { LiveCell } from '../twins/cells.ts'
import { issuesOf, ofType, readShiftEntries, type ShiftEntry } from './entries.ts'
import { readFacts } from './facts.ts'
import { definitionInForce, planOf } from './plan.ts'

const DAY_MS = 86_400_000
/** Places that a person counts before the report is signed; a chute of hundreds is counted by its containers. */
const COUNTED = ['reject', 'hold'] as const

export interface Computed {
  readonly position: number
  readonly until: string
  readonly speed: number
  readonly definition: CellDefinition
  readonly figures: ShiftReport['figures']
  readonly headlines: Record<string, number>
  readonly digest: string
}

/** Runs `read` on one state of the database: every query of it sees the same journal. */
export async function onOneState<T>(pool: pg.Pool, read: (db: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return await read(client)
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}

/** The figures, of all that is projected or of what was known at a position. Undefined without a cell file. */
export async function computeFigures(
  db: pg.ClientBase,
  cell: LiveCell,
  shift: ShiftWindow,
  { knownAt, speed = cell.clock?.speed ?? 1 }: { knownAt?: number | undefined; speed?: number | undefined } = {},
): Promise<Computed | undefined> {
  const [from, to] = [new Date(shift.fromMs).toISOString(), new Date(shift.toMs).toISOString()]
  const definition = await definitionInForce(db, cell.id, to, knownAt)
  if (!definition) return undefined
  const facts = await readFacts(db, cell.id, { from, to }, knownAt)
  const untilMs = Math.min(shift.toMs, Date.now())
  // States are kept as text; the contract names them.
  const figures = shiftFigures(facts, planOf(definition, shift, speed), shift, untilMs) as ShiftReport['figures']
  return {
    position: knownAt ?? (await projectedTo(db, cell)),
    until: new Date(untilMs).toISOString(),
    speed,
    definition,
    figures,
    headlines: headlinesOf(figures),
    digest: hashOf(figures),
  }
}

async function projectedTo(db: pg.ClientBase, { id }: LiveCell): Promise<number> {
  const { rows } = await db.query<{ position: number }>('select position from projector where cell_id = $1', [id])
  return rows[0]?.position ?? 0
}

/** The shift of an id: as it was closed, else as the calendar has it. */
export function windowOf(cell: LiveCell, id: string, entries: readonly ShiftEntry[]): ShiftWindow | undefined {
  const [closed] = ofType(entries, 'shift-closed')
  if (closed) return windowOfIssue(closed.data)
  const calendar = cell.twin.definition?.value.definition.shifts
  return calendar && shiftById(calendar, id)
}

export const windowOfIssue = ({ shift, title, from, to }: ShiftIssue): ShiftWindow => ({
  ...{ id: shift, title },
  ...{ fromMs: Date.parse(from), toMs: Date.parse(to) },
})

/**
 * What people read. A closed shift stands as it was last issued: what came since is told by a restatement, never by a
 * figure that has moved meanwhile. `knownAt` reads it as it was known at a position.
 */
export async function readReport(
  db: pg.ClientBase,
  cell: LiveCell,
  id: string,
  knownAt?: number,
): Promise<ShiftReport | undefined> {
  const entries = await readShiftEntries(db, cell.id, id)
  const shift = windowOf(cell, id, entries)
  const last = issuesOf(entries).at(-1)
  const speed = last?.data.speed
  if (!shift || shift.fromMs > Date.now()) return undefined
  let computed = await computeFigures(db, cell, shift, { knownAt, speed })
  if (computed && last && knownAt === undefined) {
    if (computed.digest !== last.data.digest)
      computed = await computeFigures(db, cell, shift, { knownAt: last.data.position, speed })
    if (computed) computed = { ...computed, position: last.data.position }
  }
  if (!computed) return undefined
  const escapes = await readEscapes(db, cell, Date.parse(computed.until), computed.position)
  return { ...compose(cell, shift, entries, computed, knownAt), escapes }
}

function compose(
  cell: LiveCell,
  shift: ShiftWindow,
  entries: readonly ShiftEntry[],
  computed: Computed,
  knownAt: number | undefined,
): Omit<ShiftReport, 'escapes'> {
  const { definition, headlines: _, ...shown } = computed
  const [closed] = ofType(entries, 'shift-closed')
  const signed = ofType(entries, 'shift-signed').at(-1)
  const signature = signed ? { at: signed.at, by: signed.data.by, digest: signed.data.digest } : null
  const handCounts = newestCounts(entries)
  const over = shift.toMs <= Date.now()
  const digestInForce = issuesOf(entries).at(-1)?.data.digest
  const calendar = definition.shifts ?? cell.twin.definition?.value.definition.shifts
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    ...{ id: shift.id, title: shift.title, from: iso(shift.fromMs), to: iso(shift.toMs) },
    timeZone: calendar?.timeZone ?? 'UTC',
    ...{ cell: cell.path.cell, cellTitle: definition.title },
    ...{ simulated: isSimulated(cell), replayed: definition.devices.kind === 'replay' },
    state: signature?.digest === digestInForce && signature ? 'signed' : closed ? 'closed' : over ? 'over' : 'running',
    ...{ budgetMs: definition.cycle.budgetMs, taktMs: definition.cycle.taktMs ?? null },
    ...shown,
    issued: closed ? { ...closed.data, at: closed.at } : null,
    restatements: ofType(entries, 'shift-restated').map(({ id, at, data }) => ({ ...data, id, at })),
    handCounts,
    comments: ofType(entries, 'shift-commented').map(({ id, at, data: { by, text } }) => ({ id, at, by, text })),
    signature,
    blockers: [
      ...(over ? [] : (['running'] as const)),
      ...(over && !closed ? (['not-closed'] as const) : []),
      ...countBlockers(computed.figures, handCounts, definition),
      ...(signature && signature.digest !== digestInForce ? (['restated'] as const) : []),
      ...(knownAt === undefined ? [] : (['past-reading'] as const)),
    ],
    ...neighbours(calendar, shift),
  }
}

function newestCounts(entries: readonly ShiftEntry[]): ShiftReport['handCounts'] {
  const byBin = new Map(ofType(entries, 'bin-counted').map((entry) => [entry.data.bin, entry]))
  return [...byBin.values()].map(({ at, data: { bin, counted, remark, by } }) => ({
    ...{ bin, counted, by, at },
    remark: remark ?? null,
  }))
}

/** A place that is not counted, or counted otherwise than the sensors saw without a word why. */
function countBlockers(
  { counts }: ShiftReport['figures'],
  handCounts: ShiftReport['handCounts'],
  { stations }: CellDefinition,
): ShiftBlocker[] {
  const has = { accept: 'chute', reject: 'bin', hold: 'hold' } as const
  const known = counts.flatMap(({ place, ...count }) => {
    if (place === 'out' || !stations.some(({ kind }) => kind === has[place])) return []
    return [{ place, ...count, byHand: handCounts.find(({ bin }) => bin === place) }]
  })
  const uncounted = known.some(({ place, byHand }) => !byHand && (COUNTED as readonly string[]).includes(place))
  const differs = known.some(
    ({ sent, seen, byHand }) => (byHand ? byHand.counted !== seen : sent !== seen) && !byHand?.remark,
  )
  return [...(uncounted ? (['uncounted'] as const) : []), ...(differs ? (['differs'] as const) : [])]
}

function neighbours(calendar: CellDefinition['shifts'], { fromMs, toMs }: ShiftWindow) {
  if (!calendar) return { previous: null, next: null }
  const around = shiftsWithin(calendar, fromMs - 7 * DAY_MS, toMs + 7 * DAY_MS)
  const next = around.find((shift) => shift.fromMs >= toMs)
  return {
    previous: around.findLast((shift) => shift.toMs <= fromMs)?.id ?? null,
    next: next && next.fromMs <= Date.now() ? next.id : null,
  }
}

/** Whether a person may sign now, and if not why not. */
export const isSignable = ({ blockers }: Pick<ShiftReport, 'blockers'>): boolean =>
  blockers.every((blocker) => blocker === 'restated')
