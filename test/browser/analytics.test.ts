/** The quality engineer's page over a day of parts, in a real browser: charts, a brush by pointer and by keyboard, its parts. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type CellDefinition, encodeSeries } from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { connectEdge, PATH, sha, streamOf } from '../../apps/server/src/testing/edge.ts'
import { startTestServer, type TestServer } from '../../apps/server/src/testing/server.ts'
import { startEmbeddedBroker, type TestBroker } from '../support/broker.ts'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { until } from '../support/until.ts'

const PARTS = 240
/** Of each: one part in so many has no crimp at 8 o'clock. */
const MISSING_EVERY = 12
const RATE = 25_600
const SHAFT_HZ = 30

let postgres: TestPostgres
let broker: TestBroker
let server: TestServer
let journey: Journey

beforeAll(async () => {
  ;[postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
  server = await startTestServer(postgres.url, broker.url, { DASHBOARD_DIR: resolve('apps/dashboard/dist') })
  const definition = { ...(parse(readFileSync('cells/pulley-cell-1.yaml', 'utf8')) as CellDefinition), path: PATH }
  const edge = await connectEdge(broker.url)
  await edge.live(streamOf('handling')('cell-described', { hash: sha('definition'), definition }))
  await until(async () => (await server.send('GET', `/api/cells/${PATH.cell}/definition`)).status === 200)
  await edge.close()
  await seed()
  journey = await openPage(`${server.url}/analytics?cell=${PATH.cell}&characteristic=face-axial-runout`)
}, 120_000)
afterAll(async () => {
  await journey?.close()
  await server?.close()
  await Promise.all([broker?.stop(), postgres?.stop()])
})

/** Run-out and flatness that rise together, a place where crimps are missing, waveforms, decisions. */
async function seed(): Promise<void> {
  const client = new pg.Client(postgres.url)
  await client.connect()
  const now = Date.now()
  const parts = Array.from({ length: PARTS }, (_, n) => {
    const missing = n % MISSING_EVERY === 0
    const wander = Math.sin(n / 7) + Math.sin(n * 2.4)
    return {
      n,
      id: `a-${n}`,
      at: new Date(now - (PARTS - n) * 120_000).toISOString(),
      verdict: missing ? 'reject' : 'pass',
      values: {
        'face-axial-runout': 0.035 + 0.01 * wander,
        'face-flatness': 0.02 + 0.004 * wander,
        'crimp-count': missing ? 5 : 6,
      },
      locations: [{ angleDeg: 240, radiusMm: 26, conforming: !missing }],
    }
  })
  await client.query(
    `with p as (
       select r.*, 1 as cell from jsonb_to_recordset($1)
         as r(n int, id text, at timestamptz, verdict text, values jsonb, locations jsonb)
     ), cycles as (
       insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, verdict, judged_at, simulated, replayed)
       select id, cell, 'A-' || lpad(n::text, 4, '0'), n + 1, at, verdict, at, true, false from p
     ), measured as (
       insert into measurement (cycle_id, characteristic, cell_id, at, value, conformance)
       select id, key, cell, at, value::float8, case when key = 'crimp-count' and verdict = 'reject' then 'fail' else 'pass' end
       from p, jsonb_each_text(p.values)
     ), inspected as (
       insert into inspection (cycle_id, module, cell_id, at, results)
       select id, 'visual', cell, at, jsonb_build_array(jsonb_build_object('characteristic', 'crimp-count', 'conformance',
         case verdict when 'reject' then 'fail' else 'pass' end, 'locations', locations)) from p
     )
     insert into review (id, cycle_id, cell_id, position, at, by, review)
     select gen_random_uuid(), id, cell, 1000 + n, at, 'q', jsonb_build_object('finding',
       case when n % 60 = 0 then 'conforming' else 'nonconforming' end, 'reasonCode', 'x') from p where verdict = 'reject'`,
    [JSON.stringify(parts)],
  )
  for (const { id, at, n } of parts.slice(-24)) {
    const bytes = waveform(n)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await fetch(`${server.url}/api/evidence/${sha256}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.celltwin.series', 'x-evidence-kind': 'waveform' },
      body: Buffer.from(bytes),
    })
    await client.query(
      `insert into evidence_ref (cycle_id, sha256, kind, cell_id, module, media_type, bytes, captured_at)
       values ($1, $2, 'waveform', 1, 'vibration', 'application/vnd.celltwin.series', $3, $4)`,
      [id, sha256, bytes.length, at],
    )
  }
  await client.end()
}

/** Noise; in later parts a spot of the outer race strikes, loudest when it passes through the load. */
function waveform(n: number): Uint8Array {
  const data = new Float32Array(RATE)
  for (let i = 0; i < data.length; i++) {
    const t = i / RATE
    const since = (t * SHAFT_HZ * 5.51) % 1
    const load = 0.5 + 0.5 * Math.cos(2 * Math.PI * SHAFT_HZ * t)
    const strike = n > PARTS - 10 ? 4 * load * Math.exp(-since * 20) * Math.sin(2 * Math.PI * 5200 * t) : 0
    data[i] = strike + Math.sin(i * 12.9898 + n) * Math.cos(i * 78.233)
  }
  return encodeSeries({
    kind: 'waveform',
    meta: { sampleRateHz: RATE, shaftHz: SHAFT_HZ },
    columns: [{ name: 'a', unit: 'm/s²', data }],
  })
}

describe('the analytics page', { timeout: 60_000 }, () => {
  it('is reached by keyboard and says what the run of a characteristic is', async () => {
    const { page } = journey
    await page.locator(`[data-painted="face-axial-runout ${PARTS}"]`).waitFor()
    expect(await textOf(page.locator('.trendp .said'))).toMatch(/outside the specification/)
    expect(await textOf(page.locator('.trendp .cap'))).toContain(`n = ${PARTS}`)
    expect(await textOf(page.locator('.histp .figures'))).toMatch(/Ppk\n\d\.\d\d \(/)
    await page.goto(`${server.url}/parts?cell=${PATH.cell}`)
    await page.getByRole('link', { name: 'Analytics' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('y')
    await page.getByRole('heading', { name: 'Analytics' }).waitFor()
    // What fails most is what it opens with.
    await page.locator(`[data-painted="crimp-count ${PARTS}"]`).waitFor()
  })

  it('lists the parts of a range brushed with the pointer, and of one chosen by keyboard', async () => {
    const { page } = journey
    await page.getByRole('button', { name: 'Axial run-out of B to A' }).first().click()
    await page.locator(`[data-painted="face-axial-runout ${PARTS}"]`).waitFor()
    const plot = (await page.locator('.trend .u-over').boundingBox())!
    await page.mouse.move(plot.x + plot.width * 0.8, plot.y + 40)
    await page.mouse.down()
    await page.mouse.move(plot.x + plot.width * 0.9, plot.y + 40, { steps: 4 })
    await page.mouse.up()
    await page.locator('.partsp tbody tr').first().waitFor()
    const brushed = await page.locator('.partsp tbody tr').count()
    expect(brushed).toBeGreaterThan(10)
    expect(brushed).toBeLessThan(PARTS)
    expect(await page.getByRole('link', { name: 'Open in Parts' }).getAttribute('href')).toMatch(/from=.*to=/)
    await page
      .getByRole('checkbox', { name: /^Compare/ })
      .nth(0)
      .check()
    await page
      .getByRole('checkbox', { name: /^Compare/ })
      .nth(3)
      .check()
    expect(await page.getByRole('link', { name: 'Compare' }).getAttribute('href')).toMatch(/a=A-\d+.*b=A-\d+/)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('slider', { name: /range of values/ }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await until(() => new URL(page.url()).searchParams.has('low'))
    expect(await page.getByRole('link', { name: 'Open in Parts' }).getAttribute('href')).toMatch(
      /measured=face-axial-runout/,
    )
    await page.keyboard.press('Escape')
    await until(() => !new URL(page.url()).searchParams.has('low'))
  })

  it('finds what goes together, where it fails, and what strikes', async () => {
    const { page } = journey
    await page.locator('.closest').getByRole('button', { name: 'Flatness of B' }).click()
    await page.getByRole('heading', { name: 'Flatness of B over Axial run-out of B to A' }).waitFor()
    expect(await textOf(page.locator('.mapp .beside'))).toContain(
      `8 o’clock (240°), 20–32 mm: ${PARTS / MISSING_EVERY} parts`,
    )
    expect(await textOf(page.locator('.specp > header'))).toContain('24 of 24')
    await page.getByRole('slider', { name: /vibration is shown/ }).focus()
    await page.keyboard.press('ArrowUp')
    await page.locator('.angle').getByText('A-0238').waitFor()
    expect(await textOf(page.locator('.agreep .kv'))).toContain('4 of 20')
    expect(journey.errors).toEqual([])
  })
})
