/** Exported parts as text: CSV with a column for each characteristic, and one JSON object a line. */
import type { Characteristic } from '@celltwin/contracts'
import { type Decimal, lineWriter, startOfFile } from '../shifts/csv.ts'
import type { CameLate, ExportRow } from './rows.ts'

type Batches = AsyncIterable<readonly ExportRow[]>

export async function* csvOf(
  batches: Batches,
  characteristics: readonly Characteristic[],
  decimal: Decimal,
): AsyncGenerator<string> {
  const line = lineWriter(decimal)
  const modules = [...new Set(characteristics.map(({ module }) => module))]
  yield startOfFile(decimal)
  yield line([
    ...['serial', 'cycleId', 'cycleNumber', 'insertedAt', 'judgedAt', 'verdict', 'reason', 'whereabouts', 'recipe'],
    ...['fixture', 'tool', 'materialLots', 'finding', 'disposition', 'decidedBy', 'container', 'position', 'label'],
    ...['shipment', 'shippedAt', 'simulated', 'replayed', 'verdictCameLateMs'],
    ...modules.flatMap((module) => [`${module} cameLateMs`, `${module} afterVerdict`]),
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
          row.verdictCameLateMs,
          ...modules.flatMap((module) => {
            const came = latenessOf(row, module)
            return [came?.cameLateMs, came?.afterVerdict ?? false]
          }),
          ...characteristics.map(({ id }) => row.values[id]?.[0]),
        ]),
      )
      .join('')
}

export async function* ndjsonOf(batches: Batches, characteristics: readonly Characteristic[]): AsyncGenerator<string> {
  const moduleOf = new Map(characteristics.map(({ id, module }) => [id, module]))
  for await (const rows of batches)
    yield rows
      .map(({ values, ...row }) => {
        const told = Object.entries(values).map(([id, [value, conformance]]) => {
          const { cameLateMs, afterVerdict } = latenessOf(row, moduleOf.get(id)) ?? { cameLateMs: null }
          return [id, { value, conformance, cameLateMs, afterVerdict: afterVerdict ?? false }]
        })
        return `${JSON.stringify({ ...row, values: Object.fromEntries(told) })}\n`
      })
      .join('')
}

/** A value came when its module's results did. */
const latenessOf = ({ cameLate }: Pick<ExportRow, 'cameLate'>, module: string | undefined): CameLate | undefined =>
  cameLate.find((each) => each.module === module)

/** `bearing L1, grease G2` */
export const lotsOf = ({ materialLots }: ExportRow): string =>
  materialLots.map(({ material, lot }) => `${material} ${lot}`).join(', ')
