/** Soft shade where things stand on the plate: the ambient occlusion that one shadow map cannot give. One draw call. */
import type { Footprint } from '@celltwin/contracts'
import { InstancedMesh, Matrix4, PlaneGeometry } from 'three'
import type { Materials } from './materials.ts'

export function createContactShade(m: Materials, footprints: readonly Footprint[]): InstancedMesh {
  m.contact.map = m.fade
  const mesh = new InstancedMesh(new PlaneGeometry(1, 1).rotateX(-Math.PI / 2), m.contact, footprints.length)
  const matrix = new Matrix4()
  footprints.forEach(({ x, z, width, depth }, i) => {
    matrix.makeScale(width * 1.5, 1, depth * 1.5).setPosition(x, 0.0008, z)
    mesh.setMatrixAt(i, matrix)
  })
  mesh.name = 'contact-shade'
  mesh.renderOrder = 1
  return mesh
}
