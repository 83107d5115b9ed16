/** What the metrology benchmark tries, each by itself: quantity → its errors over many trials. */
import type { GaugeReport } from '@celltwin/contracts'
import { type Caliper, findEdges, type GreyImage, measureImage, measureProfile } from '@celltwin/inspection'
import { expose, halfPlane, type Random, renderIdeal } from '@celltwin/inspection/gauges/testing/render'
import { throughOneCalibration } from '@celltwin/inspection/visual/testing/simulated-calibrations'
import { CONDITIONS, type Condition, FALL, NOISES_DN } from './metrology-conditions.ts'
import {
  CAMERA_KINDS,
  type CameraCase,
  jitter,
  PROFILE_KINDS,
  type ProfileCase,
  quarterArc,
  REGION,
  scene,
  type Truth,
  wholeCircle,
} from './metrology-scenes.ts'
import { gradientParabola, partialArea } from './plain-edges.ts'

export interface Errors {
  count: number
  sum: number
  squares: number
  covered: number
  ms: number
}
export type Studied = Record<string, Errors>
type Study = (trials: number, random: Random) => Studied

export const NOISE_DN = 2
/** Exposures of one scene: a new place is rendered for each so many. */
const EXPOSURES = 20

const each = <T>(kinds: Readonly<Record<string, T>>, study: (make: T) => Study): Record<string, Study> =>
  Object.fromEntries(Object.entries(kinds).map(([kind, make]) => [kind, study(make)]))

/** Errors of few trials settle soon; whether an uncertainty covers nineteen of twenty takes many. */
const ERROR_STUDIES = {
  edges: (trials, random) => edges(trials, 0, random),
  'noisy edges': (trials, random) => edges(trials, NOISE_DN, random),
  'whole circle': camera(wholeCircle),
  'quarter arc': camera(quarterArc),
} satisfies Record<string, Study>
export const COVERAGE_STUDIES = {
  ...each(PROFILE_KINDS, profile),
  ...each(CAMERA_KINDS, camera),
  'face through a calibration': faces,
}
/** By what is shown; in each the quantities are noises, DN. */
export const NOISE_STUDIES = each(CONDITIONS, byNoise)
export const STUDIES: Readonly<Record<string, Study>> = { ...COVERAGE_STUDIES, ...ERROR_STUDIES, ...NOISE_STUDIES }

/** One caliper of 16 rows: ours at any angle, also under light that falls off; upright, where the plain ones can work too. */
function edges(trials: number, noise: number, random: Random): Studied {
  const studied: Studied = {}
  for (let i = 0; i < trials; i++) {
    const angle = jitter(random, 180)
    const x = 24 + jitter(random, 1)
    const turned = scene(48, 48, halfPlane(x, 24, angle))
    const off = jitter(random, 0.5)
    const [nx, ny] = [-Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
    const caliper = { x: x + off * nx, y: 24 + off * ny, nx, ny, curvature: 0 }
    const lit = { ...turned, light: [FALL * nx, FALL * ny] as const }
    const place = 24 + jitter(random, 0.5)
    const upright = expose(renderIdeal(scene(48, 16, halfPlane(place, 0, 90))), noise, random)
    const found = {
      any: offsetIn(expose(renderIdeal(turned), noise, random), caliper) + off,
      falling: offsetIn(expose(renderIdeal(lit), noise, random), caliper) + off,
      upright: offsetIn(upright, { x: 24, y: 7.5, nx: 1, ny: 0, curvature: 0 }) + 24 - place,
      gradientParabola: gradientParabola(upright) - place,
      partialArea: partialArea(upright) - place,
    }
    for (const [estimator, error] of Object.entries(found)) tally(studied, estimator, error)
  }
  return studied
}

function offsetIn(image: GreyImage, caliper: Caliper): number {
  const edge = findEdges(image, caliper, REGION)[0]
  if (!edge) throw new Error('the benchmark shows an edge that was not found')
  return edge.offset
}

function camera(make: (random: Random) => CameraCase): Study {
  return (trials, random) => {
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
}

function profile(make: (random: Random) => ProfileCase): Study {
  return (trials, random) => {
    const studied: Studied = {}
    for (let i = 0; i < trials; i++) {
      const { profile: shown, gauge, truth } = make(random)
      note(studied, truth, () => measureProfile(shown, gauge))
    }
    return studied
  }
}

/** A camera calibrated anew for each part that is seen through it. */
function faces(trials: number, random: Random): Studied {
  const studied: Studied = {}
  for (let i = 0; i < trials; i++)
    for (const { quantity, error, sd } of throughOneCalibration(random))
      tally(studied, quantity, error, Math.abs(error) <= 2 * sd)
  return studied
}

function byNoise(make: (random: Random) => Condition): Study {
  return (trials, random) => {
    const studied: Studied = {}
    for (let i = 0; i < trials; i++) {
      const { scene: made, gauge, value: name, truth } = make(random)
      const ideal = renderIdeal(made)
      for (const noise of NOISES_DN) {
        const { values } = measureImage(expose(ideal, noise, random), gauge)
        const { value, uncertainty } = values.find((found) => found.name === name)!
        tally(studied, String(noise), value - truth, Math.abs(value - truth) <= uncertainty)
      }
    }
    return studied
  }
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

function tally(studied: Studied, name: string, error: number, isCovered = false, ms = 0): void {
  studied[name] ??= { count: 0, sum: 0, squares: 0, covered: 0, ms: 0 }
  const errors = studied[name]
  errors.count++
  errors.sum += error
  errors.squares += error * error
  errors.covered += isCovered ? 1 : 0
  errors.ms += ms
}
