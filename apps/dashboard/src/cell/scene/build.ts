/** The 3D model of a cell, by its kind. */
import type { CellDefinition } from '@celltwin/contracts'
import { createBench } from './bench.ts'
import { setDetail } from './geometry.ts'
import type { Materials } from './materials.ts'
import type { CellModel } from './model.ts'
import { createRotorCell } from './rotor-cell.ts'

export type Quality = 'full' | 'reduced'

interface QualityNumbers {
  /** Share of segments, and segments round the part. */
  readonly detail: number
  readonly segments: number
  readonly shadowMap: number
  readonly environmentMap: number
  readonly maxDpr: number
  /** Fill and rim light, turning marks, smooth edges. */
  readonly fine: boolean
}

/** `reduced` is for software renderers: half the triangles, and what is made once is made quickly. */
export const QUALITIES: Readonly<Record<Quality, QualityNumbers>> = {
  full: { detail: 1, segments: 128, shadowMap: 2048, environmentMap: 256, maxDpr: 2, fine: true },
  reduced: { detail: 0.4, segments: 64, shadowMap: 1024, environmentMap: 32, maxDpr: 1, fine: false },
}

export function buildModel(definition: CellDefinition, quality: Quality, materials: Materials): CellModel {
  const { detail, segments } = QUALITIES[quality]
  setDetail(detail)
  return definition.kind === 'bench'
    ? createBench(definition, materials)
    : createRotorCell(definition, materials, segments)
}
