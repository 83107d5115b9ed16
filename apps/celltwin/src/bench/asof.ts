/** State of a cell at random past instants over a long history, and again after a backfilled hour. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { EquipmentPath } from '@celltwin/contracts'
import type { Bench } from './bench.ts'
import { type Harness, ROOT, startHarness } from './harness.ts'
import { EVENTS_PER_CYCLE } from './history.ts'
import type { HistoryJob } from './history-publisher.ts'
import { percentile, round1 } from './statistics.ts'

const PATH: EquipmentPath = { enterprise: 'bench', site: 'bench', area: 'bench', cell: 'asof' }
const EVENTS = 1_000_000
const CYCLES = Math.ceil(EVENTS / EVENTS_PER_CYCLE)
const CYCLE_MS = 15_000
const QUERIES = 300
/** Share of the history after which the first figures are taken, to see whether they stay flat. */
const EARLY_SHARE = 0.1

export const run: Bench = async (say) => {
  const harness = await startHarness(say)
  const from = Date.now() - CYCLES * CYCLE_MS
  const at = (cycle: number) => from + cycle * CYCLE_MS
  try {
    const early = Math.round(CYCLES * EARLY_SHARE)
    const before = await publish(harness, { firstCycle: 1, lastCycle: early, fromMs: from, epoch: 1 }, say)
    await untilSnapshotsReady(harness, say)
    const first = await query(harness, at(0), at(early))
    say(
      `${early * EVENTS_PER_CYCLE} events: p50 ${round1(percentile(first, 0.5))} ms, p95 ${round1(percentile(first, 0.95))} ms`,
    )
    await publish(harness, { firstCycle: early + 1, lastCycle: CYCLES, fromMs: from, epoch: 1, before }, say)
    await untilSnapshotsReady(harness, say)
    const whole = await query(harness, at(0), at(CYCLES))
    say(
      `${CYCLES * EVENTS_PER_CYCLE} events: p50 ${round1(percentile(whole, 0.5))} ms, p95 ${round1(percentile(whole, 0.95))} ms`,
    )
    // An hour of a device that was cut off, arriving now: in the middle of the history by its own clock.
    const hour = Math.round(3_600_000 / CYCLE_MS)
    const middle = Math.round(CYCLES / 2)
    await publish(harness, { firstCycle: middle, lastCycle: middle + hour, fromMs: from, epoch: 2, late: true }, say)
    const backfilled = await query(harness, at(middle), at(CYCLES))
    say(
      `after a backfilled hour: p50 ${round1(percentile(backfilled, 0.5))} ms, p95 ${round1(percentile(backfilled, 0.95))} ms`,
    )
    return {
      events: CYCLES * EVENTS_PER_CYCLE,
      p50Ms: round1(percentile(whole, 0.5)),
      p95Ms: round1(percentile(whole, 0.95)),
      p95MsAtATenth: round1(percentile(first, 0.95)),
      backfilledP50Ms: round1(percentile(backfilled, 0.5)),
      backfilledP95Ms: round1(percentile(backfilled, 0.95)),
      queries: QUERIES,
    }
  } finally {
    await harness.stop()
  }
}

/** The server makes its snapshots of the past in the background, after events that come faster than in any plant. */
async function untilSnapshotsReady({ serverUrl }: Harness, say: (text: string) => void): Promise<void> {
  const started = performance.now()
  for (;;) {
    const ready = (await (await fetch(`${serverUrl}/readyz`)).json()) as { waiting: number; snapshotsCaughtUp: boolean }
    if (ready.waiting === 0 && ready.snapshotsCaughtUp) break
    await new Promise((done) => setTimeout(done, 500))
  }
  say(`snapshots of the past were ready ${Math.round((performance.now() - started) / 1000)} s later`)
}

/** Milliseconds of each query over HTTP, the answer read whole. */
async function query({ serverUrl }: Harness, fromMs: number, toMs: number): Promise<number[]> {
  const durations: number[] = []
  for (let i = 0; i < QUERIES; i++) {
    const instant = new Date(fromMs + Math.random() * (toMs - fromMs)).toISOString()
    const started = performance.now()
    const response = await fetch(`${serverUrl}/api/cells/${PATH.cell}/twin?at=${instant}`)
    await response.arrayBuffer()
    durations.push(performance.now() - started)
    if (!response.ok) throw new Error(`the server answered ${response.status} for ${instant}`)
  }
  return durations
}

function publish(
  harness: Harness,
  job: Omit<HistoryJob, 'url' | 'path' | 'cycleMs'>,
  say: (text: string) => void,
): Promise<Record<string, number>> {
  const publisher = fork(join(ROOT, 'apps/celltwin/dist/bench/history-publisher.js'))
  const started = performance.now()
  publisher.send({ ...job, url: harness.mqttUrl, path: PATH, cycleMs: CYCLE_MS } satisfies HistoryJob)
  return new Promise((done, refuse) => {
    publisher.on('message', ({ stored }: { stored: Record<string, number> }) => {
      say(
        `cycles ${job.firstCycle} to ${job.lastCycle} stored in ${Math.round((performance.now() - started) / 1000)} s`,
      )
      publisher.kill()
      done(stored)
    })
    publisher.once('exit', (code) => code && refuse(new Error(`the publisher ended with code ${code}`)))
  })
}
