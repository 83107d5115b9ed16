/**
 * The facts of a shift, from the projections; the only place with its SQL.
 *
 * Read as of a position, a cycle that anything was said of later is made again from its own entries up to there. Those
 * are few, so a past reading costs little more than the present one.
 */
import type { Place, ShiftCycle, ShiftFacts, StateChange } from '@celltwin/quality'
import type pg from 'pg'
import { readAbout } from '../journal/read.ts'
import { type CycleRow, type Movement, rowsOf } from '../projections/rows.ts'
import { groupBy } from './group-by.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

interface Row {
  readonly cycle_id: string
  readonly serial: string
  readonly began_at: string
  readonly verdict: ShiftCycle['verdict'] | null
  readonly characteristic: string | null
  readonly conformance: string | null
  readonly phases: Readonly<Record<string, string>> | null
  readonly conforming: boolean
  /** Cycles that this serial had before. */
  readonly earlier: string[] | null
}

/** Cycles of challenge parts are never production. */
const CYCLES = `
  select c.cycle_id, c.serial, c.started_at as began_at, c.verdict,
         c.reasons -> 0 ->> 'characteristic' as characteristic, c.reasons -> 0 ->> 'conformance' as conformance,
         p.phases,
         exists (
           select from review r where r.cycle_id = c.cycle_id and r.undone_at is null
             and r.review ->> 'finding' = 'conforming'
         ) as conforming,
         (select array_agg(e.cycle_id) from part_cycle e
          where e.serial = c.serial and e.cell_id = $1 and e.started_at < c.started_at) as earlier
  from part_cycle c left join cycle_phase p on p.cycle_id = c.cycle_id
  where c.cell_id = $1 and c.started_at >= $2 and c.started_at < $3 and c.challenge is null
  order by c.started_at, c.cycle_id`

const MOVEMENTS = `
  select position, cycle_id, at, kind, place from movement
  where cell_id = $1 and cycle_id = any($2) and position <= $3 order by at, position`

const STATES = `
  select at, state, reason from cell_state
  where cell_id = $1 and position <= $4 and at < $3 and at >= coalesce(
    (select max(at) from cell_state where cell_id = $1 and position <= $4 and at <= $2), $2)
  order by at, position`

const SAID_LATER = `
  select distinct subject from journal where cell_id = $1 and subject = any($2) and position > $3`
const KNOWN = `select distinct subject from journal where cell_id = $1 and subject = any($2) and position <= $3`

/** `knownAt`: last position that counts; all that is projected where absent. */
export async function readFacts(
  db: Queryable,
  cellId: number,
  { from, to }: { readonly from: string; readonly to: string },
  knownAt?: number,
): Promise<ShiftFacts> {
  const position = knownAt ?? Number.MAX_SAFE_INTEGER
  const { rows: now } = await db.query<Row>({ name: 'shift-cycles', text: CYCLES, values: [cellId, from, to] })
  const rows = knownAt === undefined ? now : await asKnown(db, cellId, now, { from, to, knownAt })
  const ids = rows.map(({ cycle_id }) => cycle_id)
  const { rows: movements } = await db.query<Movement>({
    name: 'shift-movements',
    text: MOVEMENTS,
    values: [cellId, ids, position],
  })
  const { rows: states } = await db.query<{ at: string; state: string; reason: string }>({
    name: 'shift-states',
    text: STATES,
    values: [cellId, from, to, position],
  })
  const byCycle = groupBy(movements, ({ cycle_id }) => cycle_id)
  return {
    cycles: rows.map((row) => cycleOf(row, byCycle.get(row.cycle_id) ?? [], to)),
    states: states.map(({ at, ...state }): StateChange => ({ atMs: Date.parse(at), ...state })),
  }
}

async function asKnown(
  db: Queryable,
  cellId: number,
  rows: readonly Row[],
  { from, to, knownAt }: { from: string; to: string; knownAt: number },
): Promise<Row[]> {
  const subjects = (text: string, ids: string[]) =>
    db
      .query<{ subject: string }>(text, [cellId, ids, knownAt])
      .then((answer) => new Set(answer.rows.map(({ subject }) => subject)))
  const later = await subjects(
    SAID_LATER,
    rows.map(({ cycle_id }) => cycle_id),
  )
  const earlier = await subjects(
    KNOWN,
    rows.flatMap(({ earlier }) => earlier ?? []),
  )
  const entries = await readAbout(db, cellId, [...later])
  const then = rowsOf(entries.filter(({ position }) => position <= knownAt))
  const undone = new Set(then.undone.map((row) => (row as { id: string }).id))
  const conforming = new Set(
    ([...then.reviews.values()] as { id: string; cycle_id: string; review: { finding: string } }[])
      .filter(({ id, review }) => review.finding === 'conforming' && !undone.has(id))
      .map(({ cycle_id }) => cycle_id),
  )
  return rows
    .flatMap((row): Row[] => {
      const before = row.earlier?.filter((id) => earlier.has(id)) ?? []
      if (!later.has(row.cycle_id)) return [{ ...row, earlier: before }]
      const known = then.cycles.get(row.cycle_id)
      if (!known || known.started_at < from || known.started_at >= to) return []
      return [
        {
          ...{ cycle_id: row.cycle_id, serial: row.serial, began_at: known.started_at, earlier: before },
          ...decisionOf(known),
          phases: then.phases.get(row.cycle_id)?.phases ?? null,
          conforming: conforming.has(row.cycle_id),
        },
      ]
    })
    .sort((a, b) => compare(a.began_at, b.began_at) || compare(a.cycle_id, b.cycle_id))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function decisionOf({ verdict, reasons }: CycleRow): Pick<Row, 'verdict' | 'characteristic' | 'conformance'> {
  const [first] = (reasons ?? []) as { characteristic?: string; conformance: string }[]
  return {
    verdict: (verdict as ShiftCycle['verdict']) ?? null,
    characteristic: first?.characteristic ?? null,
    conformance: first?.conformance ?? null,
  }
}

function cycleOf(row: Row, movements: readonly Movement[], to: string): ShiftCycle {
  const { cycle_id: cycleId, serial, verdict, characteristic, conformance, conforming, earlier } = row
  const phases = Object.entries(row.phases ?? {})
    .map(([phase, at]) => ({ phase, atMs: Date.parse(at) }))
    .sort((a, b) => a.atMs - b.atMs)
  // What happens to a part after its shift is not of its shift; how its cycle ended is, also a second after the end.
  const last = (kind: Movement['kind']) => {
    const some = movements.filter((movement) => movement.kind === kind)
    return (some.findLast(({ at }) => at < to) ?? some[0])?.place as Place | undefined
  }
  const ended = movements.find(({ kind, place }) => kind === 'seen' && place !== 'out')?.at
  const seen = last('seen')
  return {
    cycleId,
    serial,
    beganMs: phases[0]?.atMs ?? Date.parse(row.began_at),
    endedMs: ended === undefined ? undefined : Date.parse(ended),
    phases,
    verdict: verdict ?? undefined,
    cause:
      verdict === 'pass' || conformance === null
        ? undefined
        : { conformance, ...(characteristic === null ? {} : { characteristic }) },
    repeated: (earlier ?? []).length > 0,
    foundConforming: conforming,
    // A person takes parts out by hand: no part is sent there.
    sent: seen === 'out' ? 'out' : last('sent'),
    seen,
  }
}
