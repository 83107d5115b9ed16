/**
 * From an edge's publish to the state applied in a real headless browser, idle and under load.
 *
 * The page is the dashboard's /latency: it folds the stream as every page does and draws nothing, so that the figure is
 * ours and not a software renderer's. Publisher and browser share one machine and so one clock.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { cellTopics, type EquipmentPath } from '@celltwin/contracts'
import mqtt, { type MqttClient } from 'mqtt'
import { chromium } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import type { Bench } from './bench.ts'
import { findChromium } from './chromium.ts'
import { ROOT, startHarness } from './harness.ts'
import { percentile, round1 } from './statistics.ts'

const PATH: EquipmentPath = { enterprise: 'bench', site: 'bench', area: 'bench', cell: 'latency' }
const PROBES = 300
const PROBE_EVERY_MS = 50
const LOAD_PER_SECOND = 1_000
const WARM_UP_MS = 3_000

declare global {
  interface Window {
    /** Set by the /latency page: wall-clock milliseconds at which each event was applied, by event id. */
    celltwin?: { appliedAt: Map<string, number>; position: number }
  }
}

export const run: Bench = async (say) => {
  const harness = await startHarness(say)
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-background-timer-throttling'],
  })
  try {
    const client = await mqtt.connectAsync(harness.mqttUrl)
    const probe = createProbe(client)
    // The cell must exist before a page can watch it.
    await probe()
    const page = await browser.newPage()
    await page.goto(`${harness.serverUrl}/latency?cell=${PATH.cell}`)
    await page.waitForFunction(() => (window.celltwin?.position ?? 0) > 0, undefined, { timeout: 30_000 })

    const measure = async (): Promise<number[]> => {
      const published = new Map<string, number>()
      for (let i = 0; i < PROBES; i++) {
        const { id, atMs } = await probe()
        published.set(id, atMs)
        await new Promise((done) => setTimeout(done, PROBE_EVERY_MS))
      }
      const last = [...published.keys()].at(-1)!
      await page.waitForFunction((id) => window.celltwin!.appliedAt.has(id), last, { timeout: 60_000 })
      const applied = new Map(await page.evaluate(() => [...window.celltwin!.appliedAt]))
      return [...published].map(([id, atMs]) => applied.get(id)! - atMs)
    }

    const idle = await measure()
    say(`idle: p50 ${round1(percentile(idle, 0.5))} ms, p95 ${round1(percentile(idle, 0.95))} ms`)
    const load = fork(join(ROOT, 'apps/celltwin/dist/bench/load.js'))
    load.send({ url: harness.mqttUrl, path: PATH, perSecond: LOAD_PER_SECOND })
    await new Promise((done) => setTimeout(done, WARM_UP_MS))
    const before = await page.evaluate(() => window.celltwin!.position)
    const began = performance.now()
    const loaded = await measure()
    const rate =
      ((await page.evaluate(() => window.celltwin!.position)) - before) / ((performance.now() - began) / 1000)
    load.kill()
    say(
      `at ${Math.round(rate)} events/s: p50 ${round1(percentile(loaded, 0.5))} ms, p95 ${round1(percentile(loaded, 0.95))} ms`,
    )
    await client.endAsync()
    return {
      idleP50Ms: round1(percentile(idle, 0.5)),
      idleP95Ms: round1(percentile(idle, 0.95)),
      loadedP50Ms: round1(percentile(loaded, 0.5)),
      loadedP95Ms: round1(percentile(loaded, 0.95)),
      loadedP99Ms: round1(percentile(loaded, 0.99)),
      loadedEventsPerSecond: Math.round(rate),
      probes: PROBES,
    }
  } finally {
    await browser.close()
    await harness.stop()
  }
}

function createProbe(client: MqttClient) {
  const topic = cellTopics(PATH).event('probe', 'phase-started')
  let seq = 0
  return async () => {
    seq++
    const id = uuidv7()
    const atMs = Date.now()
    const data = { cycleId: `probe-${seq}`, serial: `P${seq}`, cycleNumber: seq, phase: 'scan', budgetMs: 1500 }
    const occurredAt = new Date(atMs).toISOString()
    await client.publishAsync(
      topic,
      JSON.stringify({
        v: 1,
        id,
        type: 'phase-started',
        source: 'probe',
        epoch: 1,
        seq,
        occurredAt,
        simulated: true,
        data,
      }),
      { qos: 1 },
    )
    return { id, atMs }
  }
}
