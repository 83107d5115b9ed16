/** Aluminium frame with gantry portal, base plate, cabinet and edge computers; covers and light curtain apart. */
import { CircleGeometry, Euler, Group, InstancedMesh, Matrix4, PlaneGeometry, Quaternion, Vector3 } from 'three'
import { Collector } from '../collector.ts'
import { box, roundCylinder, tSlotProfile } from '../geometry.ts'
import type { CellLayout } from '../layout.ts'
import type { Materials } from '../materials.ts'

const HALF = Math.PI / 2

interface Beam {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly along: 'x' | 'y' | 'z'
  readonly length: number
}

/** Half outer measures of the frame, on the centre line of its profiles. */
const extent = ({ frame }: CellLayout) => ({ w: frame.width / 2 + 0.02, d: frame.depth / 2 + 0.02 })

function beams(layout: CellLayout): Beam[] {
  const { frame, gantry } = layout
  const { w, d } = extent(layout)
  const deck = -frame.plate - 0.02
  const list: Beam[] = []
  const post = (x: number, z: number, from: number, to: number) =>
    list.push({ x, y: from, z, along: 'y', length: to - from })
  const alongX = (y: number, z: number, from: number, to: number) =>
    list.push({ x: from, y, z, along: 'x', length: to - from })
  const alongZ = (x: number, y: number, from: number, to: number) =>
    list.push({ x, y, z: from, along: 'z', length: to - from })

  for (const x of [-w, w]) for (const z of [-d, d]) post(x, z, frame.floor + 0.03, z < 0 ? frame.top : deck + 0.02)
  for (const y of [deck, frame.floor + 0.14]) {
    for (const z of [-d, d]) alongX(y, z, -w + 0.02, w - 0.02)
    for (const x of [-w, w]) alongZ(x, y, -d + 0.02, d - 0.02)
  }
  alongX(frame.top - 0.02, -d, -w + 0.02, w - 0.02)
  // Side guards are low, so that the cell stays open to the eye.
  for (const x of [-w, w]) {
    alongZ(x, frame.guard, -d + 0.02, 0.1)
    post(x, 0.12, deck + 0.02, frame.guard + 0.02)
  }
  for (const x of [gantry.x0, gantry.x1]) post(x, gantry.z, 0.012, gantry.beam - 0.02)
  alongX(gantry.beam, gantry.z, gantry.x0 - 0.02, gantry.x1 + 0.02)
  return list
}

export function createFrame(m: Materials, layout: CellLayout): Group {
  const { frame, gantry } = layout
  const { w, d } = extent(layout)
  const group = new Group()
  group.name = 'station:frame'
  group.add(profiles(m, beams(layout)), holes(m, layout))

  new Collector('frame.plate')
    .add(m.plate, box(frame.width, frame.plate, frame.depth, 0.003), 0, -frame.plate / 2, 0)
    .into(group)
  const c = new Collector('frame')
  for (const x of [-w, w]) {
    for (const z of [-d, d]) {
      c.add(m.black, roundCylinder(0.028, 0.012, 0.004, 24), x, frame.floor, z)
      c.add(m.steel, roundCylinder(0.007, 0.03, 0.001, 12), x, frame.floor + 0.008, z)
      if (z < 0) c.add(m.black, box(0.04, 0.004, 0.04, 0.002), x, frame.top + 0.002, z)
    }
    c.add(m.black, box(0.04, 0.004, 0.04, 0.002), x, frame.guard + 0.022, 0.12)
  }
  for (const x of [gantry.x0, gantry.x1]) c.add(m.steel, box(0.08, 0.012, 0.08, 0.002), x, 0.006, gantry.z)
  cabinet(c, m, layout)
  c.into(group)
  return group
}

/** Control cabinet and four edge computers under the deck. */
function cabinet(c: Collector, m: Materials, { frame }: CellLayout): void {
  c.add(m.sheet, box(0.46, 0.3, 0.3, 0.008), 0.3, frame.floor + 0.32, -0.18)
  c.add(m.darkSheet, box(0.42, 0.26, 0.006, 0.004), 0.3, frame.floor + 0.32, -0.028)
  c.add(m.black, box(0.012, 0.06, 0.012, 0.003), 0.12, frame.floor + 0.32, -0.02)
  for (let i = 0; i < 4; i++) {
    c.add(m.anodised, box(0.11, 0.045, 0.14, 0.004), -0.42 + i * 0.13, frame.floor + 0.185, -0.12)
    for (let k = 0; k < 8; k++) {
      const x = -0.466 + i * 0.13 + k * 0.013
      c.add(m.anodised, box(0.006, 0.02, 0.13, 0.001), x, frame.floor + 0.215, -0.12)
    }
  }
  c.add(m.darkSheet, box(frame.width, 0.004, frame.depth, 0.001), 0, frame.floor + 0.162, 0)
}

function profiles(m: Materials, list: readonly Beam[]): InstancedMesh {
  const mesh = new InstancedMesh(tSlotProfile(), m.profile, list.length)
  const matrix = new Matrix4()
  const turn = new Quaternion()
  const euler = new Euler()
  const scale = new Vector3()
  const at = new Vector3()
  list.forEach(({ x, y, z, along, length }, i) => {
    turn.setFromEuler(euler.set(along === 'z' ? HALF : 0, 0, along === 'x' ? -HALF : 0))
    mesh.setMatrixAt(i, matrix.compose(at.set(x, y, z), turn, scale.set(1, length, 1)))
  })
  mesh.name = 'frame.profiles'
  mesh.castShadow = mesh.receiveShadow = true
  return mesh
}

/** Tapped holes of the base plate, 50 mm apart. */
function holes(m: Materials, { frame }: CellLayout): InstancedMesh {
  const nx = Math.floor((frame.width - 0.04) / 0.05)
  const nz = Math.floor((frame.depth - 0.02) / 0.05)
  const mesh = new InstancedMesh(new CircleGeometry(0.0032, 10).rotateX(-HALF), m.hole, nx * nz)
  const matrix = new Matrix4()
  for (let i = 0; i < nx; i++) {
    for (let j = 0; j < nz; j++) {
      matrix.makeTranslation((i - (nx - 1) / 2) * 0.05, 0.0004, (j - (nz - 1) / 2) * 0.05)
      mesh.setMatrixAt(i * nz + j, matrix)
    }
  }
  mesh.name = 'frame.holes'
  mesh.receiveShadow = true
  return mesh
}

/** Glass at the back and the sides, and the two slim columns of the light curtain that guards the open front. */
export function createCovers(m: Materials, layout: CellLayout): Group {
  const { frame } = layout
  const { w, d } = extent(layout)
  const height = frame.top - 0.05
  const low = frame.guard - 0.03
  const group = new Group()
  group.name = 'covers'
  const glass = new Collector('covers')
  glass.add(m.glass, new PlaneGeometry(frame.width - 0.01, height), 0, height / 2, -d)
  for (const x of [-w, w]) glass.add(m.glass, new PlaneGeometry(d + 0.08, low), x, low / 2, (-d + 0.12) / 2, 0, HALF)
  glass.into(group, { cast: false, receive: false })
  const curtain = new Collector('curtain')
  for (const x of [-w, w]) {
    curtain.add(m.black, box(0.018, 0.3, 0.022, 0.004), x, 0.15, d)
    curtain.add(m.lens, box(0.005, 0.27, 0.012, 0.002), x - Math.sign(x) * 0.008, 0.15, d)
  }
  curtain.into(group)
  return group
}
