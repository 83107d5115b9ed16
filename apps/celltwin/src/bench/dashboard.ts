/**
 * What the dashboard costs: script of a frame on a Cell page as full as it is made for, script and time before the first
 * useful paint, and the memory that an hour of replay leaves behind.
 *
 * A software renderer's own time says nothing of a screen with a graphics card: draw calls are counted and dropped,
 * everything up to them is ours and measured.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type CellDefinition, cellTopics, type EquipmentPath } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { hashOf } from '@celltwin/contracts/hash'
import mqtt from 'mqtt'
import { type Browser, type CDPSession, chromium } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import type { Bench } from './bench.ts'
import { findChromium } from './chromium.ts'
import { type Harness, ROOT, startHarness } from './harness.ts'
import type { HistoryJob } from './history-publisher.ts'
import { percentile, round1 } from './statistics.ts'
import { measureWeekChart } from './week-chart.ts'

const PATH: EquipmentPath = { enterprise: 'bench', site: 'bench', area: 'bench', cell: 'dashboard' }
const ELEMENTS = 500
const PARTS = 1_000
const FRAMES_PER_SECOND = 60
const WARM_UP_MS = 4_000
const MEASURED_MS = 15_000
const PAINTS = 5
const CYCLE_MS = 15_000
const HISTORY_MS = 80 * 60_000
const HOUR_MS = 3_600_000

declare global {
  interface Window {
    celltwinDrawCalls?: number
    celltwinUseful?: number
    /** Set by the dashboard: the instant shown, ms. */
    celltwinNow?: () => number
  }
}

export const run: Bench = async (say) => {
  const harness = await startHarness(say)
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      ...['--no-sandbox', '--disable-background-networking', '--disable-background-timer-throttling'],
      ...['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--enable-precise-memory-info'],
    ],
  })
  try {
    const { definition } = readCellFile(join(ROOT, 'cells/pulley-cell-1.yaml'))
    await publishHistory(harness, { ...definition, path: PATH })
    say(`${HISTORY_MS / 60_000} minutes of history are stored`)
    const paint = await measurePaint(browser, harness)
    say(`first useful paint ${paint.firstUsefulPaintMs} ms, ${paint.initialScriptKb} kB of script before it`)
    const frames = await measureFrames(browser, harness)
    say(`${frames.scriptMsPerFrame} ms of script per frame`)
    const heapGrowthMbPerHour = await measureReplay(browser, harness)
    say(`${heapGrowthMbPerHour} MB more after an hour of replay`)
    const week = await measureWeekChart(browser, harness, say)
    return { ...frames, ...paint, heapGrowthMbPerHour, ...week }
  } finally {
    await browser.close()
    await harness.stop()
  }
}

/**
 * Script per frame at 60 frames/s: that of the frames themselves, and their share of what runs between them. Processor
 * time of the page's main thread, so that other load on the machine does not count.
 */
async function measureFrames(browser: Browser, { serverUrl }: Harness) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.addInitScript(countDrawCalls)
  await page.goto(`${serverUrl}/frames?cell=${PATH.cell}&elements=${ELEMENTS}&parts=${PARTS}&quality=full`)
  await page.waitForFunction(() => (window.celltwinDrawCalls ?? 0) > 1_000, undefined, { timeout: 120_000 })
  await page.waitForTimeout(WARM_UP_MS)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  await browser.startTracing(page, { categories: ['devtools.timeline'] })
  const drawn = () => page.evaluate(() => window.celltwinDrawCalls!)
  const scriptMs = async () => (await metricsOf(cdp))('ScriptDuration') * 1000
  const before = { scriptMs: await scriptMs(), drawn: await drawn(), atMs: performance.now() }
  await page.waitForTimeout(MEASURED_MS)
  const seconds = (performance.now() - before.atMs) / 1000
  const script = (await scriptMs()) - before.scriptMs
  const drawCalls = (await drawn()) - before.drawn
  const frames = framesOf(JSON.parse((await browser.stopTracing()).toString()))
  const boundElements = await page.locator('.stlabel').count()
  await page.close()
  const inFrame = frames.scriptMs / frames.count
  const between = Math.max(0, script - frames.scriptMs) / seconds
  return {
    scriptMsPerFrame: round2(inFrame + between / FRAMES_PER_SECOND),
    scriptMsInFrame: round2(inFrame),
    scriptMsBetweenFramesPerSecond: round1(between),
    framesPerSecond: round1(frames.count / seconds),
    drawCallsPerFrame: round1(drawCalls / frames.count),
    boundElements,
    parts: PARTS,
  }
}

interface Trace {
  readonly traceEvents: readonly { readonly name: string; readonly tdur?: number }[]
}

/** Animation frames that the trace holds, and the thread time that they took. */
function framesOf({ traceEvents }: Trace): { count: number; scriptMs: number } {
  const frames = traceEvents.filter(({ name }) => name === 'FireAnimationFrame')
  return { count: frames.length, scriptMs: frames.reduce((sum, { tdur }) => sum + (tdur ?? 0), 0) / 1000 }
}

const round2 = (value: number): number => Math.round(value * 100) / 100

async function metricsOf(cdp: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
}

/** In the page: draw calls counted instead of drawn. */
function countDrawCalls(): void {
  window.celltwinDrawCalls = 0
  const gl = WebGL2RenderingContext.prototype as unknown as Record<string, () => void>
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'])
    gl[name] = () => {
      window.celltwinDrawCalls = (window.celltwinDrawCalls ?? 0) + 1
    }
}

/** Cold: nothing cached, nothing remembered. */
async function measurePaint(browser: Browser, { serverUrl }: Harness) {
  const times: number[] = []
  let initialScriptKb = 0
  let transferredKb = 0
  for (let i = 0; i < PAINTS; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.addInitScript(noteUsefulPaint)
    await page.goto(`${serverUrl}/?cell=${PATH.cell}`)
    await page.waitForFunction(() => window.celltwinUseful !== undefined, undefined, { timeout: 60_000 })
    const { usefulMs, scripts } = await page.evaluate(() => ({
      usefulMs: window.celltwinUseful!,
      scripts: (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name, responseEnd }) => /\.js(\?|$)/.test(name) && responseEnd <= window.celltwinUseful!)
        .map(({ name, transferSize }) => ({ name, transferSize })),
    }))
    times.push(usefulMs)
    let bytes = 0
    for (const { name } of scripts) bytes += gzipSync(Buffer.from(await (await fetch(name)).arrayBuffer())).length
    initialScriptKb = Math.max(initialScriptKb, bytes / 1000)
    transferredKb = Math.max(transferredKb, scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000)
    await context.close()
  }
  return {
    firstUsefulPaintMs: Math.round(percentile(times, 0.5)),
    initialScriptKb: Math.round(initialScriptKb),
    transferredScriptKb: Math.round(transferredKb),
  }
}

/** In the page: when the state of the cell could first be read. */
function noteUsefulPaint(): void {
  const look = () => {
    if (!document.querySelector('.fig .state')?.textContent) return requestAnimationFrame(look)
    // The frame in which it is laid out is painted before the next one begins.
    return requestAnimationFrame(() => {
      window.celltwinUseful = performance.now()
    })
  }
  requestAnimationFrame(look)
}

/** Heap after an hour at ×100 less the heap after its first minutes, garbage collected both times. */
async function measureReplay(browser: Browser, { serverUrl }: Harness): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.addInitScript(countDrawCalls)
  const from = Date.now() - HISTORY_MS + 60_000
  await page.goto(`${serverUrl}/?cell=${PATH.cell}&at=${new Date(from).toISOString()}`)
  await page.locator('.fig .state').waitFor()
  await page.locator('.rate select').selectOption('100')
  await page.keyboard.press('Space')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const heapAt = async (atMs: number) => {
    await page.waitForFunction((at) => (window.celltwinNow?.() ?? 0) >= at, atMs, { timeout: 180_000 })
    await cdp.send('HeapProfiler.collectGarbage')
    return {
      mb: (await metricsOf(cdp))('JSHeapUsedSize') / 1e6,
      atMs: await page.evaluate(() => window.celltwinNow!()),
    }
  }
  const first = await heapAt(from + 10 * 60_000)
  const last = await heapAt(from + 70 * 60_000)
  await page.close()
  return round1((last.mb - first.mb) / ((last.atMs - first.atMs) / HOUR_MS))
}

/** The cell file, then one part after the other up to now. */
async function publishHistory({ mqttUrl }: Harness, definition: CellDefinition): Promise<void> {
  const fromMs = Date.now() - HISTORY_MS
  const client = await mqtt.connectAsync(mqttUrl)
  const say = (seq: number, type: string, data: unknown) => {
    const at = new Date(fromMs).toISOString()
    const event = { v: 1, id: uuidv7(), type, source: 'handling', epoch: 1, seq, occurredAt: at, simulated: true, data }
    return client.publishAsync(cellTopics(PATH).event('handling', type), JSON.stringify(event), { qos: 1 })
  }
  await say(1, 'cell-described', {
    hash: hashOf(definition),
    definition,
  })
  await say(2, 'cell-state-changed', { state: 'execute', reason: 'production' })
  await client.endAsync()
  const publisher = fork(join(ROOT, 'apps/celltwin/dist/bench/history-publisher.js'))
  publisher.send({
    url: mqttUrl,
    path: PATH,
    firstCycle: 1,
    lastCycle: Math.floor(HISTORY_MS / CYCLE_MS) - 1,
    fromMs,
    cycleMs: CYCLE_MS,
    epoch: 1,
    before: { handling: 2 },
  } satisfies HistoryJob)
  await new Promise<void>((done) => publisher.once('message', () => done()))
  publisher.kill()
}
