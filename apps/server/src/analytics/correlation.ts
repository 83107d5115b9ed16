/** Which characteristics go together. Over an even sample: 1,500 cycles say it as well as 40,000 do. */
import type { CorrelationMatrix, Scatter } from '@celltwin/contracts'
import { pearson, ranks, spearman } from '@celltwin/quality'
import type pg from 'pg'
import { CYCLES, type Window } from './window.ts'

const MOST_CYCLES = 1_500

/** Every `every`-th cycle of the window, in order of insertion. */
const SAMPLE = `
  sample as (
    select cycle_id, serial from (
      select c.cycle_id, c.serial, row_number() over (order by c.started_at, c.cycle_id) as n from part_cycle c where ${CYCLES}
    ) as numbered where (n - 1) % $4::int = 0
  )`

async function sampling(pool: pg.Pool, { cellId, from, to }: Window) {
  const { rows } = await pool.query<{ cycles: number }>(`select count(*) as cycles from part_cycle c where ${CYCLES}`, [
    cellId,
    from,
    to,
  ])
  const { cycles } = rows[0]!
  return { cycles, every: Math.max(1, Math.ceil(cycles / MOST_CYCLES)) }
}

export async function readCorrelation(
  pool: pg.Pool,
  window: Window,
  characteristics: readonly string[],
): Promise<CorrelationMatrix> {
  const { cellId, from, to } = window
  const { cycles, every } = await sampling(pool, window)
  const { rows } = await pool.query<{ values: (number | null)[] }>({
    text: `with ${SAMPLE}
      select array(
        select m.value from unnest($5::text[]) with ordinality as wanted(id, place)
        left join measurement m on m.cycle_id = sample.cycle_id and m.characteristic = wanted.id order by place
      ) as values from sample`,
    values: [cellId, from, to, every, characteristics],
  })
  const columns = characteristics.map((_, i) => toColumn(rows.map(({ values }) => values[i] ?? Number.NaN)))
  const compared = columns.map((a, i) => columns.slice(0, i + 1).map((b) => compare(a, b)))
  const squared = <T>(of: (pair: Pair) => T): T[] =>
    columns.flatMap((_, i) => columns.map((_, j) => of(compared[Math.max(i, j)]![Math.min(i, j)]!)))
  return {
    ...{ from, to, cycles, every },
    sampled: rows.length,
    characteristics: [...characteristics],
    pearson: squared(({ r }) => r),
    spearman: squared(({ rho }) => rho),
    n: squared(({ n }) => n),
  }
}

interface Column {
  readonly values: readonly number[]
  /** Of all values; where some are missing, ranks are made pair by pair. */
  readonly ranks: readonly number[] | undefined
}

type Pair = ReturnType<typeof compare>

const toColumn = (values: readonly number[]): Column => ({
  values,
  ranks: values.some(Number.isNaN) ? undefined : ranks(values),
})

/** Of the cycles that have both values. */
function compare(a: Column, b: Column) {
  if (a.ranks && b.ranks)
    return { n: a.values.length, r: rounded(pearson(a.values, b.values)), rho: rounded(pearson(a.ranks, b.ranks)) }
  const both = a.values.flatMap((value, i) => (Number.isNaN(value) || Number.isNaN(b.values[i]!) ? [] : [i]))
  const [x, y] = [both.map((i) => a.values[i]!), both.map((i) => b.values[i]!)]
  return { n: both.length, r: rounded(pearson(x, y)), rho: rounded(spearman(x, y)) }
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e4) / 1e4)

/** Pairs of the same sample, and the cycles at either end of either axis, whom a sample would lose. */
export async function readScatter(pool: pg.Pool, window: Window, x: string, y: string): Promise<Scatter> {
  const { cellId, from, to } = window
  const { every } = await sampling(pool, window)
  const { rows } = await pool.query<{ serial: string; x: number; y: number }>(
    `with ${SAMPLE}, ends as (
       select (select array[(array_agg(m.cycle_id order by m.value))[1], (array_agg(m.cycle_id order by m.value desc))[1]]
               from measurement m join part_cycle c on c.cycle_id = m.cycle_id
               where m.cell_id = $1 and m.characteristic = axis and ${CYCLES} and m.value is not null) as cycles
       from unnest(array[$5::text, $6::text]) as axis
     ), taken as (
       select cycle_id, serial from sample
       union select c.cycle_id, c.serial from ends, part_cycle c where c.cycle_id = any(ends.cycles)
     )
     select t.serial, a.value as x, b.value as y from taken t
     join measurement a on a.cycle_id = t.cycle_id and a.characteristic = $5
     join measurement b on b.cycle_id = t.cycle_id and b.characteristic = $6
     where a.value is not null and b.value is not null order by t.cycle_id`,
    [cellId, from, to, every, x, y],
  )
  return {
    ...{ from, to, every },
    n: rows.length,
    x: rows.map((row) => row.x),
    y: rows.map((row) => row.y),
    serials: rows.map(({ serial }) => serial),
  }
}
