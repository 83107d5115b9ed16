/** Where on the picture the net sees what should not be there. */
import type { GreyImage } from '../inspector.ts'
import type { CellMap } from './face-net.ts'
import { type FacePose, onPart } from './pose.ts'

const PIXELS = 256
const FLAWS = ['grease', 'dent', 'residue'] as const

/**
 * The likeliest flaw of each place, in the frame of the picture but smaller: 0 is none, 255 is certain.
 * Outside what the net looks at it is 0.
 */
export function heatMap(cells: CellMap, pose: FacePose, picture: GreyImage): GreyImage {
  const data = new Uint8Array(PIXELS * PIXELS)
  const [stepX, stepY] = [picture.width / PIXELS, picture.height / PIXELS]
  for (let v = 0; v < PIXELS; v++)
    for (let u = 0; u < PIXELS; u++) {
      const { radiusMm, angleDeg } = onPart(pose, (u + 0.5) * stepX, (v + 0.5) * stepY)
      const row = Math.floor((radiusMm - cells.innerMm) / cells.cellMm)
      if (row < 0 || row >= cells.rows) continue
      const column = Math.floor(angleDeg / cells.cellDeg) % cells.columns
      const likeliest = Math.max(...FLAWS.map((kind) => cells.probability(kind, row, column)))
      data[v * PIXELS + u] = Math.round(255 * Math.min(1, likeliest))
    }
  return { width: PIXELS, height: PIXELS, data }
}
