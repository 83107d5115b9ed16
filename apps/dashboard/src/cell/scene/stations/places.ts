/** Where parts lie: roller lane, accept chute, reject bin, hold fixture. */
import { ExtrudeGeometry, Group, InstancedMesh, Matrix4, type Mesh, Path, Shape } from 'three'
import { Collector } from '../collector.ts'
import { box, ring, roundCylinder, turned } from '../geometry.ts'
import { type CellLayout, nestX, nestZ } from '../layout.ts'
import type { Materials } from '../materials.ts'

const HALF = Math.PI / 2

/** The mandrel of a nest, turned: a part whose underside lies at `seat` is centred on it. */
export const nestPin = (seat: number, segments: number) =>
  turned(
    [
      [0.0138, seat - 0.018],
      [0.0138, seat + 0.014],
      [0.009, seat + 0.022],
      [0, seat + 0.022],
    ],
    segments,
  )

const named = (station: string): Group => {
  const group = new Group()
  group.name = `station:${station}`
  return group
}

/** Roller lane from the left edge to a stop under the robot's pick point. */
export function createInfeed(m: Materials, { infeed }: CellLayout): Group {
  const group = named('infeed')
  const from = infeed.x - infeed.length + 0.08
  const to = infeed.x + 0.08
  const y = infeed.seat - 0.004
  const c = new Collector('infeed')
  for (const s of [-1, 1]) {
    c.add(m.anodised, box(infeed.length, 0.03, 0.008, 0.002), (from + to) / 2, y - 0.008, infeed.z + s * 0.072)
    for (const x of [from + 0.05, infeed.x + 0.03]) {
      c.add(m.aluminium, box(0.02, y - 0.02, 0.02, 0.002), x, (y - 0.02) / 2, infeed.z + s * 0.066)
    }
  }
  const rollers = Math.floor((infeed.length - 0.02) / 0.0272) + 1
  for (let i = 0; i < rollers; i++) {
    c.add(m.steel, roundCylinder(0.009, 0.136, 0.001, 18), from + 0.014 + i * 0.0272, y - 0.006, infeed.z - 0.068, HALF)
  }
  c.add(m.anodised, box(0.01, 0.034, 0.1, 0.003), infeed.x + 0.068, y + 0.014, infeed.z)
  return c.into(group, { groundY: 0 })
}

/** Chute to the right, with a confirming light barrier near its end. */
export function createChute(m: Materials, { chute }: CellLayout): Group {
  const group = named('chute')
  const slide = new Group()
  slide.position.set(chute.x - 0.07, chute.seat - 0.003 + 0.07 * Math.tan(chute.slope), chute.z)
  slide.rotation.z = -chute.slope
  const { length } = chute
  const c = new Collector('chute').add(m.sheet, box(length, 0.004, 0.15, 0.001), length / 2, -0.002, 0)
  for (const s of [-1, 1]) {
    c.add(m.sheet, box(length, 0.05, 0.004, 0.001), length / 2, 0.021, s * 0.077)
    for (const z of [0.018, 0.05]) c.add(m.bright, box(length - 0.02, 0.003, 0.006, 0.001), length / 2, 0.0012, s * z)
    c.add(m.anodised, box(0.012, 0.03, 0.02, 0.002), length - 0.16, 0.06, s * 0.086)
  }
  c.into(slide)
  group.add(slide)
  const legs = new Collector('chute.legs')
  for (const [x, drop] of [
    [-0.03, 0.012],
    [0.18, 0.062],
  ] as const) {
    const height = chute.seat - drop
    for (const s of [-1, 1]) {
      legs.add(m.aluminium, box(0.02, height, 0.02, 0.002), chute.x + x, height / 2, chute.z + s * 0.06)
    }
  }
  return legs.into(group, { groundY: 0 })
}

/** Locked box with a round mouth: what went in only a person with the key takes out. */
export function createBin(m: Materials, { bin }: CellLayout): Group {
  const group = named('bin')
  group.position.set(bin.x, 0, bin.z)
  const { width, height, depth } = bin
  const wall = 0.005
  const c = new Collector('bin').add(m.darkSheet, box(width, wall, depth, 0.001), 0, wall, 0)
  for (const s of [-1, 1]) {
    c.add(m.darkSheet, box(width, height, wall, 0.001), 0, height / 2, (s * depth) / 2)
    c.add(m.darkSheet, box(wall, height, depth, 0.001), (s * width) / 2, height / 2, 0)
  }
  const hw = width / 2 + 0.006
  const hd = depth / 2 + 0.006
  const lid = new Shape().moveTo(-hw, -hd).lineTo(hw, -hd).lineTo(hw, hd).lineTo(-hw, hd).closePath()
  lid.holes.push(new Path().absarc(0, 0, 0.076, 0, Math.PI * 2, true))
  const plate = new ExtrudeGeometry(lid, { depth: 0.008, bevelEnabled: false, curveSegments: 48 }).rotateX(-HALF)
  c.add(m.anodised, plate, 0, height, 0)
  c.add(m.rubber, ring(0.075, 0.083, height + 0.004, height + 0.014, 56))
  c.add(m.steel, box(0.03, 0.05, 0.004, 0.001), 0.07, height - 0.012, depth / 2 + 0.008)
  c.add(m.steel, box(0.026, 0.022, 0.01, 0.003), 0.07, height - 0.045, depth / 2 + 0.014)
  return c.into(group, { groundY: 0 })
}

/** Plate with nests, each with its own presence sensor; all nests in one draw call for each material. */
export function createHold(m: Materials, layout: CellLayout): Group {
  const { hold } = layout
  const group = named('hold')
  const rows = Math.ceil(hold.nests / 2)
  const depth = rows * hold.pitch + 0.01
  const c = new Collector('hold').add(
    m.aluminium,
    box(2 * hold.pitch + 0.01, 0.014, depth, 0.005),
    hold.x,
    hold.seat - 0.023,
    hold.z,
  )
  for (const x of [-0.12, 0.12]) {
    for (const z of [-1, 1]) {
      c.add(
        m.anodised,
        roundCylinder(0.012, hold.seat - 0.028, 0.002, 24),
        hold.x + x,
        0,
        hold.z + z * (depth / 2 - 0.035),
      )
    }
  }
  const y = hold.seat
  c.into(group, { groundY: 0 })
  const nest = new Collector('hold.nest')
    .add(m.black, ring(0.045, 0.0705, y - 0.018, y - 0.012, 64))
    .add(m.rubber, ring(0.036, 0.05, y - 0.012, y + 0.0005, 48))
    .add(m.bright, nestPin(y, 28))
    .add(m.anodised, box(0.014, 0.012, 0.012, 0.002), 0.062, y - 0.01, 0.062)
    .add(m.lens, roundCylinder(0.003, 0.002, 0.0004, 12), 0.062, y - 0.005, 0.062)
    .into(new Group(), { groundY: 0 })
  const at = new Matrix4()
  for (const { geometry, material, castShadow } of nest.children as Mesh[]) {
    const nests = new InstancedMesh(geometry, material, hold.nests)
    nests.castShadow = castShadow
    nests.receiveShadow = true
    for (let n = 0; n < hold.nests; n++) nests.setMatrixAt(n, at.setPosition(nestX(layout, n), 0, nestZ(layout, n)))
    group.add(nests)
  }
  return group
}
