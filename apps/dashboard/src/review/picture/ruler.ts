import type { CellDefinition } from '@celltwin/contracts'
import { planeMapping } from '@celltwin/inspection/camera'
import { distance, type Place } from './zoom.ts'

/** Millimetres between two places of a picture. */
export type Ruler = (from: Place, to: Place) => number

/** Through the camera's calibration that the cell file lists, else by its bare scale; undefined where neither is known. */
export function rulerOf({ modules, calibrations }: CellDefinition, moduleId: string): Ruler | undefined {
  const module = modules[moduleId]
  const imaging = calibrations?.find(({ gauge }) => gauge === module?.gauge)?.imaging
  if (imaging) {
    const { toPlane } = planeMapping(imaging)
    const at = ([x, y]: Place) => toPlane({ x, y })
    return (from, to) => Math.hypot(at(to).x - at(from).x, at(to).y - at(from).y)
  }
  const mmPerPixel = module?.parameters.mmPerPixel
  return typeof mmPerPixel === 'number' ? (from, to) => distance(from, to) * mmPerPixel : undefined
}
