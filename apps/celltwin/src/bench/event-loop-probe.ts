/** Loaded into an agent with `--import`: tells its parent how long its event loop was held up. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

export interface EventLoopDelay {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const RESOLUTION_MS = 1

// Worker threads load it too; they are there to be held up.
if (isMainThread && process.send) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  process.on('message', (asked) => {
    if (asked === 'reset') delay.reset()
    if (asked !== 'report') return
    const [p50Ms, p99Ms] = [50, 99].map((p) => delay.percentile(p) / 1e6) as [number, number]
    process.send!({ p50Ms, p99Ms, maxMs: delay.max / 1e6 } satisfies EventLoopDelay)
  })
}
