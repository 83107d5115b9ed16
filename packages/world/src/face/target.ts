/** A flat chess or dot target, as one holds it under the camera to calibrate it. */
import { type Camera, type Placement, viewOf } from './lens.ts'
import { hash } from './noise.ts'
import { sense } from './sensor.ts'

export interface Target {
  readonly kind: 'chess' | 'dots'
  readonly pitchMm: number
  /** Half the side of the plate, mm; bare table around it. */
  readonly halfMm: number
}

const INK = 34
const PLATE = 188
const TABLE = 20
/** Each pixel is the mean of as many looks in either direction. */
const LOOKS = 4

/** One picture, as 8-bit grey. Each `shot` has noise of its own. */
export function renderTarget(target: Target, camera: Camera, placement: Placement, shot: number): Uint8Array {
  const { pixels, xMm, yMm } = viewOf(camera, placement)
  const light = new Float32Array(pixels * pixels)
  const paint = painter(target)
  for (let y = 0, i = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++, i++) {
      // Inside a pixel the plane is as good as flat: steps to the neighbours tell where its parts look.
      const right = x + 1 < pixels ? i + 1 : i - 1
      const below = y + 1 < pixels ? i + pixels : i - pixels
      const [acrossX, acrossY] = [(xMm[right]! - xMm[i]!) * (right - i), (yMm[right]! - yMm[i]!) * (right - i)]
      const side = below > i ? 1 : -1
      const [downX, downY] = [(xMm[below]! - xMm[i]!) * side, (yMm[below]! - yMm[i]!) * side]
      let sum = 0
      for (let k = 0; k < LOOKS * LOOKS; k++) {
        const a = ((k % LOOKS) + 0.5) / LOOKS - 0.5
        const b = (Math.floor(k / LOOKS) + 0.5) / LOOKS - 0.5
        sum += paint(xMm[i]! + a * acrossX + b * downX, yMm[i]! + a * acrossY + b * downY)
      }
      light[i] = sum / (LOOKS * LOOKS)
    }
  }
  return sense(light, pixels, { seed: hash(0x7a46e7, shot), gain: 1, defocusPx: LENS_BLUR_PX })
}

/** The lens spreads an edge by about two thirds of a pixel. */
const LENS_BLUR_PX = 0.66

function painter({ kind, pitchMm, halfMm }: Target): (xMm: number, yMm: number) => number {
  const onMark =
    kind === 'chess'
      ? (x: number, y: number) => (Math.floor(x / pitchMm) + Math.floor(y / pitchMm)) % 2 === 0
      : (x: number, y: number) =>
          Math.hypot(x - pitchMm * Math.round(x / pitchMm), y - pitchMm * Math.round(y / pitchMm)) < 0.3 * pitchMm
  return (x, y) => (Math.max(Math.abs(x), Math.abs(y)) > halfMm ? TABLE : onMark(x, y) ? INK : PLATE)
}
