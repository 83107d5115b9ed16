/** Tables of a shift as CSV (RFC 4180), row by row. A decimal comma takes the semicolon between fields. */
import type { ShiftReport } from '@celltwin/contracts'
import type pg from 'pg'
import Type, { type Static } from 'typebox'

/** As a query asks for it. */
export const Decimal = Type.Enum(['point', 'comma'], {
  default: 'point',
  description: 'comma: semicolons between fields',
})
export type Decimal = Static<typeof Decimal>
export const CSV_TABLES = ['parts', 'figures', 'losses', 'states'] as const
export type CsvTable = (typeof CSV_TABLES)[number]

type Cell = string | number | boolean | null | undefined
const PAGE = 500

export async function* csvOf(
  pool: pg.Pool,
  cellId: number,
  report: ShiftReport,
  { table, decimal }: { table: CsvTable; decimal: Decimal },
): AsyncGenerator<string> {
  const line = lineWriter(decimal)
  yield startOfFile(decimal)
  switch (table) {
    case 'parts':
      yield* parts(pool, cellId, report, line)
      return
    case 'figures':
      yield line(['figure', 'value'])
      for (const [figure, value] of flatten(report.figures)) yield line([figure, value])
      return
    case 'losses':
      yield line(['kind', 'loss', 'of', 'count', 'timeMs'])
      for (const [kind, losses] of [['part', report.figures.losses] as const, ['stop', report.figures.stops] as const])
        for (const { title, of, count, timeMs } of losses) yield line([kind, title, of, count, timeMs])
      return
    case 'states':
      yield line(['from', 'to', 'state', 'reason'])
      for (const { from, to, state, reason } of report.figures.spans) yield line([from, to, state, reason])
  }
}

interface PartRow {
  readonly serial: string
  readonly cycle_id: string
  readonly cycle_number: number
  readonly started_at: string
  readonly judged_at: string | null
  readonly verdict: string | null
  readonly characteristic: string | null
  readonly reason: string | null
  readonly cycle_time_ms: number | null
  readonly whereabouts: string | null
}

const PARTS = `
  select c.serial, c.cycle_id, c.cycle_number, c.started_at, c.judged_at, c.verdict,
         c.reasons -> 0 ->> 'characteristic' as characteristic, c.reasons -> 0 ->> 'text' as reason,
         extract(epoch from c.arrived_at - coalesce((select min(value::timestamptz) from jsonb_each_text(p.phases)),
           c.inserted_at))::float8 * 1000 as cycle_time_ms, c.whereabouts
  from part_cycle c left join cycle_phase p on p.cycle_id = c.cycle_id
  where c.cell_id = $1 and c.started_at < $2 and (c.started_at, c.cycle_id) > ($3, $4)
    and c.challenge is null
  order by c.started_at, c.cycle_id limit ${PAGE}`

/** One page at a time, so that a shift of any length passes through in little memory. */
async function* parts(pool: pg.Pool, cellId: number, { from, to }: ShiftReport, line: (cells: Cell[]) => string) {
  yield line([
    ...['serial', 'cycleId', 'cycleNumber', 'insertedAt', 'judgedAt', 'verdict', 'characteristic', 'reason'],
    ...['cycleTimeMs', 'whereabouts'],
  ])
  // Just before the shift, whatever the id.
  let after: [string, string] = [new Date(Date.parse(from) - 1).toISOString(), '\u{10ffff}']
  for (;;) {
    const { rows } = await pool.query<PartRow>(PARTS, [cellId, to, ...after])
    for (const row of rows) yield line(Object.values(row))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = [last.started_at, last.cycle_id]
  }
}

function* flatten(value: unknown, path = ''): Generator<[string, Cell]> {
  if (Array.isArray(value)) return
  if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) yield* flatten(inner, path ? `${path}.${key}` : key)
  else yield [path, value as Cell]
}

/** Spreadsheets that part fields by semicolons take a file for their country's old character set unless its mark says UTF-8. */
export const startOfFile = (decimal: Decimal): string => (decimal === 'comma' ? '\uFEFF' : '')

export function lineWriter(decimal: Decimal): (cells: readonly Cell[]) => string {
  const separator = decimal === 'comma' ? ';' : ','
  const text = (cell: Cell) => {
    if (typeof cell === 'number') return decimal === 'comma' ? String(cell).replace('.', ',') : String(cell)
    return cell === null || cell === undefined ? '' : String(cell)
  }
  // A spreadsheet would take what begins like a formula for one.
  const safe = (cell: Cell) => (typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : text(cell))
  const special = decimal === 'comma' ? /[";\r\n]/ : /[",\r\n]/
  const quoted = (field: string) => (special.test(field) ? `"${field.replaceAll('"', '""')}"` : field)
  return (cells) => `${cells.map((cell) => quoted(safe(cell))).join(separator)}\r\n`
}
