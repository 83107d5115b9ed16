/**
 * Search, genealogy and export over 100,000 cycles with every characteristic of the cell file, asked of a real server: each
 * kind of question on its own, also the ones that find nothing and those whose parts are the oldest of all.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EquipmentPath, Genealogy, PartPage } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import type { Bench } from './bench.ts'
import { type Harness, ROOT, startHarness } from './harness.ts'
import { percentile, round1 } from './statistics.ts'
import { seedTrace, TRACED_PARTS } from './trace-seed.ts'
import { describeCell } from './week-chart.ts'

const PATH: EquipmentPath = { enterprise: 'bench', site: 'bench', area: 'bench', cell: 'trace' }
const ROUNDS = 15

/** Kind → criteria. Parts come every 15 s; the first half was measured with laser-1, the second with laser-2. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  all: {},
  serial: { serial: 'T-0500' },
  held: { verdict: 'hold' },
  decidedBy: { characteristic: 'crimp-count' },
  lot: { lot: 'B-0042' },
  unknownLot: { lot: 'B-9999' },
  gauge: { gauge: 'laser-2' },
  oldGauge: { gauge: 'laser-1' },
  gaugeAndLaterLot: { gauge: 'laser-1', lot: 'B-0199' },
  model: { model: 'face-net' },
  operator: { operator: 'person 3' },
  defect: { defect: 'crimp-count' },
  container: { container: 'KLT-004200' },
  shipment: { shipment: 'S-0100' },
  valueHalf: { measured: 'face-axial-runout', above: '0' },
  valueFew: { measured: 'face-axial-runout', above: '900' },
  valueNone: { measured: 'face-axial-runout', above: '1e9' },
  valueNoneOfGauge: { measured: 'face-axial-runout', above: '1e9', gauge: 'laser-1' },
  notInspected: { conformance: 'not-inspected' },
}

export const run: Bench = async (say) => {
  const harness = await startHarness(say)
  try {
    const { definition } = readCellFile(join(ROOT, 'cells/pulley-cell-1.yaml'))
    await describeCell(harness, { ...definition, path: PATH })
    say(
      `${await seedTrace(harness.databaseUrl, PATH.cell, definition)} measurements of ${TRACED_PARTS} parts are stored`,
    )
    const search = await timeEach(KINDS, (query) => searchTwoPages(harness, query))
    say(`search p95 ${JSON.stringify(search)}`)
    const genealogy = await timeEach(KINDS, (query) => readGenealogy(harness, query))
    say(`genealogy p95 ${JSON.stringify(genealogy)}`)
    const exported = await timeExport(harness)
    return { parts: TRACED_PARTS, searchP95Ms: search, genealogyP95Ms: genealogy, ...exported }
  } finally {
    await harness.stop()
  }
}

async function timeEach(
  kinds: typeof KINDS,
  ask: (query: URLSearchParams) => Promise<void>,
): Promise<Record<string, number>> {
  const p95: Record<string, number> = {}
  for (const [kind, criteria] of Object.entries(kinds)) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now()
      await ask(new URLSearchParams(criteria))
      times.push(performance.now() - began)
    }
    p95[kind] = round1(percentile(times, 0.95))
  }
  return p95
}

/** The slower of two pages counts twice: a person waits for each. */
async function searchTwoPages({ serverUrl }: Harness, query: URLSearchParams): Promise<void> {
  query.set('cell', PATH.cell)
  const page = await read<PartPage>(`${serverUrl}/api/parts?${query}`)
  if (page.nextCursor === null) return
  query.set('cursor', page.nextCursor)
  await read<PartPage>(`${serverUrl}/api/parts?${query}`)
}

async function readGenealogy({ serverUrl }: Harness, query: URLSearchParams): Promise<void> {
  await read<Genealogy>(`${serverUrl}/api/cells/${PATH.cell}/genealogy?${query}`)
}

/** Every part in AQDEF, read as it comes. */
async function timeExport({ serverUrl, serverPid }: Harness) {
  const before = residentMb(serverPid)
  let most = before
  let bytes = 0
  const began = performance.now()
  const response = await fetch(`${serverUrl}/api/cells/${PATH.cell}/parts.dfq`)
  for await (const chunk of response.body!) {
    bytes += chunk.length
    most = Math.max(most, residentMb(serverPid))
  }
  return {
    exportSeconds: round1((performance.now() - began) / 1000),
    exportMb: round1(bytes / 1e6),
    exportRssGrowthMb: Math.round(most - before),
  }
}

const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url)
  const body = (await response.json()) as T
  if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(body)}`)
  return body
}
