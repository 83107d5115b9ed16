/** Exported parts as text: CSV with a column for each characteristic, and one JSON object a line. */
import type { Characteristic } from '@celltwin/contracts'
import { type Decimal, lineWriter } from '../shifts/csv.ts'
import type { ExportRow } from './rows.ts'

type Batches = AsyncIterable<readonly ExportRow[]>

export async function* csvOf(
  batches: Batches,
  characteristics: readonly Characteristic[],
  decimal: Decimal,
): AsyncGenerator<string> {
  const line = lineWriter(decimal)
  yield line([
    ...['serial', 'cycleId', 'cycleNumber', 'insertedAt', 'judgedAt', 'verdict', 'reason', 'whereabouts', 'recipe'],
    ...['fixture', 'tool', 'materialLots', 'finding', 'disposition', 'decidedBy', 'container', 'position', 'label'],
    ...['shipment', 'shippedAt', 'simulated', 'replayed', 'verdictCameLateMs', 'cameLate', 'cameAfterVerdict'],
    ...characteristics.map(({ id, unit }) => (unit ? `${id} [${unit}]` : id)),
  ])
  for await (const rows of batches)
    yield rows
      .map((row) =>
        line([
          ...[row.serial, row.cycleId, row.cycleNumber, row.insertedAt, row.judgedAt, row.verdict, row.reason],
          ...[row.whereabouts ?? 'in-process', row.recipe && `${row.recipe.id} v${row.recipe.version}`],
          ...[row.fixture, row.tool, lotsOf(row), row.review?.finding, row.review?.disposition, row.decidedBy],
          ...[row.container, row.position, row.label, row.shipment, row.shippedAt, row.simulated, row.replayed],
          ...[row.verdictCameLateMs, lateOf(row), afterVerdictOf(row)],
          ...characteristics.map(({ id }) => row.values[id]?.[0]),
        ]),
      )
      .join('')
}

export async function* ndjsonOf(batches: Batches): AsyncGenerator<string> {
  for await (const rows of batches)
    yield rows
      .map(({ values, ...row }) => {
        const told = Object.entries(values).map(([id, [value, conformance]]) => [id, { value, conformance }])
        return `${JSON.stringify({ ...row, values: Object.fromEntries(told) })}\n`
      })
      .join('')
}

/** `vibration 7200000 ms, visual 6500 ms` */
const lateOf = ({ cameLate }: ExportRow): string =>
  cameLate
    .filter(({ cameLateMs }) => cameLateMs !== null)
    .map(({ module, cameLateMs }) => `${module} ${cameLateMs} ms`)
    .join(', ')

const afterVerdictOf = ({ cameLate }: ExportRow): string =>
  cameLate
    .filter(({ afterVerdict }) => afterVerdict)
    .map(({ module }) => module)
    .join(', ')

/** `bearing L1, grease G2` */
export const lotsOf = ({ materialLots }: ExportRow): string =>
  materialLots.map(({ material, lot }) => `${material} ${lot}`).join(', ')
