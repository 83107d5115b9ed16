/**
 * How true gauges are, and whether their uncertainties are: on rendered edges, profiles and calibrations with exact truth,
 * beside a plain gradient parabola and a partial-area edge.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Bench, Metrics } from './bench.ts'
import { ROOT } from './harness.ts'
import { NOISES_DN } from './metrology-conditions.ts'
import { COVERAGE_STUDIES, type Errors, NOISE_DN, NOISE_STUDIES, STUDIES, type Studied } from './metrology-studies.ts'
import type { StudyJob } from './metrology-worker.ts'

const TRIALS = 10_000
const SEED = 26

/** Each study has random numbers of its own: what it finds does not depend on which core ran it when. */
export const run: Bench = async (say) => {
  const found: Record<string, Studied> = {}
  const jobs = Object.keys(STUDIES).map((study, n): StudyJob => {
    const trials = study in COVERAGE_STUDIES ? TRIALS : TRIALS / 10
    return { study, trials, seed: SEED + n }
  })
  const lane = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      found[job.study] = await studied(job)
      say(`${job.study}: ${tellErrors(found[job.study]!)}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  return metricsOf(found)
}

const studied = (job: StudyJob): Promise<Studied> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(join(ROOT, 'apps/celltwin/dist/bench/metrology-worker.js'), { workerData: job })
    worker.once('message', resolve).once('error', reject)
  })

const tellErrors = (errors: Studied) =>
  Object.entries(errors)
    .map(
      ([name, e]) =>
        `${name} ${e.covered > 0 ? `${(100 * coverageOf(e)).toFixed(1)} % covered` : `rms ${px(rmsOf(e))}`}`,
    )
    .join(', ')

function metricsOf(found: Readonly<Record<string, Studied>>): Metrics {
  const of = (study: string, quantity: string) => found[study]![quantity]!
  const rms = (study: string, quantity: string) => px(rmsOf(of(study, quantity)))
  const upright = (study: string) => ({
    ours: rms(study, 'upright'),
    gradientParabola: rms(study, 'gradientParabola'),
    partialArea: rms(study, 'partialArea'),
  })
  const [whole, quarter] = [of('whole circle', 'radius'), of('quarter arc', 'radius')]
  const [step, runout] = [of('step-height', 'height'), of('run-out', 'run-out')]
  const tookMs = Object.fromEntries(
    Object.keys(COVERAGE_STUDIES)
      .map((kind) => [kind, round(meanOf(Object.values(found[kind]!).map(msOf)), 2)] as const)
      .filter(([, ms]) => ms > 0),
  )
  return {
    edgeRmsPxNoiseFree: rms('edges', 'any'),
    edgeRmsPxNoisy: rms('noisy edges', 'any'),
    edgeRmsPxFallingLight: { noiseFree: rms('edges', 'falling'), noisy: rms('noisy edges', 'falling') },
    edgeRmsPxUprightNoiseFree: upright('edges'),
    edgeRmsPxUprightNoisy: upright('noisy edges'),
    circleRadiusSdPx360: px(sdOf(whole)),
    circleRadiusBiasPx360: px(biasOf(whole)),
    circleRadiusSdPx90: px(sdOf(quarter)),
    circleRadiusBiasPx90: px(biasOf(quarter)),
    stepHeightRmsUm: round(1000 * rmsOf(step), 3),
    stepHeightBiasUm: round(1000 * biasOf(step), 3),
    runoutRmsUm: round(1000 * rmsOf(runout), 3),
    runoutBiasUm: round(1000 * biasOf(runout), 3),
    uncertaintyCoverage: Object.fromEntries(Object.keys(COVERAGE_STUDIES).map((kind) => [kind, least(found[kind]!)])),
    ...Object.fromEntries(NOISES_DN.map((noise) => [`uncertaintyCoverageAt${noise}Dn`, coverageAt(noise, found)])),
    trials: TRIALS,
    noiseDn: NOISE_DN,
    msPerGauge: round(meanOf(Object.values(tookMs)), 2),
    msByGauge: tookMs,
    msCircle64Calipers: round(msOf(whole), 2),
  }
}

const coverageAt = (noise: number, found: Readonly<Record<string, Studied>>) =>
  Object.fromEntries(
    Object.keys(NOISE_STUDIES).map((shown) => [shown, round(coverageOf(found[shown]![String(noise)]!), 3)]),
  )

const coverageOf = ({ covered, count }: Errors) => covered / count
/** Of a gauge's values, the one that is covered least. */
const least = (errors: Studied) => round(Math.min(...Object.values(errors).map(coverageOf)), 4)
const msOf = ({ ms, count }: Errors) => ms / count
const biasOf = ({ sum, count }: Errors) => sum / count
const rmsOf = ({ squares, count }: Errors) => Math.sqrt(squares / count)
const sdOf = (errors: Errors) => Math.sqrt(rmsOf(errors) ** 2 - biasOf(errors) ** 2)
const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const round = (value: number, decimals: number) => Number(value.toFixed(decimals))
const px = (value: number) => round(value, 5)
