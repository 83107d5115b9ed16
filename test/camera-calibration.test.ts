/** A camera that leans, with a lens that bends: what the face measures through its calibration, and without. */
import { readFileSync } from 'node:fs'
import type { CellDefinition, GaugeCalibration } from '@celltwin/contracts'
import { calibrate, calibratedPlane, type Model, pulleyFaceInspector } from '@celltwin/inspection'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import {
  cameraOf,
  type FaceOptions,
  facePose,
  faceView,
  makePart,
  onPlane,
  type Part,
  type Placement,
  renderFace,
  renderTarget,
} from '@celltwin/world'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readModelPackage } from '../packages/models/src/index.ts'

const here = (path: string) => new URL(path, import.meta.url).pathname
const cell: CellDefinition = parse(readFileSync(here('../cells/pulley-cell-1.yaml'), 'utf8'))
const PIXELS = 1024

/** Much worse than the cell's own: a short lens, looking askew. */
const CAMERA: FaceOptions = {
  pixels: PIXELS,
  mmPerPixel: 0.128,
  lens: { focalPx: 2600, distortionPercent: -2.2, tiltDeg: [1.2, -0.9] },
}
const PITCH_MM = 8
const PLACEMENTS: readonly Placement[] = [
  { turnedDeg: [24, 0, 10], movedMm: [0, 0, 0] },
  { turnedDeg: [-24, 8, -20], movedMm: [3, 0, 5] },
  { turnedDeg: [6, 26, 40], movedMm: [0, -3, 8] },
  { turnedDeg: [0, 0, 8], movedMm: [0, 0, 0] },
]

const image = (data: Uint8Array) => ({ width: PIXELS, height: PIXELS, data })

function calibrationOf(camera: FaceOptions): GaugeCalibration {
  const target = { kind: 'chess', pitchMm: PITCH_MM, halfMm: 56 } as const
  const {
    plane,
    image: size,
    ...made
  } = calibrate({
    target: { kind: 'chess', pitchMm: PITCH_MM, pitchUncertaintyMm: 0.002 },
    views: PLACEMENTS.map((placement, shot) => ({
      name: `view ${shot}`,
      image: image(renderTarget(target, camera, placement, shot)),
    })),
    takenAt: '2026-11-01T08:00:00Z',
    validDays: 365,
  })
  return { id: 'CAM-T/1', gauge: 'CAM-01', imaging: { plane, image: size, target: made.target, camera: made.camera } }
}

let model: Model
let calibration: GaugeCalibration
beforeAll(async () => {
  model = await loadOnnxModel(await readModelPackage(here('../packages/models/pulley-face')))
  calibration = calibrationOf(CAMERA)
}, 120_000)

/** Grease near the rim, and the staking at 150° missing. */
const sound = makePart({ seed: 19, defectRate: 0 }, 4, [])
const AREA_MM2 = 45
const part: Part = {
  ...sound,
  crimps: sound.crimps.map((crimp) => ({ ...crimp, present: crimp.number !== 3 })),
  patches: [
    {
      kind: 'grease',
      zone: 'face',
      angleDeg: 205,
      radiusMm: 52.5,
      areaMm2: AREA_MM2,
      extentMm: 2 * Math.sqrt(AREA_MM2 / Math.PI),
    },
  ],
}

async function inspect(through: GaugeCalibration | undefined, camera = CAMERA) {
  const { bright, darkField, uv } = renderFace(part, camera)
  const evidence = (kind: string, data: Uint8Array) => ({ kind, sha256: '', image: image(data) })
  const { measurements } = await pulleyFaceInspector.inspect({
    evidence: [evidence('image-bright', bright), evidence('image-dark-field', darkField), evidence('image-uv', uv)],
    module: cell.modules.visual!,
    recipe: cell.recipe,
    model,
    ...(through ? { calibration: through } : {}),
    now: () => 0,
  })
  return (id: string) => measurements.find(({ characteristic }) => characteristic === id)!
}

/** How far a result lies from the truth, in its own uncertainties. */
const off = ({ value, uncertainty }: { value: number | null; uncertainty: number | null }, truth: number) =>
  Math.abs(value! - truth) / uncertainty!

/** Of the staking that is farthest out: found against made, degrees. */
function worstAngle(find: Awaited<ReturnType<typeof inspect>>): number {
  const found = find('crimp-position').locations!
  return Math.max(
    ...part.crimps
      .filter(({ present }) => present)
      .map(({ angleDeg }) => Math.min(...found.map((place) => Math.abs(place.angleDeg! - angleDeg)))),
  )
}

/** How far the picture's marks of stakings, standing or missing, lie from their true places, at the worst corner, pixels. */
function marksOff(find: Awaited<ReturnType<typeof inspect>>): number {
  const marks = find('crimp-count').locations!
  const pose = facePose(part, CAMERA)
  // Inner and outer edge, 3.5 mm to either side.
  const corners = [
    [27.3, -1],
    [31.8, -1],
    [31.8, 1],
    [27.3, 1],
  ] as const
  return Math.max(
    ...marks.flatMap(({ angleDeg, outline }) => {
      const crimp = part.crimps.find((each) => Math.abs(each.angleDeg - angleDeg!) < 5)!
      const trueDeg = crimp.present ? crimp.angleDeg : angleDeg!
      return corners.map(([radiusMm, side], k) => {
        const { xMm, yMm } = onPlane(pose, radiusMm, trueDeg + (side * 3.5 * 180) / (Math.PI * radiusMm))
        const { x, y } = faceView(CAMERA).onImage(xMm, yMm)
        const [markedX, markedY] = outline![k]!
        return Math.hypot(markedX - x, markedY - y)
      })
    }),
  )
}

/** How far the middle of the grease's outline lies from its true place in the picture, pixels. */
function greaseOff(find: Awaited<ReturnType<typeof inspect>>): number {
  const [film] = find('grease-on-face').locations!
  const { xMm, yMm } = onPlane(facePose(part, CAMERA), 52.5, 205)
  const middle = faceView(CAMERA).onImage(xMm, yMm)
  const mean = (axis: 0 | 1) => film!.outline!.reduce((sum, point) => sum + point[axis], 0) / film!.outline!.length
  return Math.hypot(mean(0) - middle.x, mean(1) - middle.y)
}

describe('a face under a camera that leans and bends', () => {
  it('has its grease, stakings and missing staking where and as large as they are, through the calibration', async () => {
    const find = await inspect(calibration)
    expect(off(find('grease-on-face'), AREA_MM2)).toBeLessThan(1)
    expect(worstAngle(find)).toBeLessThan(find('crimp-position').uncertainty!)
    expect(find('crimp-count').locations).toHaveLength(part.crimps.length)
    expect(marksOff(find)).toBeLessThan(1)
    expect(greaseOff(find)).toBeLessThan(4)
    expect(find('face-familiarity').value).toBeLessThan(1)
  })

  it('has none of that by a bare scale', async () => {
    const find = await inspect(undefined)
    expect(off(find('grease-on-face'), AREA_MM2)).toBeGreaterThan(1)
    expect(worstAngle(find)).toBeGreaterThan(find('crimp-position').uncertainty!)
    expect(marksOff(find)).toBeGreaterThan(1)
  })

  it('is not inspected with the calibration of pictures of another size', async () => {
    const { imaging, ...rest } = calibration
    const find = await inspect({ ...rest, imaging: { ...imaging!, image: { width: 2048, height: 2048 } } })
    expect(find('crimp-count')).toMatchObject({ value: null, reason: expect.stringContaining('CAM-T/1') })
  })
})

it('the reference cell’s camera is as the calibration says that its file lists, out to the rim', () => {
  const view = faceView(cameraOf(cell.modules.visual!.parameters))
  const listed = cell.calibrations!.find(({ gauge }) => gauge === cell.modules.visual!.gauge)!
  const plane = calibratedPlane(listed.imaging!)
  for (let deg = 0; deg < 360; deg += 30)
    for (const radiusMm of [0, 30, 60]) {
      const { xMm, yMm } = onPlane({ xMm: 0, yMm: 0, rotationDeg: 0 }, radiusMm, deg)
      const { x, y } = view.onImage(xMm, yMm)
      const [foundX, foundY] = plane.onPlane(x, y)
      expect(Math.hypot(foundX - xMm, foundY - yMm)).toBeLessThan(0.01)
      const [againX, againY] = plane.onPicture(foundX, foundY)
      expect(Math.hypot(againX - x, againY - y)).toBeLessThan(1e-6)
    }
})
