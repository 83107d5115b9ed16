/**
 * The process in which one variant runs, so that its memory and its start are its own. It samples nothing: `run` blocks
 * this thread, and a sampler beside it would see only the pauses.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import type { ProfilePhaseName } from '@celltwin/contracts'
import { loadBackend } from '@celltwin/inspection/inference'
import { type Job, monotonicMs, type RunnerSays } from './job.ts'

const ITEMS_IN_TURN = 16

const say = (message: RunnerSays) => process.send?.(message)
/** Until it is sent: a disconnect would cut a long message off. */
const sayAll = (message: RunnerSays) => new Promise((sent) => process.send?.(message, sent))
const phase = (name: ProfilePhaseName) => say({ says: 'phase', phase: name, atMs: monotonicMs() })

async function run(job: Job): Promise<void> {
  phase('load')
  const backend = await loadBackend(job.backend)
  const bytes = new Uint8Array(readFileSync(job.networkFile))

  phase('extract')
  const network = await backend.open(
    { name: job.name, bytes, digest: job.digest, precision: job.precision },
    {
      ...job.options,
      onProgress: ({ phase, detail, tookMs }) =>
        say({ says: 'progress', text: `${phase}${detail ? `, ${detail}` : ''}, ${(tookMs / 1000).toFixed(0)} s` }),
    },
  )
  const file = openSync(job.inputsFile, 'r')
  const size = job.dims.reduce((product, dim) => product * dim, 1)
  const item = (i: number) => {
    const data = new Float32Array(size)
    readSync(file, data, 0, data.byteLength, i * data.byteLength)
    return { data, dims: job.dims }
  }
  // A few, taken in turn: a whole set in memory would be counted as the model's.
  const batch = Array.from({ length: Math.min(job.items, ITEMS_IN_TURN) }, (_, i) => item(i))
  const answer = (i: number) => network.run(batch[i % batch.length]!)
  await answer(0)

  phase('warm-up')
  for (let i = 0; i < job.warmUpRounds; i++) await answer(i)

  phase('real-rounds')
  const latenciesMs: number[] = []
  for (let i = 0; i < job.rounds; i++) {
    const startedAt = performance.now()
    await answer(i)
    latenciesMs.push(performance.now() - startedAt)
  }
  const atMs = monotonicMs()

  const classes: number[] = []
  for (let i = 0; job.classify && i < job.items; i++) classes.push(highest((await network.run(item(i))).data))
  await sayAll({ says: 'done', atMs, ran: network.describe(), latenciesMs, ...(job.classify ? { classes } : {}) })
  closeSync(file)
  await network.close()
}

const highest = (scores: Float32Array): number =>
  scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0)

process.once('message', (job: Job) => {
  run(job)
    .catch((cause) => say({ says: 'failed', message: (cause as Error).message }))
    .finally(() => process.disconnect())
})
