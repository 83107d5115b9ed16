/** Energy of a stretch of samples. No board has a counter for it, so it is integrated on the monotonic clock. */

export interface PowerSamples {
  readonly atMs: readonly number[]
  readonly powerMw: readonly (number | null)[]
}

export type Reads = 'instant' | 'interval-mean'

/** Longer than this many intervals without a reading, and than a second, is a hole, which nobody bridges. */
const LONGEST_HOLE = 5
/** A sampler on a busy device comes late. */
const ALWAYS_BRIDGED_MS = 1000

/**
 * Energy between two instants. Instants are joined by straight lines (trapezoids), interval means stand for the time
 * since the sample before. Before the first and after the last reading, power is taken to be as it was read, no longer
 * than a hole may be.
 * @returns null where readings do not cover the stretch.
 */
export function energyJ(samples: PowerSamples, fromMs: number, toMs: number, reads: Reads = 'instant'): number | null {
  const points = samples.atMs.flatMap((atMs, i) => {
    const powerMw = samples.powerMw[i]
    return powerMw === null || powerMw === undefined ? [] : [{ atMs, powerMw }]
  })
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || points.length < 2 || toMs < fromMs) return null
  const longestMs = Math.max(ALWAYS_BRIDGED_MS, (LONGEST_HOLE * (last.atMs - first.atMs)) / (points.length - 1))
  if (first.atMs - fromMs > longestMs || toMs - last.atMs > longestMs) return null
  const whole = [
    { ...first, atMs: Math.min(first.atMs, fromMs) },
    ...points,
    { ...last, atMs: Math.max(last.atMs, toMs) },
  ]
  let microjoules = 0
  for (let i = 1; i < whole.length; i++) {
    const before = whole[i - 1]!
    const after = whole[i]!
    const start = Math.max(before.atMs, fromMs)
    const end = Math.min(after.atMs, toMs)
    if (end <= start) continue
    if (after.atMs - before.atMs > longestMs) return null
    const slope = reads === 'instant' ? (after.powerMw - before.powerMw) / (after.atMs - before.atMs) : 0
    const middleMw = after.powerMw + slope * ((start + end) / 2 - after.atMs)
    microjoules += middleMw * (end - start)
  }
  return microjoules / 1e6
}

/** Mean power between two instants, by energy. */
export function meanPowerMw(samples: PowerSamples, fromMs: number, toMs: number, reads?: Reads): number | null {
  const joules = energyJ(samples, fromMs, toMs, reads)
  return joules === null || toMs <= fromMs ? null : (joules * 1e6) / (toMs - fromMs)
}
