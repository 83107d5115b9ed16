import { describe, expect, it } from 'vitest'
import type { GreyImage } from '../../inspector.ts'
import { measureImage } from '../camera-gauge.ts'
import { createRandom } from '../testing/render.ts'
import { calibrate } from './calibrate.ts'
import { type Lens, planeMapping, project, rayThrough, rotationOf, turn, type Vector } from './camera-model.ts'
import { calibrateMarks } from './fit-camera.ts'

const LENS: Lens = { focalPx: 500, centerX: 158, centerY: 121, k1: -0.2, k2: 0.05 }
const [WIDTH, HEIGHT] = [320, 240]
const PITCH = 10
const LENS_ORDER = ['focalPx', 'centerX', 'centerY', 'k1', 'k2'] as const

type Paint = (x: number, y: number) => number
const chess: Paint = (x, y) => ((Math.floor(x / PITCH) + Math.floor(y / PITCH)) % 2 === 0 ? 50 : 200)
const dots: Paint = (x, y) =>
  Math.hypot(x - PITCH * Math.round(x / PITCH), y - PITCH * Math.round(y / PITCH)) < 3 ? 50 : 200
const disc: Paint = (x, y) => (Math.hypot(x - 4, y - 3) < 15 ? 50 : 200)

interface Pose {
  readonly rotation: Vector
  readonly translation: Vector
}

/** Directions of 5 × 5 rays through each pixel, x and y at z = 1. */
const RAYS = new Float64Array(WIDTH * HEIGHT * 50)
for (let i = 0; i < WIDTH * HEIGHT * 25; i++) {
  const [pixel, part] = [Math.floor(i / 25), i % 25]
  const x = (pixel % WIDTH) + ((part % 5) - 2) / 5
  const y = Math.floor(pixel / WIDTH) + (Math.floor(part / 5) - 2) / 5
  const [u, v] = rayThrough(LENS, { x, y })
  RAYS.set([u, v], 2 * i)
}

/** What the lens shows of a painted plane: the mean of each pixel's rays. */
function photograph(paint: Paint, { rotation, translation }: Pose): GreyImage {
  const r = rotationOf(rotation)
  const [tx, ty, tz] = translation
  const [nx, ny, nz] = [r[0][2], r[1][2], r[2][2]]
  const sums = new Float64Array(WIDTH * HEIGHT)
  for (let i = 0; i < RAYS.length / 2; i++) {
    const [u, v] = [RAYS[2 * i]!, RAYS[2 * i + 1]!]
    const reach = (nx * tx + ny * ty + nz * tz) / (nx * u + ny * v + nz)
    const [a, b, c] = [reach * u - tx, reach * v - ty, reach - tz]
    const at = paint(r[0][0] * a + r[1][0] * b + r[2][0] * c, r[0][1] * a + r[1][1] * b + r[2][1] * c)
    sums[Math.floor(i / 25)]! += at / 25
  }
  return { width: WIDTH, height: HEIGHT, data: Uint8Array.from(sums, Math.round) }
}

const POSES: readonly Pose[] = [
  { rotation: [0.4, 0.05, 0.1], translation: [1, 2, 190] },
  { rotation: [-0.35, 0.3, -0.1], translation: [-3, 1, 200] },
  { rotation: [0.1, -0.45, 0.3], translation: [2, -2, 195] },
  { rotation: [0.1, 0.08, 0.05], translation: [0, 0, 180] },
]

const calibrateFrom = (paint: Paint, kind: 'chess' | 'dots') =>
  calibrate({
    target: { kind, pitchMm: PITCH, pitchUncertaintyMm: 0.01 },
    views: POSES.map((pose, i) => ({ name: `view ${i + 1}`, image: photograph(paint, pose) })),
    takenAt: '2026-03-01T08:00:00Z',
    temperatureC: 21,
    validDays: 90,
  })

describe('camera calibration', () => {
  const calibration = calibrateFrom(chess, 'chess')

  it('finds lens and distortion of a rendered chess board, within its own uncertainty', () => {
    const { camera, cameraUncertainty, rmsPx } = calibration
    expect(rmsPx).toBeLessThan(0.08)
    for (const name of LENS_ORDER)
      expect(Math.abs(camera[name] - LENS[name]), name).toBeLessThan(2 * cameraUncertainty[name]!)
    expect(Math.abs(camera.focalPx - 500)).toBeLessThan(1.5)
  })

  it('knows how well it knows each parameter, the second distortion term too, which few marks tell', () => {
    const random = createRandom(3)
    const trials = 40
    const squares = new Float64Array(11)
    const marks = Array.from({ length: 36 }, (_, i) => [((i % 6) - 2.5) * 22, (Math.floor(i / 6) - 2.5) * 17] as const)
    for (let trial = 0; trial < trials; trial++) {
      const views = POSES.map(({ rotation, translation }, view) => ({
        name: `view ${view + 1}`,
        marks: marks.map(([X, Y]) => {
          const [x, y, z] = turn(rotationOf(rotation), [X, Y, 0])
          const at = project(LENS, [x + translation[0], y + translation[1], z + translation[2]])
          return { X, Y, x: at.x + 0.1 * random.gaussian(), y: at.y + 0.1 * random.gaussian() }
        }),
      }))
      const { camera, plane, covarianceFactor } = calibrateMarks({
        target: { kind: 'chess', pitchMm: 22, pitchUncertaintyMm: 0 },
        image: { width: WIDTH, height: HEIGHT },
        views,
        takenAt: '2026-03-01T08:00:00Z',
        validDays: 1,
      })
      const { rotation, translation } = POSES.at(-1)!
      const truth = [...LENS_ORDER.map((name) => LENS[name]), ...rotation, ...translation]
      const found = [...LENS_ORDER.map((name) => camera[name]), ...plane.rotation, ...plane.translationMm]
      for (const [k, value] of found.entries()) {
        const sd = Math.hypot(...covarianceFactor!.slice((k * (k + 1)) / 2, ((k + 1) * (k + 2)) / 2))
        squares[k]! += ((value - truth[k]!) / sd) ** 2 / trials
      }
    }
    // Of 40, the mean square of a standard Gaussian lies within 1 ± 0.22 (standard deviation).
    for (const square of squares) {
      expect(square).toBeGreaterThan(0.4)
      expect(square).toBeLessThan(1.8)
    }
  })

  it('keeps residuals of each view, age and temperature', () => {
    expect(calibration).toMatchObject({ takenAt: '2026-03-01T08:00:00Z', temperatureC: 21, validDays: 90 })
    expect(calibration.views.map(({ name }) => name)).toEqual(['view 1', 'view 2', 'view 3', 'view 4'])
    for (const { points } of calibration.views) expect(points).toBeGreaterThan(60)
  })

  it('works from dots too', () => {
    const { camera, rmsPx } = calibrateFrom(dots, 'dots')
    expect(rmsPx).toBeLessThan(0.1)
    expect(Math.abs(camera.focalPx - 500)).toBeLessThan(4)
  })

  it('lets a gauge answer in mm on the plane of the last view, through perspective and distortion', () => {
    const image = photograph(disc, POSES.at(-1)!)
    const r = rotationOf(POSES.at(-1)!.rotation)
    const [tx, ty, tz] = POSES.at(-1)!.translation
    const center = project(LENS, [
      r[0][0] * 4 + r[0][1] * 3 + tx,
      r[1][0] * 4 + r[1][1] * 3 + ty,
      r[2][0] * 4 + r[2][1] * 3 + tz,
    ])
    const { values } = measureImage(
      image,
      {
        schema: 'celltwin/gauge/v1',
        name: 'disc',
        kind: 'circle',
        center,
        radius: (15 * 500) / 180,
        calipers: 36,
        region: { length: 16, width: 6, sigma: 1, threshold: 30, polarity: 'any' },
      },
      planeMapping(calibration),
    )
    expect(values[1]).toMatchObject({ name: 'diameter', unit: 'mm' })
    expect(Math.abs(values[1]!.value - 30)).toBeLessThan(0.04)
    expect(values[1]!.uncertainty).toBeGreaterThan(0.01 / 10)
  })

  it('names the view that shows no target', () => {
    const views = POSES.map((pose, i) => ({
      name: `view ${i + 1}`,
      image: photograph(i === 2 ? () => 200 : chess, pose),
    }))
    const target = { kind: 'chess', pitchMm: PITCH, pitchUncertaintyMm: 0 } as const
    expect(() => calibrate({ target, views, takenAt: '2026-03-01T08:00:00Z', validDays: 1 })).toThrow('view 3')
    expect(() =>
      calibrate({ target, views: views.slice(0, 2), takenAt: '2026-03-01T08:00:00Z', validDays: 1 }),
    ).toThrow('2 views')
  })
})
