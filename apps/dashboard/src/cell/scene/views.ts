/** Camera presets of a rotor cell, from its layout. */
import type { CellLayout } from './layout.ts'
import type { CameraView } from './model.ts'

/** 1: the cell, 2: the spindle, 3: where parts are sorted to. */
export function viewsOf({ spindle, frame, hold, bin }: CellLayout): CameraView[] {
  const k = Math.max(frame.width / 1.24, frame.depth / 0.92)
  return [
    { eye: [0.76 * k, 1.34 * k, 2.46 * k], at: [0.02, 0.275, 0], fovDeg: 28 },
    {
      eye: [spindle.x + 0.21, spindle.seat + 0.32, spindle.z + 0.66],
      at: [spindle.x + 0.02, spindle.seat + 0.06, spindle.z],
      fovDeg: 30,
    },
    {
      eye: [(hold.x + bin.x) / 2 + 0.3, 0.86, hold.z + 1.05],
      at: [(hold.x + bin.x) / 2 - 0.03, 0.12, hold.z - 0.12],
      fovDeg: 32,
    },
  ]
}
