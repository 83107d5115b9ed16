/** Parts that only lie somewhere (nests, infeed): all of them in one draw call. */
import { InstancedMesh, Matrix4 } from 'three'
import { type CellLayout, nestX, nestZ } from './layout.ts'
import type { Materials } from './materials.ts'
import { stockGeometry } from './pulley-geometry.ts'

export const QUEUE_ROOM = 2
/** Distance of parts on the lane. */
const QUEUE_PITCH_M = 0.128

export function createStock(m: Materials, layout: CellLayout) {
  const { hold, infeed, partHeight } = layout
  const mesh = new InstancedMesh(stockGeometry(), m.part, hold.nests + QUEUE_ROOM)
  mesh.name = 'parts.stock'
  mesh.castShadow = mesh.receiveShadow = true
  const matrix = new Matrix4()
  return {
    mesh,
    set(nests: readonly number[], queued: number): void {
      let n = 0
      for (const nest of nests.slice(0, hold.nests)) {
        matrix.makeRotationY(nest * 0.7 + 0.4)
        mesh.setMatrixAt(n++, matrix.setPosition(nestX(layout, nest), hold.seat + partHeight, nestZ(layout, nest)))
      }
      for (let i = 0; i < Math.min(queued, QUEUE_ROOM); i++) {
        matrix.makeRotationY(i + 0.2)
        mesh.setMatrixAt(n++, matrix.setPosition(infeed.x - i * QUEUE_PITCH_M, infeed.seat + partHeight, infeed.z))
      }
      mesh.count = n
      mesh.instanceMatrix.needsUpdate = true
      mesh.computeBoundingSphere()
    },
  }
}
