/**
 * A week of dense data on a chart: 240 parts an hour with every characteristic of the cell file, seeded into the database
 * and asked for by a real browser. From choosing a characteristic to the frame that shows its trend.
 */
import { join } from 'node:path'
import { type CellDefinition, cellTopics, type EquipmentPath } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { hashOf } from '@celltwin/contracts/hash'
import mqtt from 'mqtt'
import pg from 'pg'
import { type Browser, chromium, type Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import type { Bench } from './bench.ts'
import { findChromium } from './chromium.ts'
import { type Harness, ROOT, startHarness } from './harness.ts'
import { percentile, round1 } from './statistics.ts'

const PATH: EquipmentPath = { enterprise: 'bench', site: 'bench', area: 'bench', cell: 'week' }
const HOURS = 168
const PARTS_PER_HOUR = 240
const PARTS = HOURS * PARTS_PER_HOUR
/** A part in so many is rejected. */
const REJECT_EVERY = 50
const QUERY_ROUNDS = 3

export interface WeekChart {
  readonly weekParts: number
  readonly weekMeasurements: number
  /** Median and 95th percentile over the characteristics, each asked for the first time. */
  readonly weekChartPaintMs: number
  readonly weekChartPaintP95Ms: number
  readonly weekQueryP95Ms: number
}

export const run: Bench = async (say) => {
  const harness = await startHarness(say)
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  try {
    return { ...(await measureWeekChart(browser, harness, say)) }
  } finally {
    await browser.close()
    await harness.stop()
  }
}

/** Seeds a cell of its own into the harness and measures its Analytics page. */
export async function measureWeekChart(
  browser: Browser,
  harness: Harness,
  say: (text: string) => void,
): Promise<WeekChart> {
  const { definition } = readCellFile(join(ROOT, 'cells/pulley-cell-1.yaml'))
  await describeCell(harness, { ...definition, path: PATH })
  const measurements = await seedWeek(harness.databaseUrl, definition)
  say(`${PARTS} parts with ${measurements} measurements are stored`)
  const measured = definition.recipe.characteristics.filter(({ kind }) => kind === 'measure').map(({ id }) => id)
  const queries = await timeQueries(harness, measured)
  say(`query p95 ${round1(percentile(queries, 0.95))} ms`)
  const paints = await timePaints(browser, harness, measured)
  say(`paint p50 ${round1(percentile(paints, 0.5))} ms, p95 ${round1(percentile(paints, 0.95))} ms`)
  return {
    weekParts: PARTS,
    weekMeasurements: measurements,
    weekChartPaintMs: Math.round(percentile(paints, 0.5)),
    weekChartPaintP95Ms: Math.round(percentile(paints, 0.95)),
    weekQueryP95Ms: Math.round(percentile(queries, 0.95)),
  }
}

/** Tells the server of a cell, as its handling would. */
export async function describeCell({ mqttUrl, serverUrl }: Harness, definition: CellDefinition): Promise<void> {
  const client = await mqtt.connectAsync(mqttUrl)
  const event = {
    ...{ v: 1, id: uuidv7(), type: 'cell-described', source: 'handling', epoch: 1, seq: 1, simulated: true },
    occurredAt: new Date().toISOString(),
    data: { hash: hashOf(definition), definition },
  }
  await client.publishAsync(cellTopics(definition.path).event('handling', event.type), JSON.stringify(event), {
    qos: 1,
  })
  await client.endAsync()
  while (!(await fetch(`${serverUrl}/api/cells/${definition.path.cell}/definition`)).ok)
    await new Promise((done) => setTimeout(done, 50))
}

/** Parts every 15 s up to now; values about their nominal, wandering with the day. Answers how many measurements there are. */
async function seedWeek(databaseUrl: string, { recipe }: CellDefinition): Promise<number> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ id: number }>('select id from cell where slug = $1', [PATH.cell])
    const cellId = rows[0]!.id
    await client.query(
      `insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, inserted_at, verdict, judged_at,
         judged_after_ms, reasons, not_inspected, whereabouts, simulated, replayed)
       select 'week-' || n, $1, 'W-' || lpad(n::text, 6, '0'), n, at, at, verdict, at + interval '9 s', 9000, '[]', 0,
         case verdict when 'pass' then 'accept' else 'reject' end, true, false
       from (
         select n, now() - (${PARTS} - n) * interval '15 s' as at,
           case when n % ${REJECT_EVERY} = 0 then 'reject' else 'pass' end as verdict
         from generate_series(1, ${PARTS}) as n
       ) as parts`,
      [cellId],
    )
    const found = await client.query(
      `insert into measurement (cycle_id, characteristic, cell_id, at, value, conformance)
       select 'week-' || n, id, $1, now() - (${PARTS} - n) * interval '15 s' + interval '8 s', value,
         case when value < low or value > high then 'fail' else 'pass' end
       from generate_series(1, ${PARTS}) as n
       cross join lateral (
         select id, low, high, case when n % 997 = 0 then null
           else nominal + spread * (random_normal() + 0.5 * sin(n / 900.0) + case when n % 4001 = 0 then 7 else 0 end)
         end as value
         from unnest($2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])
           as c(id, nominal, spread, low, high)
       ) as measured`,
      [
        cellId,
        recipe.characteristics.map(({ id }) => id),
        recipe.characteristics.map(({ nominal, upper = 1 }) => nominal ?? upper / 2),
        recipe.characteristics.map(
          ({ nominal = 0, lower = 0, upper = 1 }) => Math.max(upper - nominal, nominal - lower) / 6,
        ),
        recipe.characteristics.map(({ lower }) => lower ?? -Infinity),
        recipe.characteristics.map(({ upper }) => upper ?? Infinity),
      ],
    )
    // As autovacuum leaves a plant's tables behind.
    await client.query('vacuum analyze measurement')
    await client.query('vacuum analyze part_cycle')
    return found.rowCount ?? 0
  } finally {
    await client.end()
  }
}

async function timeQueries({ serverUrl }: Harness, characteristics: readonly string[]): Promise<number[]> {
  const times: number[] = []
  const from = new Date(Date.now() - HOURS * 3_600_000).toISOString()
  for (let round = 0; round < QUERY_ROUNDS; round++)
    for (const characteristic of characteristics) {
      const began = performance.now()
      const response = await fetch(
        `${serverUrl}/api/cells/${PATH.cell}/analytics/process?characteristic=${characteristic}&from=${from}`,
      )
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`process of ${characteristic}: ${response.status}`)
      times.push(performance.now() - began)
    }
  return times
}

/** One after the other, by click: each is new to the page, nothing of it is remembered. */
async function timePaints(browser: Browser, { serverUrl }: Harness, characteristics: readonly string[]) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const [first = '', ...others] = characteristics
  await page.goto(`${serverUrl}/analytics?cell=${PATH.cell}&hours=${HOURS}&characteristic=${first}`)
  await painted(page, first)
  await page.waitForLoadState('networkidle')
  const times: number[] = []
  for (const id of others) {
    times.push(
      await page.evaluate(async (wanted) => {
        const button = document.querySelector<HTMLElement>(`[data-characteristic="${wanted}"]`)!
        const began = performance.now()
        button.click()
        const there = () => document.querySelector(`[data-painted^="${wanted} "]`) !== null
        while (!there()) await new Promise((done) => requestAnimationFrame(done))
        return performance.now() - began
      }, id),
    )
  }
  await page.close()
  return times
}

async function painted(page: Page, id: string): Promise<void> {
  await page.locator(`[data-painted^="${id} "]`).waitFor({ timeout: 60_000 })
}
