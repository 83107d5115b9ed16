/** Parts that only lie somewhere: those in nests and at the infeed in one draw call, those in the rack in another. */
import { InstancedMesh, Matrix4 } from 'three'
import { type CellLayout, nestX, nestZ, rackPlace } from './layout.ts'
import type { Materials } from './materials.ts'
import { shelvedGeometry, stockGeometry } from './pulley-geometry.ts'

const QUEUE_ROOM = 2
/** Distance of parts on the lane. */
const QUEUE_PITCH_M = 0.128

export function createStock(m: Materials, layout: CellLayout) {
  const { hold, infeed, partHeight } = layout
  const mesh = new InstancedMesh(stockGeometry(), m.part, hold.nests + QUEUE_ROOM)
  mesh.name = 'parts.stock'
  mesh.castShadow = mesh.receiveShadow = true
  const matrix = new Matrix4()
  let queued = 0
  let lane = -1
  const placeQueue = (shift: number) => {
    const first = mesh.count - queued
    for (let i = 0; i < queued; i++) {
      const x = infeed.x - (i + shift) * QUEUE_PITCH_M
      mesh.setMatrixAt(first + i, matrix.makeRotationY(i + 0.2).setPosition(x, infeed.seat + partHeight, infeed.z))
    }
    lane = shift
    mesh.instanceMatrix.needsUpdate = true
  }
  return {
    mesh,
    set(nests: readonly number[], waiting: number): void {
      const taken = nests.slice(0, hold.nests)
      queued = Math.min(waiting, QUEUE_ROOM)
      mesh.count = taken.length + queued
      taken.forEach((nest, n) => {
        matrix.makeRotationY(nest * 0.7 + 0.4)
        mesh.setMatrixAt(n, matrix.setPosition(nestX(layout, nest), hold.seat + partHeight, nestZ(layout, nest)))
      })
      placeQueue(Math.max(0, lane))
      mesh.computeBoundingSphere()
    },
    /** Rolls the waiting parts on; true when they moved. */
    roll(shift: number): boolean {
      if (Math.abs(shift - lane) < 1e-4) return false
      placeQueue(shift)
      return true
    },
  }
}

/** Challenge and master parts in their places. */
export function createShelved(m: Materials, { rack, partHeight }: CellLayout) {
  const mesh = new InstancedMesh(shelvedGeometry(), m.part, rack?.places ?? 0)
  mesh.name = 'parts.rack'
  mesh.castShadow = mesh.receiveShadow = true
  const matrix = new Matrix4()
  return {
    mesh,
    set(places: readonly number[]): void {
      if (!rack) return
      mesh.count = places.length
      places.forEach((place, n) => {
        const { x, y, z } = rackPlace(rack, place)
        mesh.setMatrixAt(n, matrix.makeRotationY(place * 1.1).setPosition(x, y + partHeight, z))
      })
      mesh.instanceMatrix.needsUpdate = true
      mesh.computeBoundingSphere()
    },
  }
}
