/**
 * Cameras calibrated from noisy marks, and parts seen through them, with the truth known exactly: what a face's angles, lengths
 * and areas are off by, in their own standard uncertainties. For tests and the benchmark.
 */
import type { Calibration, Imaging } from '@celltwin/contracts'
import { project, rotationOf, turn, type Vector } from '../../gauges/calibration/camera-model.ts'
import { calibrateMarks, type MarkedView } from '../../gauges/calibration/fit-camera.ts'
import type { Random } from '../../gauges/testing/render.ts'
import { angleSdDeg, areaOn, areaSdMm2, doubtOfCalibration, extentSdMm, lengthOn } from '../calibration-doubt.ts'
import { calibratedPlane } from '../face-plane.ts'
import { type FacePose, onImage, onPart, readPose } from '../pose.ts'
import type { Spot } from '../spots.ts'

export interface Found {
  readonly quantity: 'angle' | 'length' | 'area' | 'area on one side'
  readonly error: number
  /** As the calibration's uncertainty makes it. */
  readonly sd: number
}

const IMAGE = { width: 1024, height: 1024 }
const FACE = { rimRadiusMm: 60, codeRadiusMm: 41.5, faceInnerRadiusMm: 38.25 }
const TARGET_MM = 112
/** In each direction. */
const MARKS = 4
const TILTS: readonly Vector[] = [
  [0.42, 0, 0.2],
  [-0.42, 0.14, -0.35],
  [0.1, 0.45, 0.7],
  [0.01, -0.02, 0.14],
]

/** One camera, calibrated once, with what it then finds on one part. */
export function throughOneCalibration(random: Random): Found[] {
  const within = (middle: number, most: number) => middle + (2 * random.uniform() - 1) * most
  const truth = trueCamera(within)
  // From a sharp lens with an uncertain target to a blurred one with a target known exactly.
  const calibration = calibrated(truth, within(0.2, 0.18), Math.max(0, within(0, 2e-4)), random)
  return seenThrough(calibration, truth, within)
}

type Within = (middle: number, most: number) => number

/** A bad lens that leans. */
function trueCamera(within: Within): Imaging {
  const focalPx = within(2600, 200)
  return {
    target: { kind: 'chess', pitchMm: 1, pitchUncertaintyMm: 0 },
    image: IMAGE,
    camera: { focalPx, centerX: within(511.5, 10), centerY: within(511.5, 10), k1: within(0, 0.6), k2: within(0, 1) },
    plane: {
      rotation: [within(0, 0.02), within(0, 0.02), within(0, 3)],
      translationMm: [within(0, 2), within(0, 2), focalPx * 0.128],
    },
  }
}

/** @param noisePx of a mark, along each axis. @param pitchSd of the target, relative. */
function calibrated(truth: Imaging, noisePx: number, pitchSd: number, random: Random): Calibration {
  const pitchMm = TARGET_MM / (MARKS - 1)
  const stretch = 1 + pitchSd * random.gaussian()
  const place = truth.plane as unknown as { rotation: Vector; translationMm: Vector }
  const views = TILTS.map((tilt, view): MarkedView => {
    const onPlane = view === TILTS.length - 1
    const rotation = rotationOf(onPlane ? place.rotation : tilt)
    return {
      name: `view ${view + 1}`,
      marks: Array.from({ length: MARKS ** 2 }, (_, i) => {
        const [column, row] = [i % MARKS, Math.floor(i / MARKS)]
        const middle = (MARKS - 1) / 2
        const [X, Y] = [(column - middle) * pitchMm, (row - middle) * pitchMm]
        const [x, y, z] = turn(rotation, [X * stretch, Y * stretch, 0])
        const [tx, ty, tz] = place.translationMm
        const at = project(truth.camera, [x + tx, y + ty, z + tz])
        return { X, Y, x: at.x + noisePx * random.gaussian(), y: at.y + noisePx * random.gaussian() }
      }),
    }
  })
  return calibrateMarks({
    target: { kind: 'chess', pitchMm, pitchUncertaintyMm: 2 * pitchSd * pitchMm },
    image: IMAGE,
    views,
    takenAt: '2026-01-01T00:00:00Z',
    validDays: 1,
  })
}

function seenThrough(calibration: Calibration, truth: Imaging, within: Within): Found[] {
  const part: FacePose = {
    plane: calibratedPlane(truth),
    xMm: within(0, 2),
    yMm: within(0, 2),
    rotationDeg: within(0, 180),
  }
  const plane = calibratedPlane(calibration)
  const rim = Array.from({ length: 72 }, (_, k) => onImage(part, FACE.rimRadiusMm, 5 * k))
  const pose = readPose(plane, rim, onImage(part, FACE.codeRadiusMm, 0))
  const doubt = doubtOfCalibration(pose, plane, FACE)

  const [crimpMm, crimpDeg] = [29.5, within(180, 150)]
  const foundDeg = onPart(pose, ...onImage(part, crimpMm, crimpDeg)).angleDeg
  const film = spotAt(part, within(50, 6), within(180, 180), within(1.5, 1))
  const across = spotAt(part, FACE.faceInnerRadiusMm, within(180, 180), within(1.5, 1))
  const area = (told: FacePose, spot: Spot) => areaOn(told, [spot], true, FACE.faceInnerRadiusMm)
  return [
    { quantity: 'angle', error: foundDeg - crimpDeg, sd: angleSdDeg(doubt, crimpMm, foundDeg) },
    { quantity: 'length', error: lengthOn(pose, film.ends) - lengthOn(part, film.ends), sd: extentSdMm(doubt, film) },
    { quantity: 'area', error: area(pose, film) - area(part, film), sd: areaSdMm2(doubt, [film], true) },
    {
      quantity: 'area on one side',
      error: area(pose, across) - area(part, across),
      sd: areaSdMm2(doubt, [across], true),
    },
  ]
}

/** A round spot as the picture has it: its pixels, in truth. */
function spotAt(part: FacePose, radiusMm: number, angleDeg: number, halfMm: number): Spot {
  const at = onImage(part, radiusMm, angleDeg)
  const reach = halfMm / part.plane.mmPerPixel
  const ends: Spot['ends'] = [
    [at[0] - reach, at[1]],
    [at[0] + reach, at[1]],
  ]
  const covered: [number, number][] = []
  const [left, top] = [Math.round(at[0]), Math.round(at[1])]
  for (let y = top - Math.ceil(reach); y <= top + reach; y++)
    for (let x = left - Math.ceil(reach); x <= left + reach; x++)
      if (Math.hypot(x - at[0], y - at[1]) <= reach) covered.push([x, y])
  const off = ([x, y]: [number, number]) => onPart(part, x, y).radiusMm - FACE.faceInnerRadiusMm
  const near = 3 * part.plane.mmPerPixel
  return {
    kind: 'grease',
    peak: 1,
    angleDeg,
    radiusMm,
    extentMm: 2 * halfMm,
    areaOnFaceMm2: 0,
    areaElsewhereMm2: 0,
    outline: [],
    at,
    ends,
    pixels: {
      onFace: covered.filter((pixel) => off(pixel) >= near).length,
      elsewhere: covered.filter((pixel) => off(pixel) <= -near).length,
    },
    border: covered.filter((pixel) => Math.abs(off(pixel)) < near),
  }
}
