/** Whether the pictures can be judged at all: exposure, focus, lamps, pose. What cannot is held, never passed. */
import type { GreyImage } from '../inspector.ts'
import type { FacePlane } from './face-plane.ts'
import type { FaceParameters } from './parameters.ts'
import { greyAt, quantile } from './picture.ts'
import { type Circle, type FacePose, findCode, findRim, onImage } from './pose.ts'

export interface FacePictures {
  readonly bright: GreyImage
  readonly darkField: GreyImage
  readonly uv: GreyImage
}

/** What the pictures are worth. `reason` says why they cannot be inspected. */
export type Trust =
  | { readonly pose: FacePose; readonly edgeWidthPx: number; readonly faceGrey: number }
  | { readonly reason: string }

/** Median grey of B in bright field; nominal is 136. */
const FACE_GREY = { least: 75, most: 205 }
const MOST_SATURATED = 0.02
/** A focused rim rises over 1.6 to 2.2 pixels. */
const WIDEST_EDGE_PX = 3
const LARGEST_RIM_ERROR = 0.012
/** Grey levels of rim glints in dark field and of the fluorescing target under UV; nominal about 100 and 170. */
const FAINTEST_GLINT = 45
const FAINTEST_TARGET = 85

export function trustPictures(
  { bright, darkField, uv }: FacePictures,
  plane: FacePlane,
  parameters: FaceParameters,
): Trust {
  for (const [name, image] of Object.entries({ bright, 'dark-field': darkField, UV: uv })) {
    if (image.width !== parameters.pixels || image.height !== parameters.pixels) {
      return {
        reason: `The ${name} image is ${image.width} × ${image.height}, not ${parameters.pixels} pixels square.`,
      }
    }
  }
  const { rimRadiusMm } = parameters
  const face = sampleFace(bright, plane, parameters)
  if (face.grey < FACE_GREY.least)
    return { reason: `The bright-field image is too dark (face at ${round(face.grey)} of 255).` }
  if (face.grey > FACE_GREY.most || face.saturated > MOST_SATURATED) {
    return { reason: `The bright-field image is over-exposed (face at ${round(face.grey)} of 255).` }
  }
  const rim = findRim(bright, plane, parameters)
  if (!rim || rim.share < 0.8) return { reason: 'No round rim was found in the image.' }
  const error = rim.radiusMm / rimRadiusMm - 1
  if (Math.abs(error) > LARGEST_RIM_ERROR) {
    return { reason: `The rim measures Ø ${(2 * rim.radiusMm).toFixed(1)} mm, not ${2 * rimRadiusMm}.` }
  }
  const edgeWidthPx = widthOfRim(bright, plane, rim)
  if (edgeWidthPx > WIDEST_EDGE_PX) {
    return { reason: `The image is out of focus (the rim's edge is ${edgeWidthPx.toFixed(1)} pixels wide).` }
  }
  const glint = glintOfRim(darkField, plane, rim)
  if (glint < FAINTEST_GLINT) return { reason: `The dark-field image is too dark (rim at ${round(glint)} of 255).` }
  const target = targetGrey(uv, plane, parameters)
  if (target < FAINTEST_TARGET) return { reason: `The UV image is too dark (target at ${round(target)} of 255).` }
  const rotationDeg = findCode(bright, plane, rim, parameters)
  if (rotationDeg === undefined) return { reason: 'The 2D code, the zero of all angles, was not found on the hub.' }
  return { pose: { plane, xMm: rim.xMm, yMm: rim.yMm, rotationDeg }, edgeWidthPx, faceGrey: face.grey }
}

const round = (grey: number) => Math.round(grey)

function sampleFace(image: GreyImage, plane: FacePlane, { faceInnerRadiusMm, rimRadiusMm }: FaceParameters) {
  const middle = { plane, xMm: 0, yMm: 0, rotationDeg: 0 }
  const greys: number[] = []
  for (let step = 0; step < 720; step++) {
    for (let k = 1; k < 8; k++) {
      const radiusMm = faceInnerRadiusMm + (k / 9) * (rimRadiusMm - faceInnerRadiusMm)
      greys.push(greyAt(image, ...onImage(middle, radiusMm, step / 2)))
    }
  }
  return { grey: quantile(greys, 0.5), saturated: greys.filter((grey) => grey >= 254).length / greys.length }
}

const RIM_STEP_PX = 0.125

/** Mean profile across the rim's edge, from outside in, over `reachPx` to both sides. */
function rimProfile(image: GreyImage, plane: FacePlane, rim: Circle, reachPx: number): Float64Array {
  const profile = new Float64Array(Math.round((2 * reachPx) / RIM_STEP_PX))
  const rays = 240
  for (let ray = 0; ray < rays; ray++) {
    const a = (ray / rays) * 2 * Math.PI
    for (let i = 0; i < profile.length; i++) {
      const r = rim.radiusMm + (reachPx - i * RIM_STEP_PX) * plane.mmPerPixel
      const [x, y] = plane.onPicture(rim.xMm + r * Math.sin(a), rim.yMm - r * Math.cos(a))
      profile[i]! += greyAt(image, x, y) / rays
    }
  }
  return profile
}

/** Height of the rise at the rim over its steepest slope, pixels. */
function widthOfRim(image: GreyImage, plane: FacePlane, rim: Circle): number {
  const profile = rimProfile(image, plane, rim, 12)
  let steepest = 0
  for (let i = 2; i < profile.length - 2; i++) {
    steepest = Math.max(steepest, (profile[i + 2]! - profile[i - 2]!) / (4 * RIM_STEP_PX))
  }
  return (Math.max(...profile) - profile[0]!) / steepest
}

const glintOfRim = (image: GreyImage, plane: FacePlane, rim: Circle): number =>
  Math.max(...rimProfile(image, plane, rim, 6))

function targetGrey(image: GreyImage, plane: FacePlane, { uvTargetMm: [xMm, yMm, radiusMm] }: FaceParameters): number {
  const greys: number[] = []
  const reach = (0.6 * radiusMm) / plane.mmPerPixel
  const [x, y] = plane.onPicture(xMm, yMm)
  for (let dy = -reach; dy <= reach; dy += 2)
    for (let dx = -reach; dx <= reach; dx += 2) greys.push(greyAt(image, x + dx, y + dy))
  return quantile(greys, 0.5)
}
