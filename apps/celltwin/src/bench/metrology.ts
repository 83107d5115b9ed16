/**
 * How true gauges are, and whether their uncertainties are: on rendered edges, profiles and calibrations with exact truth,
 * beside a plain gradient parabola and a partial-area edge.
 */
import type { GaugeReport } from '@celltwin/contracts'
import { type Caliper, findEdges, type GreyImage, measureImage, measureProfile } from '@celltwin/inspection'
import { createRandom, expose, halfPlane, type Random, renderIdeal } from '@celltwin/inspection/gauges/testing/render'
import { throughOneCalibration } from '@celltwin/inspection/visual/testing/simulated-calibrations'
import type { Bench, Metrics } from './bench.ts'
import { coverageByNoise, FALL } from './metrology-conditions.ts'
import {
  CAMERA_KINDS,
  type CameraCase,
  jitter,
  PROFILE_KINDS,
  quarterArc,
  REGION,
  scene,
  type Truth,
  wholeCircle,
} from './metrology-scenes.ts'
import { gradientParabola, partialArea } from './plain-edges.ts'

const NOISE_DN = 2
const TRIALS = 10_000
/** Exposures of one scene: a new place is rendered for each so many. */
const EXPOSURES = 20
const SEED = 26

export const run: Bench = (say) => metrology(TRIALS, say)

/** @param trials of each gauge kind for coverage; the others take a tenth. */
export async function metrology(trials: number, say: (text: string) => void): Promise<Metrics> {
  const random = createRandom(SEED)
  const tenth = Math.ceil(trials / 10)
  const free = edges(tenth, 0, random)
  const noisy = edges(tenth, NOISE_DN, random)
  say(
    `edges: rms ${px(free.any)} px noise-free, ${px(noisy.any)} px at ${NOISE_DN} DN; parabola ${px(noisy.parabola)}, partial area ${px(noisy.area)}`,
  )
  const whole = camera(tenth, wholeCircle, random)
  const quarter = camera(tenth, quarterArc, random)
  say(`circle radius: sd ${px(sdOf(whole.radius!))} px over 360°, ${px(sdOf(quarter.radius!))} px over 90°`)

  const coverage: Record<string, number> = {}
  const tookMs: Record<string, number> = {}
  const errors: Record<string, Errors> = {}
  const keep = (kind: string, studied: Studied) => {
    coverage[kind] = leastCoverage(studied)
    tookMs[kind] = round(meanOf(Object.values(studied).map((e) => e.ms / e.count)), 2)
    for (const [name, e] of Object.entries(studied)) errors[`${kind} ${name}`] = e
    say(`${kind}: ${(100 * coverage[kind]!).toFixed(1)} % covered, ${tookMs[kind]} ms a gauge`)
  }
  for (const [kind, make] of Object.entries(CAMERA_KINDS)) keep(kind, camera(trials, make, random))
  const byNoise = coverageByNoise(tenth, random)
  for (const [noise, shares] of byNoise) say(`covered at ${noise} DN: ${JSON.stringify(shares)}`)
  for (const [kind, make] of Object.entries(PROFILE_KINDS)) {
    const studied: Studied = {}
    for (let i = 0; i < trials; i++) {
      const { profile, gauge, truth } = make(random)
      note(studied, truth, () => measureProfile(profile, gauge))
    }
    keep(kind, studied)
  }
  const face = faces(trials, random)
  coverage['face through a calibration'] = leastCoverage(face)
  for (const [name, e] of Object.entries(face))
    say(`${name} of a face: ${((100 * e.covered) / e.count).toFixed(1)} % covered`)
  const step = errors['step-height height']!
  const runout = errors['run-out run-out']!
  return {
    edgeRmsPxNoiseFree: px(free.any),
    edgeRmsPxNoisy: px(noisy.any),
    edgeRmsPxFallingLight: { noiseFree: px(free.falling), noisy: px(noisy.falling) },
    edgeRmsPxUprightNoiseFree: { ours: px(free.ours), gradientParabola: px(free.parabola), partialArea: px(free.area) },
    edgeRmsPxUprightNoisy: { ours: px(noisy.ours), gradientParabola: px(noisy.parabola), partialArea: px(noisy.area) },
    circleRadiusSdPx360: px(sdOf(whole.radius!)),
    circleRadiusBiasPx360: px(biasOf(whole.radius!)),
    circleRadiusSdPx90: px(sdOf(quarter.radius!)),
    circleRadiusBiasPx90: px(biasOf(quarter.radius!)),
    stepHeightRmsUm: round(1000 * rmsOf(step), 3),
    stepHeightBiasUm: round(1000 * biasOf(step), 3),
    runoutRmsUm: round(1000 * rmsOf(runout), 3),
    runoutBiasUm: round(1000 * biasOf(runout), 3),
    uncertaintyCoverage: coverage,
    ...Object.fromEntries([...byNoise].map(([noise, shares]) => [`uncertaintyCoverageAt${noise}Dn`, shares])),
    trials,
    msPerGauge: round(meanOf(Object.values(tookMs)), 2),
    msByGauge: tookMs,
    msCircle64Calipers: round(whole.radius!.ms / whole.radius!.count, 2),
  }
}

/** Root mean square error of one caliper of 16 rows: ours at any angle, also under light that falls off; upright, where the plain ones can work too. */
function edges(trials: number, noise: number, random: Random) {
  const squares = { any: 0, falling: 0, ours: 0, parabola: 0, area: 0 }
  for (let i = 0; i < trials; i++) {
    const angle = jitter(random, 180)
    const x = 24 + jitter(random, 1)
    const turned = renderIdeal(scene(48, 48, halfPlane(x, 24, angle)))
    const off = jitter(random, 0.5)
    const [nx, ny] = [-Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
    const caliper = { x: x + off * nx, y: 24 + off * ny, nx, ny, curvature: 0 }
    squares.any += (offsetIn(expose(turned, noise, random), caliper) + off) ** 2
    const light = [FALL * nx, FALL * ny] as const
    const lit = renderIdeal({ ...scene(48, 48, halfPlane(x, 24, angle)), light })
    squares.falling += (offsetIn(expose(lit, noise, random), caliper) + off) ** 2
    const place = 24 + jitter(random, 0.5)
    const upright = renderIdeal(scene(48, 16, halfPlane(place, 0, 90)))
    const image = expose(upright, noise, random)
    squares.ours += (offsetIn(image, { x: 24, y: 7.5, nx: 1, ny: 0, curvature: 0 }) + 24 - place) ** 2
    squares.parabola += (gradientParabola(image) - place) ** 2
    squares.area += (partialArea(image) - place) ** 2
  }
  return Object.fromEntries(Object.entries(squares).map(([k, s]) => [k, Math.sqrt(s / trials)])) as typeof squares
}

function offsetIn(image: GreyImage, caliper: Caliper): number {
  const edge = findEdges(image, caliper, REGION)[0]
  if (!edge) throw new Error('the benchmark shows an edge that was not found')
  return edge.offset
}

interface Errors {
  count: number
  sum: number
  squares: number
  covered: number
  ms: number
}
type Studied = Record<string, Errors>

function camera(trials: number, make: (random: Random) => CameraCase, random: Random): Studied {
  const studied: Studied = {}
  for (let i = 0; i < trials; ) {
    const { scene: made, gauge, truth } = make(random)
    const ideal = renderIdeal(made)
    for (let k = 0; k < EXPOSURES && i < trials; k++, i++) {
      const image = expose(ideal, NOISE_DN, random)
      note(studied, truth, () => measureImage(image, gauge))
    }
  }
  return studied
}

/** A camera calibrated anew for each part that is seen through it. */
function faces(trials: number, random: Random): Studied {
  const studied: Studied = {}
  for (let i = 0; i < trials; i++)
    for (const { quantity, error, sd } of throughOneCalibration(random))
      tally(studied, quantity, error, Math.abs(error) <= 2 * sd, 0)
  return studied
}

function note(studied: Studied, truth: Truth, measure: () => GaugeReport): void {
  const started = performance.now()
  const { values } = measure()
  const ms = performance.now() - started
  for (const { name, value, uncertainty, interval } of values) {
    const real = truth[name]
    if (real === undefined) continue
    // A direction and its opposite are one line.
    const error = name === 'angle' ? ((((value - real + 90) % 180) + 180) % 180) - 90 : value - real
    const { lower, upper } = interval ?? { lower: value - uncertainty, upper: value + uncertainty }
    tally(studied, name, error, value - error >= lower && value - error <= upper, ms)
  }
}

function tally(studied: Studied, name: string, error: number, isCovered: boolean, ms: number): void {
  studied[name] ??= { count: 0, sum: 0, squares: 0, covered: 0, ms: 0 }
  const errors = studied[name]
  errors.count++
  errors.sum += error
  errors.squares += error * error
  errors.covered += isCovered ? 1 : 0
  errors.ms += ms
}

const leastCoverage = (studied: Studied) =>
  round(Math.min(...Object.values(studied).map((e) => e.covered / e.count)), 4)
const biasOf = ({ sum, count }: Errors) => sum / count
const rmsOf = ({ squares, count }: Errors) => Math.sqrt(squares / count)
const sdOf = (errors: Errors) => Math.sqrt(rmsOf(errors) ** 2 - biasOf(errors) ** 2)
const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const round = (value: number, decimals: number) => Number(value.toFixed(decimals))
const px = (value: number) => round(value, 5)
