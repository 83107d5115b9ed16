/** A small picture of the face around one place, outward up: what the patch classifier is asked about. */
import type { Tensor } from '../inspector.ts'
import type { FacePictures } from './image-trust.ts'
import { greyAt } from './picture.ts'
import { type FacePose, onFacePlane } from './pose.ts'

/** Geometry and normalisation as the manifest of the model package has them. */
export interface PatchInput {
  /** Width and height. */
  readonly pixels: number
  readonly mmPerPixel: number
  /** By channel: bright field, dark field, UV; of grey 0 to 1. */
  readonly mean: readonly number[]
  readonly spread: readonly number[]
}

const RAD = Math.PI / 180

/** Grey 0 to 1, less the channel's mean, over its spread. */
export function cutPatch(
  { bright, darkField, uv }: FacePictures,
  pose: FacePose,
  place: { readonly radiusMm: number; readonly angleDeg: number },
  { pixels, mmPerPixel, mean, spread }: PatchInput,
): Tensor {
  const turn = (place.angleDeg + pose.rotationDeg) * RAD
  const [middleXMm, middleYMm] = onFacePlane(pose, place.radiusMm, place.angleDeg)
  const [cos, sin] = [mmPerPixel * Math.cos(turn), mmPerPixel * Math.sin(turn)]
  const data = new Float32Array(3 * pixels * pixels)
  let at = 0
  for (const [channel, image] of [bright, darkField, uv].entries()) {
    const scale = 1 / (255 * spread[channel]!)
    const shift = mean[channel]! / spread[channel]!
    for (let row = 0; row < pixels; row++) {
      const v = row - (pixels - 1) / 2
      for (let column = 0; column < pixels; column++) {
        const u = column - (pixels - 1) / 2
        const [x, y] = pose.plane.onPicture(middleXMm + u * cos - v * sin, middleYMm + u * sin + v * cos)
        data[at++] = scale * greyAt(image, x, y) - shift
      }
    }
  }
  return { data, dims: [1, 3, pixels, pixels] }
}
