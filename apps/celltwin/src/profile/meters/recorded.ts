/** A recorded trace in place of a meter: for replays, and for loggers that write CSV. Its time starts with the first reading. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseTrace, traceAt } from '@celltwin/transition/profile'
import type { Meter } from './meter.ts'

/** @throws Error naming the line and the rule. */
export function recordedMeter(path: string, intervalMs: number): Meter {
  const points = parseTrace(readFileSync(path, 'utf8'))
  const gaps = points.slice(1).map(({ atMs }, i) => atMs - points[i]!.atMs)
  let startedAt: number | undefined
  return {
    facts: {
      kind: 'recorded',
      total: basename(path),
      rails: [],
      notMeasured: `anything of this run: the trace was taken before, every ${Math.min(...gaps)} ms at best`,
      intervalMs,
      quantumMw: null,
      reads: 'instant',
    },
    read() {
      startedAt ??= performance.now()
      return { railsMw: {}, totalMw: traceAt(points, points[0]!.atMs + performance.now() - startedAt) }
    },
    close() {},
  }
}
