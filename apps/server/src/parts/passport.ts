/** Everything known of one part: each cycle with its results, evidence, verdict, decisions and events. */
import type {
  CellDefinition,
  PackedPlace,
  PartSummary,
  Passport,
  RecipeRef,
  Result,
  Review,
  Truth,
  VerdictReason,
} from '@celltwin/contracts'
import type { Database } from '../database/database.ts'
import { readAbout } from '../journal/read.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { arrivalsOf } from './arrivals.ts'
import { calibrationsOf } from './calibrations.ts'
import { listCycles } from './part-list.ts'
import { retakenOf } from './retaken.ts'

type PassportCycle = Passport['cycles'][number]

/** What part-inserted said beyond the columns. */
interface Inserted {
  readonly partType: string
  readonly codeGrade?: string
  readonly provisional?: string
  readonly recipe: RecipeRef
  readonly fixture: string
  readonly tool: string
  readonly partTemperatureC?: number
  readonly ambientTemperatureC?: number
}

/** Where part-inserted has not come yet. */
const NOT_KNOWN: Inserted = {
  partType: '',
  recipe: { id: '', version: 0, hash: '0'.repeat(64) },
  fixture: '',
  tool: '',
}

export async function readPassport(database: Database, cells: Cells, serial: string): Promise<Passport | undefined> {
  const summaries = await listCycles(database.pool, cells, serial)
  const newest = summaries[0]
  const cell = newest && cells.get(newest.cell)
  if (!newest || !cell) return undefined
  const cycles: PassportCycle[] = []
  for (const summary of summaries) cycles.push(await readCycle(database, cells.get(summary.cell) ?? cell, summary))
  const { position, hash } = cell.head
  return {
    serial,
    cell: newest.cell,
    path: cell.path,
    cycles,
    definition: await definitionAt(database, cell, newest.insertedAt),
    journal: { position, hash: hash.toString('hex'), journalId: cells.journalId },
    ...(await neighbours(database, cell, newest)),
  }
}

async function readCycle({ pool, prisma }: Database, cell: LiveCell, summary: PartSummary): Promise<PassportCycle> {
  const { cycleId } = summary
  const where = { cycleId }
  const [row, inspections, refs, lots, reviews, requests, truth, packed] = await Promise.all([
    prisma.partCycle.findUniqueOrThrow({ where }),
    prisma.inspection.findMany({ where, orderBy: { at: 'asc' } }),
    pool.query<EvidenceRow>(EVIDENCE, [cycleId]),
    pool.query<{ material: string; lot: string; partsSharing: number }>(LOTS, [cycleId]),
    prisma.review.findMany({ where, orderBy: { position: 'asc' } }),
    prisma.request.findMany({ where, select: { requestId: true } }),
    prisma.partTruth.findUnique({ where }),
    pool.query<PackedPlace>(PACKED, [cycleId]),
  ])
  const entries = await readAbout(pool, cell.id, [cycleId, ...requests.map(({ requestId }) => requestId)])
  const cameLate = arrivalsOf(entries, cell.twin)
  const evidence = refs.rows.map(({ requestId, ...ref }) => ({
    requestId,
    ref: { ...ref, ...cameLate.evidence(ref.sha256) },
  }))
  const inserted = (row.inserted as Inserted | null) ?? NOT_KNOWN
  const results = inspections.flatMap(({ module, late, results }) =>
    ((results as Result[] | null) ?? []).map((result) => {
      return { ...result, module, late, ...cameLate.results(module) }
    }),
  )
  return {
    ...summary,
    partType: inserted.partType,
    codeGrade: inserted.codeGrade ?? null,
    provisional: inserted.provisional ?? null,
    recipe: inserted.recipe,
    materialLots: lots.rows,
    fixture: inserted.fixture,
    tool: inserted.tool,
    partTemperatureC: inserted.partTemperatureC ?? null,
    ambientTemperatureC: inserted.ambientTemperatureC ?? null,
    verdictAt: row.judgedAt?.toISOString() ?? null,
    ...cameLate.verdict(),
    reasons: (row.reasons as VerdictReason[] | null) ?? [],
    results,
    calibrations: await calibrationsOf(pool, cell, results, summary.insertedAt),
    evidence: evidence.filter(({ requestId }) => requestId === null).map(({ ref }) => ref),
    retaken: retakenOf(
      entries,
      evidence.map(({ ref }) => ref),
    ),
    steps: inspections.flatMap(({ module, steps }) =>
      ((steps as { step: string; tookMs: number }[] | null) ?? []).map((step) => ({ module, ...step })),
    ),
    reviews: reviews.map(({ id, at, by, review, requestId, undoneAt, undoneBy }) => ({
      id,
      at: at.toISOString(),
      by,
      review: review as unknown as Review,
      requestId,
      undone: undoneAt ? { at: undoneAt.toISOString(), by: undoneBy ?? '' } : null,
    })),
    packed: packed.rows[0] ?? null,
    timeline: entries.map(({ position, recordedAt, event: { id, type, source, occurredAt, data } }) => ({
      id,
      position,
      type,
      source,
      occurredAt,
      recordedAt,
      data,
    })),
    truth: (truth?.truth as Truth | undefined) ?? null,
  }
}

type EvidenceRow = Omit<PassportCycle['evidence'][number], 'cameLateMs'> & { readonly requestId: string | null }

const EVIDENCE = `
  select r.kind, r.sha256, r.media_type as "mediaType", r.bytes, r.module, r.captured_at as "capturedAt", r.request_id as "requestId",
         f.sha256 is not null and f.dropped_at is null as stored, f.dropped_at is not null as dropped
  from evidence_ref r left join evidence_file f using (sha256) where r.cycle_id = $1 order by r.captured_at, r.kind`

const LOTS = `
  select l.material, l.lot, (select count(*) from material_lot o where o.material = l.material and o.lot = l.lot) as "partsSharing"
  from material_lot l where l.cycle_id = $1 order by l.material, l.lot`

const PACKED = `
  select p.container, p.position, p.at as "packedAt", k.label, k.closed_at as "closedAt", k.shipment,
         k.shipped_at as "shippedAt", k.customer
  from packing p left join container k using (cell_id, container) where p.cycle_id = $1`

/** The cell file in force when the part was inserted. */
async function definitionAt({ prisma }: Database, cell: LiveCell, at: string): Promise<CellDefinition> {
  const row =
    (await prisma.definition.findFirst({
      where: { cellId: cell.id, at: { lte: at } },
      orderBy: { position: 'desc' },
    })) ?? (await prisma.definition.findFirst({ where: { cellId: cell.id }, orderBy: { position: 'asc' } }))
  return (row?.definition ?? cell.twin.definition?.value.definition ?? null) as CellDefinition
}

async function neighbours({ pool }: Database, { id }: LiveCell, { serial, cycleId, insertedAt }: PartSummary) {
  const beside = async (sign: '<' | '>', order: 'asc' | 'desc') => {
    const { rows } = await pool.query<{ serial: string }>(
      `select serial from part_cycle where cell_id = $1 and (started_at, cycle_id) ${sign} ($2, $3) and serial <> $4
       order by started_at ${order}, cycle_id ${order} limit 1`,
      [id, insertedAt, cycleId, serial],
    )
    return rows[0]?.serial ?? null
  }
  return { previous: await beside('<', 'desc'), next: await beside('>', 'asc') }
}
