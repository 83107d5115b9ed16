/** A recorded trace in place of a meter: for replays, and for loggers that write CSV. Its time starts with the first reading. */
import { basename } from 'node:path'
import { parseTrace, type TracePoint, traceAt } from '@celltwin/transition/profile'
import { readText } from '../../read-file.ts'
import type { Meter } from './meter.ts'

/** @throws Error naming the file, the line and the rule. */
export function recordedMeter(path: string, intervalMs: number): Meter {
  const points = readTrace(path)
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

function readTrace(path: string): TracePoint[] {
  const text = readText(path, 'recorded trace')
  try {
    return parseTrace(text)
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`)
  }
}
