/** Merges everything of one node and one material into a single mesh: a moving node is one draw call. */
import {
  BufferAttribute,
  type BufferGeometry,
  Euler,
  type Group,
  type Material,
  Matrix4,
  Mesh,
  type MeshStandardMaterial,
  Quaternion,
  Vector3,
} from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'

const KEPT = new Set(['position', 'normal', 'uv'])
const matrix = new Matrix4()
const euler = new Euler()
const quaternion = new Quaternion()
const unit = new Vector3(1, 1, 1)
const at = new Vector3()

export interface MeshOptions {
  readonly cast?: boolean
  readonly receive?: boolean
  /** Height in the node's frame at which it stands on something: what is near is darkened, as little light gets there. */
  readonly groundY?: number
}

export class Collector {
  private readonly name: string
  private readonly sets = new Map<Material, BufferGeometry[]>()

  constructor(name: string) {
    this.name = name
  }

  add(material: Material, geometry: BufferGeometry, x = 0, y = 0, z = 0, rx = 0, ry = 0, rz = 0): this {
    const g = geometry.index ? geometry.toNonIndexed() : geometry.clone()
    geometry.dispose()
    for (const name of Object.keys(g.attributes)) if (!KEPT.has(name)) g.deleteAttribute(name)
    g.clearGroups()
    g.applyMatrix4(matrix.compose(at.set(x, y, z), quaternion.setFromEuler(euler.set(rx, ry, rz)), unit))
    const host = material.userData.mergeInto as Material | undefined
    if (host) paint(g, material as MeshStandardMaterial)
    const key = host ?? material
    const set = this.sets.get(key)
    if (set) set.push(g)
    else this.sets.set(key, [g])
    return this
  }

  into(group: Group, { cast = true, receive = true, groundY }: MeshOptions = {}): Group {
    for (const [material, list] of this.sets) {
      const merged = mergeGeometries(list)
      for (const g of list) g.dispose()
      if (groundY !== undefined) occlude(merged, groundY)
      const mesh = new Mesh(merged, material)
      mesh.name = `${this.name}.${material.name}`
      mesh.castShadow = cast && !material.transparent
      mesh.receiveShadow = receive
      group.add(mesh)
    }
    return group
  }
}

/** Colour, roughness and metalness go into vertices, so that one material serves all neutral things. */
function paint(g: BufferGeometry, material: MeshStandardMaterial): void {
  const n = g.attributes.position!.count
  const colour = new Float32Array(n * 3)
  const surface = new Float32Array(n * 2)
  for (let i = 0; i < n; i++) {
    material.color.toArray(colour, i * 3)
    surface[i * 2] = material.roughness
    surface[i * 2 + 1] = material.metalness
  }
  g.setAttribute('color', new BufferAttribute(colour, 3))
  g.setAttribute('surface', new BufferAttribute(surface, 2))
}

const OCCLUSION_REACH_M = 0.035

function occlude(g: BufferGeometry, groundY: number): void {
  const colour = g.attributes.color
  const position = g.attributes.position!
  if (!colour) return
  for (let i = 0; i < position.count; i++) {
    const k = Math.min(1, Math.max(0, (position.getY(i) - groundY) / OCCLUSION_REACH_M))
    const light = 0.55 + 0.45 * k * (2 - k)
    colour.setXYZ(i, colour.getX(i) * light, colour.getY(i) * light, colour.getZ(i) * light)
  }
}
