/** What the metrology benchmark measures: gauges with scenes and profiles whose truth is known. */
import type { CameraGauge, MeasureRegion, ProfileGauge } from '@celltwin/contracts'
import type { Profile } from '@celltwin/inspection'
import {
  type Border,
  circle,
  ellipse,
  halfPlane,
  type Random,
  type Scene,
} from '@celltwin/inspection/gauges/testing/render'

/** Value name → true value. */
export type Truth = Readonly<Record<string, number>>

export const REGION: MeasureRegion = { length: 20, width: 16, sigma: 1, threshold: 20, polarity: 'any' }
export const SMALL: MeasureRegion = { ...REGION, width: 6 }
const DARK = 60
const BRIGHT = 160
const RAD = Math.PI / 180

export const scene = (width: number, height: number, ...borders: Border[]): Scene => ({
  width,
  height,
  psf: 1,
  outside: DARK,
  inside: BRIGHT,
  borders,
})

export const jitter = (random: Random, most: number) => (2 * random.uniform() - 1) * most

export interface CameraCase {
  readonly scene: Scene
  readonly gauge: CameraGauge
  readonly truth: Truth
}

const named = { schema: 'celltwin/gauge/v1', name: 'bench' } as const

/** Full turn with 64 calipers of 16 rows. */
export function wholeCircle(random: Random): CameraCase {
  const [x, y, radius] = [215 + jitter(random, 1), 215 + jitter(random, 1), 190 + jitter(random, 1)]
  return {
    scene: scene(430, 430, circle(x, y, radius)),
    gauge: { ...named, kind: 'circle', center: { x: 215, y: 215 }, radius: 190, calipers: 64, region: REGION },
    truth: { radius },
  }
}

/** A quarter turn with as many, large enough for them to stand side by side. */
export function quarterArc(random: Random): CameraCase {
  const [x, y, radius] = [5 + jitter(random, 1), 5 + jitter(random, 1), 680 + jitter(random, 1)]
  return {
    scene: scene(720, 720, circle(x, y, radius)),
    gauge: {
      ...named,
      kind: 'arc',
      center: { x: 5, y: 5 },
      radius: 680,
      startDeg: 0,
      sweepDeg: 90,
      calipers: 64,
      region: REGION,
    },
    truth: { radius },
  }
}

/** One small gauge of each kind, misplaced by up to a pixel, for coverage. */
export const CAMERA_KINDS: Readonly<Record<CameraGauge['kind'], (random: Random) => CameraCase>> = {
  line(random) {
    const angle = jitter(random, 180)
    const [x, y] = [50 + jitter(random, 1), 50 + jitter(random, 1)]
    return {
      scene: scene(100, 100, halfPlane(x, y, angle)),
      gauge: {
        ...named,
        kind: 'line',
        ...throughMiddle(50, 35, angle + jitter(random, 1)),
        calipers: 11,
        region: SMALL,
      },
      truth: { angle },
    }
  },
  'edge-pair'(random) {
    const angle = jitter(random, 180)
    const half = 14 + jitter(random, 1)
    const [nx, ny] = [-Math.sin(angle * RAD), Math.cos(angle * RAD)]
    const [x, y] = [50 + jitter(random, 1), 50 + jitter(random, 1)]
    return {
      scene: scene(
        100,
        100,
        halfPlane(x + half * nx, y + half * ny, angle),
        halfPlane(x - half * nx, y - half * ny, angle + 180),
      ),
      gauge: {
        ...named,
        kind: 'edge-pair',
        ...throughMiddle(50, 30, angle + jitter(random, 1)),
        calipers: 10,
        region: { ...SMALL, length: 52, polarity: 'rising' },
      },
      truth: { distance: 2 * half },
    }
  },
  circle(random) {
    const [x, y, radius] = [50 + jitter(random, 1), 50 + jitter(random, 1), 34 + jitter(random, 1)]
    return {
      scene: scene(100, 100, circle(x, y, radius)),
      gauge: { ...named, kind: 'circle', center: { x: 50, y: 50 }, radius: 34, calipers: 24, region: SMALL },
      truth: { radius, 'center-x': x },
    }
  },
  arc(random) {
    const [x, y, radius] = [5 + jitter(random, 1), 5 + jitter(random, 1), 80 + jitter(random, 1)]
    return {
      scene: scene(100, 100, circle(x, y, radius)),
      gauge: {
        ...named,
        kind: 'arc',
        center: { x: 5, y: 5 },
        radius: 80,
        startDeg: 0,
        sweepDeg: 90,
        calipers: 20,
        region: SMALL,
      },
      truth: { radius },
    }
  },
  ellipse(random) {
    const [x, y] = [60 + jitter(random, 1), 60 + jitter(random, 1)]
    const [semiMajor, semiMinor, angleDeg] = [45 + jitter(random, 1), 32 + jitter(random, 1), jitter(random, 90)]
    return {
      scene: scene(120, 120, ellipse(x, y, semiMajor, semiMinor, angleDeg)),
      gauge: {
        ...named,
        kind: 'ellipse',
        center: { x: 60, y: 60 },
        semiMajor: 45,
        semiMinor: 32,
        angleDeg: angleDeg + jitter(random, 1),
        calipers: 36,
        region: SMALL,
      },
      truth: { 'semi-major': semiMajor, 'semi-minor': semiMinor },
    }
  },
}

function throughMiddle(middle: number, half: number, angleDeg: number) {
  const [dx, dy] = [half * Math.cos(angleDeg * RAD), half * Math.sin(angleDeg * RAD)]
  return { from: { x: middle - dx, y: middle - dy }, to: { x: middle + dx, y: middle + dy } }
}

export interface ProfileCase {
  readonly profile: Profile
  readonly gauge: ProfileGauge
  readonly truth: Truth
}

/** A laser's readings: noise of 10 µm, steps of 1 µm. */
const NOISE_MM = 0.01
const STEP_MM = 0.001

function readings(
  axis: Profile['axis'],
  count: number,
  pitch: number,
  random: Random,
  form: (at: number) => number,
): Profile {
  const at = Float64Array.from({ length: count }, (_, i) => i * pitch)
  const height = at.map((x) => Math.round((form(x) + NOISE_MM * random.gaussian()) / STEP_MM) * STEP_MM)
  return { axis, at, height, lost: 0 }
}

export const PROFILE_KINDS: Readonly<Record<ProfileGauge['kind'], (random: Random) => ProfileCase>> = {
  'step-height'(random) {
    const [height, tilt] = [1.2 + jitter(random, 0.2), jitter(random, 0.01)]
    const form = (x: number) => (x > 4 && x < 6 ? height : 0) + tilt * x
    return {
      profile: readings('x', 200, 0.05, random, form),
      gauge: { ...named, kind: 'step-height', plateau: { from: 4, to: 6 } },
      truth: { height },
    }
  },
  'run-out'(random) {
    const { form, span } = undulating([0.04, 0.01, 0.005, 0.002], random)
    return {
      profile: readings('angle', 720, 0.5, random, form),
      gauge: { ...named, kind: 'run-out', undulations: 8 },
      truth: { 'run-out': span(1) },
    }
  },
  flatness(random) {
    const { form, span } = undulating([0.04, 0.02, 0.01, 0.005], random)
    return {
      profile: readings('angle', 720, 0.5, random, form),
      gauge: { ...named, kind: 'flatness', undulations: 8 },
      truth: { 'flatness-least-squares': span(2) },
    }
  },
  groove(random) {
    const half = 20 + jitter(random, 0.5)
    const [middle, depth] = [1.8 + jitter(random, 0.02), 3.6 + jitter(random, 0.1)]
    const form = (x: number) => Math.min(0, Math.abs(x - middle) / Math.tan(half * RAD) - depth)
    const ballDiameter = 1.5
    return {
      profile: readings('x', 361, 0.01, random, form),
      gauge: {
        ...named,
        kind: 'groove',
        left: { from: 0.7, to: 1.6 },
        right: { from: 2, to: 2.9 },
        shoulders: [
          { from: 0, to: 0.35 },
          { from: 3.25, to: 3.6 },
        ],
        ballDiameter,
      },
      truth: { angle: 2 * half, depth, 'ball-height': ballDiameter / 2 / Math.sin(half * RAD) - depth },
    }
  },
}

/** Harmonics of given amplitudes at random phases; `span`: peak to valley of those from one on. */
function undulating(amplitudes: readonly number[], random: Random) {
  const phases = amplitudes.map(() => 360 * random.uniform())
  const from = (first: number) => (at: number) =>
    amplitudes.reduce(
      (sum, amplitude, k) => sum + (k + 1 < first ? 0 : amplitude * Math.cos(((k + 1) * at - phases[k]!) * RAD)),
      0,
    )
  const span = (first: number) => {
    const heights = Array.from({ length: 7200 }, (_, i) => from(first)(i / 20))
    return Math.max(...heights) - Math.min(...heights)
  }
  return { form: from(1), span }
}
