/** A simulated part through renderer and inspector, as in the cell. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { CellDefinition, Measurement } from '../packages/contracts/src/index.ts'
import type { GreyImage, Model } from '../packages/inspection/src/inspector.ts'
import type { FacePictures } from '../packages/inspection/src/visual/image-trust.ts'
import { pulleyFaceInspector } from '../packages/inspection/src/visual/pulley-face.ts'
import { type FaceOptions, renderFace } from '../packages/world/src/face/index.ts'
import type { Part } from '../packages/world/src/part.ts'
import { CAMERA, FOLDER } from './face-spec.ts'

export const CELL: CellDefinition = parse(readFileSync(`${FOLDER}/../cells/pulley-cell-1.yaml`, 'utf8'))

type Circumstances = Pick<FaceOptions, 'blur' | 'darkness'>

export function picturesOf(part: Part, circumstances: Circumstances = {}): FacePictures {
  const { pixels, mmPerPixel } = CAMERA
  const grey = renderFace(part, { pixels, mmPerPixel, ...circumstances })
  const image = (data: Uint8Array) => ({ width: pixels, height: pixels, data })
  return { bright: image(grey.bright), darkField: image(grey.darkField), uv: image(grey.uv) }
}

export async function inspectPart(
  part: Part,
  model: Model,
  circumstances: Circumstances = {},
): Promise<{ find: (id: string) => Measurement; tookMs: number }> {
  const { bright, darkField, uv } = picturesOf(part, circumstances)
  const evidence = (kind: string, image: GreyImage) => ({ kind, sha256: '0'.repeat(64), image })
  const began = performance.now()
  const { measurements } = await pulleyFaceInspector.inspect({
    evidence: [evidence('image-bright', bright), evidence('image-dark-field', darkField), evidence('image-uv', uv)],
    module: CELL.modules.visual!,
    recipe: CELL.recipe,
    model,
    now: () => performance.now(),
  })
  const find = (id: string) => measurements.find((measurement) => measurement.characteristic === id)!
  return { find, tookMs: performance.now() - began }
}
