/** `celltwin fault`: changes the faults in force in a simulated cell, through the server as the page does. */
import { type CellTwin, type Fault, type FaultKind, type Faults, PART_DEFECTS, PLANT_FAULTS } from '@celltwin/contracts'
import { ask, cellPath } from './server/ask.ts'

interface FaultOptions {
  readonly severity: number
  readonly cycles: number
  readonly angle?: number
  readonly source?: string
  readonly exposures?: number
  readonly station?: string
  readonly cell: string
  readonly url: string
}

export async function injectFault(kind: string | undefined, options: FaultOptions): Promise<void> {
  const { url, cell } = options
  const path = `${cellPath(cell)}/faults`
  const { items } = await ask<Faults>(url, path)
  if (!kind) {
    for (const fault of items) console.log(describe(fault))
    if (items.length === 0) console.log('no fault is in force')
    return
  }
  if (kind === 'clear') {
    await put(url, path, [])
    return console.log(`${items.length} cleared`)
  }
  const kinds: readonly string[] = [...PART_DEFECTS, ...PLANT_FAULTS]
  if (!kinds.includes(kind)) throw new Error(`unknown fault ${kind}; one of ${kinds.join(', ')}`)
  const twin = await ask<CellTwin>(url, `${cellPath(cell)}/twin`)
  const next = 1 + Math.max(0, ...Object.values(twin.cycles).map(({ cycleNumber }) => cycleNumber))
  const fault: Fault = {
    id: `${kind}-${Date.now().toString(36)}`,
    kind: kind as FaultKind,
    severity: options.severity,
    fromCycle: next,
    ...(options.cycles > 0 ? { toCycle: next + options.cycles - 1 } : {}),
    ...(options.angle === undefined ? {} : { angleDeg: options.angle }),
    ...(options.source === undefined ? {} : { source: options.source }),
    ...(options.exposures === undefined ? {} : { exposures: options.exposures }),
    ...(options.station === undefined ? {} : { station: options.station }),
  }
  await put(url, path, [...items, fault])
  console.log(describe(fault))
}

function describe({ id, kind, severity, fromCycle, toCycle, source, station, exposures }: Fault): string {
  const until = toCycle === undefined ? ' until cleared' : toCycle > fromCycle ? ` to ${toCycle}` : ''
  const where = [source ?? station, exposures && `first ${exposures} exposures`].filter(Boolean).join(', ')
  return `${id}: ${kind}${where && ` (${where})`}, severity ${severity}, cycle ${fromCycle}${until}`
}

const put = (url: string, path: string, items: readonly Fault[]) => ask<Faults>(url, path, 'PUT', { items })
