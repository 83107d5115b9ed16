/** `celltwin fault`: changes the faults in force in a simulated cell, through the server as the page does. */
import { type CellTwin, type Fault, type FaultKind, type Faults, PART_DEFECTS, PLANT_FAULTS } from '@celltwin/contracts'

interface FaultOptions {
  readonly severity: number
  readonly cycles: number
  readonly angle?: number
  readonly source?: string
  readonly cell: string
  readonly url: string
}

export async function injectFault(kind: string | undefined, options: FaultOptions): Promise<void> {
  const faultsUrl = `${options.url}/api/cells/${options.cell}/faults`
  const { items } = await request<Faults>(faultsUrl)
  if (!kind) {
    for (const fault of items) console.log(describe(fault))
    if (items.length === 0) console.log('no fault is in force')
    return
  }
  if (kind === 'clear') {
    await put(faultsUrl, [])
    return console.log(`${items.length} cleared`)
  }
  const kinds: readonly string[] = [...PART_DEFECTS, ...PLANT_FAULTS]
  if (!kinds.includes(kind)) throw new Error(`unknown fault ${kind}; one of ${kinds.join(', ')}`)
  const twin = await request<CellTwin>(`${options.url}/api/cells/${options.cell}/twin`)
  const next = 1 + Math.max(0, ...Object.values(twin.cycles).map(({ cycleNumber }) => cycleNumber))
  const fault: Fault = {
    id: `${kind}-${Date.now().toString(36)}`,
    kind: kind as FaultKind,
    severity: options.severity,
    fromCycle: next,
    ...(options.cycles > 0 ? { toCycle: next + options.cycles - 1 } : {}),
    ...(options.angle === undefined ? {} : { angleDeg: options.angle }),
    ...(options.source === undefined ? {} : { source: options.source }),
  }
  await put(faultsUrl, [...items, fault])
  console.log(describe(fault))
}

const describe = ({ id, kind, severity, fromCycle, toCycle }: Fault) =>
  `${id}: ${kind}, severity ${severity}, cycle ${fromCycle}${toCycle === undefined ? ' until cleared' : toCycle > fromCycle ? ` to ${toCycle}` : ''}`

const put = (url: string, items: readonly Fault[]) =>
  request(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ items }) })

async function request<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init).catch((error: Error) => {
    throw new Error(`no server at ${url}: ${error.message}. Is \`npm start\` running? --url names another.`)
  })
  const body = (await response.json()) as T & { message?: string }
  if (!response.ok) throw new Error(body.message ?? `${url} answered ${response.status}`)
  return body
}
