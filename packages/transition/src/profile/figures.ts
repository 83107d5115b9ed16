/** The figures of one run, each over the window that its name says. */
import { energyJ, type PowerSamples, type Reads } from '../power/energy.ts'
import type { Phase } from './phases.ts'

export interface RunMeasured {
  /** In order, the last one being the real rounds. */
  readonly phases: readonly Phase[]
  readonly samples: PowerSamples & { readonly memoryMb: readonly number[] }
  readonly reads: Reads
  /** Of each real round. */
  readonly latenciesMs: readonly number[]
  readonly batch: number
  readonly deviceMemoryMb: number
}

/** Which mean power stands under the line is said by the name: the two differ by a factor of two on small boards. */
export const fpsPerWatt = (fps: number, meanMw: number | null): number | null =>
  meanMw === null || meanMw <= 0 ? null : fps / (meanMw / 1000)

/** @throws Error where there is no round. */
export function figuresOf({ phases, samples, reads, latenciesMs, batch, deviceMemoryMb }: RunMeasured) {
  const [first] = phases
  const real = phases.at(-1)
  if (!first || !real || latenciesMs.length === 0) throw new Error('a run without a real round has no figures')
  const parts = latenciesMs.length * batch
  const realMs = real.endMs - real.startMs
  const realJ = energyJ(samples, real.startMs, real.endMs, reads)
  const totalJ = energyJ(samples, first.startMs, real.endMs, reads)
  const inferenceMeanPowerMw = realJ === null ? null : (realJ * 1e6) / realMs
  const totalMeanPowerMw = totalJ === null ? null : (totalJ * 1e6) / (real.endMs - first.startMs)
  const fps = (1000 * parts) / realMs
  const inUse = samples.memoryMb.filter((_, i) => samples.atMs[i]! >= real.startMs && samples.atMs[i]! <= real.endMs)
  const sorted = [...latenciesMs].sort((a, b) => a - b)
  return {
    fps,
    latencyP50Ms: quantile(sorted, 0.5),
    latencyP95Ms: quantile(sorted, 0.95),
    timeToReadyMs: real.startMs - first.startMs,
    memoryPercent: (100 * Math.max(...(inUse.length > 0 ? inUse : samples.memoryMb))) / deviceMemoryMb,
    totalMeanPowerMw,
    inferenceMeanPowerMw,
    fpsPerWattRealRounds: fpsPerWatt(fps, inferenceMeanPowerMw),
    fpsPerWattWholeRun: fpsPerWatt(fps, totalMeanPowerMw),
    joulesPerPartRealRounds: realJ === null ? null : realJ / parts,
    joulesPerPartWholeRun: totalJ === null ? null : totalJ / parts,
  }
}

/** Of sorted values, between neighbours by a straight line. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? below) - below)
}

/** What a start costs once and a part each time, in joules or in seconds. */
export interface Cost {
  readonly start: number
  readonly part: number
}

/**
 * Parts after which a variant has cost no more than the base, start included: the start that it spends more, over what
 * it saves on each part. 0 where it starts no dearer and costs no more; `never` where it saves nothing.
 */
export function breakEvenParts(base: Cost, variant: Cost): number | 'never' {
  const dearerStart = variant.start - base.start
  const saved = base.part - variant.part
  if (dearerStart <= 0 && saved >= 0) return 0
  return saved > 0 ? dearerStart / saved : 'never'
}

type Figures = ReturnType<typeof figuresOf>

/** The break-even of a run against the base of the same record. */
export function breakEvenOf(base: Figures, variant: Figures, parts: number) {
  const [baseCost, variantCost] = [base, variant].map((figures) => energyCost(figures, parts))
  const timeCost = ({ timeToReadyMs, fps }: Figures): Cost => ({ start: timeToReadyMs, part: 1000 / fps })
  return {
    breakEvenPartsByEnergy: baseCost && variantCost ? breakEvenParts(baseCost, variantCost) : null,
    breakEvenPartsByTime: breakEvenParts(timeCost(base), timeCost(variant)),
  }
}

function energyCost({ joulesPerPartRealRounds: part, joulesPerPartWholeRun: whole }: Figures, parts: number) {
  return part === null || whole === null ? undefined : { start: (whole - part) * parts, part }
}
