/** Where the part lies in the picture: centre from the rim, angle zero from the 2D code. */
import type { GreyImage } from '../inspector.ts'
import type { FacePlane } from './face-plane.ts'
import type { FaceParameters } from './parameters.ts'
import { greyAt, peakOf, slopes } from './picture.ts'

const RAD = Math.PI / 180

/** On the plane of the face. */
export interface Circle {
  readonly xMm: number
  readonly yMm: number
  readonly radiusMm: number
  /** Root mean square distance of the edge points from the circle. */
  readonly residualMm: number
  /** Share of the rays that met the rim. */
  readonly share: number
}

export interface FacePose {
  readonly plane: FacePlane
  /** The part's axis on the plane. */
  readonly xMm: number
  readonly yMm: number
  /** Angle of the code from twelve o'clock, clockwise. */
  readonly rotationDeg: number
}

/** Where a point on the part lies on the plane; angle zero is the code, clockwise. */
export function onFacePlane(pose: FacePose, radiusMm: number, angleDeg: number): [xMm: number, yMm: number] {
  const a = (angleDeg + pose.rotationDeg) * RAD
  return [pose.xMm + radiusMm * Math.sin(a), pose.yMm - radiusMm * Math.cos(a)]
}

/** Picture coordinates of a point on the part; angle zero is the code, clockwise. */
export const onImage = (pose: FacePose, radiusMm: number, angleDeg: number): [number, number] =>
  pose.plane.onPicture(...onFacePlane(pose, radiusMm, angleDeg))

/** Radius and angle on the part of a point in the picture. */
export function onPart(pose: FacePose, x: number, y: number): { radiusMm: number; angleDeg: number } {
  const [xMm, yMm] = pose.plane.onPlane(x, y)
  return polarOf(pose, xMm, yMm)
}

/** Radius and angle on the part of a point on the plane. */
export function polarOf(pose: FacePose, xMm: number, yMm: number): { radiusMm: number; angleDeg: number } {
  const dx = xMm - pose.xMm
  const dy = yMm - pose.yMm
  const angleDeg = Math.atan2(dx, -dy) / RAD - pose.rotationDeg
  return { radiusMm: Math.hypot(dx, dy), angleDeg: ((angleDeg % 360) + 360) % 360 }
}

/** Where the part lies, of its rim and its code in the picture; everything is then in the millimetres of that plane. */
export function readPose(
  plane: FacePlane,
  rim: readonly (readonly [number, number])[],
  code: readonly [number, number],
): FacePose {
  const { xMm, yMm } = fitCircle(rim.map(([x, y]) => plane.onPlane(x, y)))
  const upright = { plane, xMm, yMm, rotationDeg: 0 }
  return { ...upright, rotationDeg: onPart(upright, ...code).angleDeg }
}

const RAYS = 360
/** How far off the middle of the picture a part can lie in its nest. */
const SEARCH_MM = 4
const RAY_STEP_PX = 0.5
/** Grey levels per pixel below which nothing counts as the rim. */
const FAINTEST_EDGE = 1.2

/** The rim's outer edge as a circle; undefined where there is no such circle. */
export function findRim(image: GreyImage, plane: FacePlane, { rimRadiusMm }: FaceParameters): Circle | undefined {
  const stepMm = RAY_STEP_PX * plane.mmPerPixel
  const count = Math.round((2 * SEARCH_MM) / stepMm)
  const radiusAt = (i: number) => rimRadiusMm - SEARCH_MM + (count - 1 - i) * stepMm
  let points: [number, number][] = []
  const profile = new Float64Array(count)
  for (let ray = 0; ray < RAYS; ray++) {
    const sin = Math.sin((ray / RAYS) * 2 * Math.PI)
    const cos = Math.cos((ray / RAYS) * 2 * Math.PI)
    for (let i = 0; i < count; i++) {
      const [x, y] = plane.onPicture(radiusAt(i) * sin, -radiusAt(i) * cos)
      profile[i] = greyAt(image, x, y)
    }
    // From outside in: the first rise is the rim, whatever comes after it.
    const edges = slopes(profile, 3)
    const strongest = peakOf(edges)
    if (strongest.value < FAINTEST_EDGE * RAY_STEP_PX) continue
    const first = edges.findIndex((slope) => slope > 0.6 * strongest.value)
    const radiusMm = radiusAt(peakOf(edges, first, first + 8).at)
    points.push([radiusMm * sin, -radiusMm * cos])
  }
  let circle: Omit<Circle, 'share'> | undefined
  for (let round = 0; round < 3 && points.length >= RAYS / 3; round++) {
    const fitted = fitCircle(points)
    circle = fitted
    points = points.filter(
      ([x, y]) =>
        Math.abs(Math.hypot(x - fitted.xMm, y - fitted.yMm) - fitted.radiusMm) <
        Math.max(plane.mmPerPixel, 2.5 * fitted.residualMm),
    )
  }
  return circle && { ...circle, share: points.length / RAYS }
}

/** Least squares after Kåsa; unbiased here because the points go all the way round. */
function fitCircle(points: readonly [number, number][]): Omit<Circle, 'share'> {
  const n = points.length
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n
  let uu = 0
  let vv = 0
  let uv = 0
  let uz = 0
  let vz = 0
  let zz = 0
  for (const [x, y] of points) {
    const u = x - mx
    const v = y - my
    const z = u * u + v * v
    uu += u * u
    vv += v * v
    uv += u * v
    uz += u * z
    vz += v * z
    zz += z
  }
  const det = 2 * (uu * vv - uv * uv)
  const a = (uz * vv - vz * uv) / det
  const b = (vz * uu - uz * uv) / det
  const radiusMm = Math.sqrt(zz / n + a * a + b * b)
  const xMm = mx + a
  const yMm = my + b
  const squares = points.reduce((sum, [x, y]) => sum + (Math.hypot(x - xMm, y - yMm) - radiusMm) ** 2, 0)
  return { xMm, yMm, radiusMm, residualMm: Math.sqrt(squares / n) }
}

const CODE_STEPS = 1440
/** Grey levels by which the code's columns must vary more than turned metal. */
const FAINTEST_CODE = 12

/** Angle of the code from twelve o'clock; undefined where the hub shows none. */
export function findCode(
  image: GreyImage,
  plane: FacePlane,
  { xMm, yMm }: Circle,
  { codeRadiusMm, codePlateMm }: FaceParameters,
): number | undefined {
  const pose = { plane, xMm, yMm, rotationDeg: 0 }
  const half = 0.4 * codePlateMm
  const variation = new Float64Array(CODE_STEPS)
  for (let step = 0; step < CODE_STEPS; step++) {
    let sum = 0
    let squares = 0
    for (let k = 0; k < 12; k++) {
      const grey = greyAt(image, ...onImage(pose, codeRadiusMm - half + (k * 2 * half) / 11, (step * 360) / CODE_STEPS))
      sum += grey
      squares += grey * grey
    }
    variation[step] = Math.sqrt(Math.max(0, squares / 12 - (sum / 12) ** 2))
  }
  const wide = Math.round(((2 * half) / codeRadiusMm / RAD / 360) * CODE_STEPS)
  let best = { step: 0, mean: 0 }
  for (let step = 0; step < CODE_STEPS; step++) {
    let sum = 0
    for (let k = 0; k < wide; k++) sum += variation[(step + k) % CODE_STEPS]!
    if (sum / wide > best.mean) best = { step, mean: sum / wide }
  }
  if (best.mean < FAINTEST_CODE) return undefined
  let angleDeg = ((best.step + wide / 2) / CODE_STEPS) * 360
  for (let round = 0; round < 2; round++) {
    const middle = findStrip(image, { ...pose, rotationDeg: angleDeg }, codeRadiusMm, 0, {
      lengthMm: codePlateMm,
      fromMm: -half,
      toMm: half,
    })
    if (middle === undefined) return undefined
    angleDeg += middle.offsetDeg
  }
  return ((angleDeg + 180) % 360) - 180
}

const STRIP_STEP_MM = 0.05
/** How far an edge may stand from where it is looked for. */
const EDGE_ROOM_MM = 1.2

/** A bright strip's middle along the circle: half-way between its rising and its falling edge. */
export function findStrip(
  image: GreyImage,
  pose: FacePose,
  radiusMm: number,
  angleDeg: number,
  strip: { readonly lengthMm: number; readonly fromMm: number; readonly toMm: number },
): { readonly offsetDeg: number; readonly lengthMm: number } | undefined {
  const reachMm = strip.lengthMm / 2 + EDGE_ROOM_MM + 0.3
  const profile = new Float64Array(2 * Math.round(reachMm / STRIP_STEP_MM) + 1)
  const { plane } = pose
  const a = (angleDeg + pose.rotationDeg) * RAD
  const cos = Math.cos(a)
  const sin = Math.sin(a)
  const [xMm, yMm] = onFacePlane(pose, radiusMm, angleDeg)
  const rows = Math.max(3, Math.round((strip.toMm - strip.fromMm) / plane.mmPerPixel))
  for (let i = 0; i < profile.length; i++) {
    const u = i * STRIP_STEP_MM - reachMm
    for (let k = 0; k < rows; k++) {
      const v = strip.fromMm + (k / (rows - 1)) * (strip.toMm - strip.fromMm)
      const [x, y] = plane.onPicture(xMm + u * cos + v * sin, yMm + u * sin - v * cos)
      profile[i]! += greyAt(image, x, y) / rows
    }
  }
  const end = profile.length - 1
  const nominal = (reachMm - strip.lengthMm / 2) / STRIP_STEP_MM
  const left = firstRise(profile, nominal)
  const right = end - firstRise(profile.toReversed(), nominal)
  const lengthMm = (right - left) * STRIP_STEP_MM
  if (Math.abs(lengthMm / strip.lengthMm - 1) > 0.15) return undefined
  const offsetMm = ((left + right) / 2) * STRIP_STEP_MM - reachMm
  return { offsetDeg: Math.atan2(offsetMm, radiusMm) / RAD, lengthMm }
}

/** The outermost clear rise near an index: what rises further in belongs to the strip's own pattern. */
function firstRise(profile: Float64Array, nominal: number): number {
  const room = EDGE_ROOM_MM / STRIP_STEP_MM
  const rises = slopes(profile, 3)
  const from = Math.max(1, Math.round(nominal - room))
  const { value } = peakOf(rises, from, Math.round(nominal + room))
  let first = from
  while (rises[first]! < 0.6 * value) first++
  return peakOf(rises, first, first + 6).at
}
