/** A simulated part through renderer and inspector, as in the cell. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { CellDefinition, Measurement } from '../packages/contracts/src/index.ts'
import type { Model } from '../packages/inspection/src/inspector.ts'
import { pulleyFaceInspector } from '../packages/inspection/src/visual/pulley-face.ts'
import { type FaceOptions, renderFace } from '../packages/world/src/face/index.ts'
import type { Part } from '../packages/world/src/part.ts'
import { CAMERA, FOLDER } from './face-spec.ts'

export const CELL: CellDefinition = parse(readFileSync(`${FOLDER}/../cells/pulley-cell-1.yaml`, 'utf8'))

export async function inspectPart(
  part: Part,
  model: Model,
  faults: Pick<FaceOptions, 'blur' | 'darkness'> = {},
): Promise<{ find: (id: string) => Measurement; tookMs: number }> {
  const { pixels, mmPerPixel } = CAMERA
  const face = renderFace(part, { pixels, mmPerPixel, ...faults })
  const evidence = (kind: string, data: Uint8Array) => ({
    kind,
    sha256: '0'.repeat(64),
    image: { width: pixels, height: pixels, data },
  })
  const began = performance.now()
  const { measurements } = await pulleyFaceInspector.inspect({
    evidence: [
      evidence('image-bright', face.bright),
      evidence('image-dark-field', face.darkField),
      evidence('image-uv', face.uv),
    ],
    module: CELL.modules.visual!,
    recipe: CELL.recipe,
    model,
    now: () => performance.now(),
  })
  const find = (id: string) => measurements.find((measurement) => measurement.characteristic === id)!
  return { find, tookMs: performance.now() - began }
}
