/** A bench that is fed from recordings: a table, the device under test on its motor, and the sensors round it. */
import type { CellDefinition, Station } from '@celltwin/contracts'
import { CatmullRomCurve3, Group, Mesh, type Object3D, TubeGeometry, Vector3 } from 'three'
import { Collector } from './collector.ts'
import { createContactShade } from './contact.ts'
import type { Footprint } from './footprints.ts'
import { box, ring, roundCylinder, turned } from './geometry.ts'
import { createMaterials, disposeMaterials, type Materials } from './materials.ts'
import { createOutline, type Outline } from './outline.ts'
import type { BuiltModel } from './rotor-cell.ts'

const HALF = Math.PI / 2

interface Drawn {
  readonly group: Group
  readonly footprint?: Footprint
  readonly anchorY: number
}

/** Height of the shaft over the table. */
const SHAFT_Y = 0.15

export function createBench(definition: CellDefinition): BuiltModel {
  const m = createMaterials()
  const root = new Group()
  root.name = 'cell'
  const rotor = new Group()
  rotor.name = 'bench.rotor'
  const spread = reach(definition.stations)
  root.add(table(m, spread))

  const anchors = new Map<string, Object3D>()
  const outlines = new Map<string, Outline>()
  const groups = new Map<string, Group>()
  const shades: Footprint[] = []
  for (const station of definition.stations) {
    const drawn = draw(m, station, rotor)
    if (!drawn) continue
    const { group, footprint, anchorY } = drawn
    group.name = `station:${station.id}`
    group.userData.station = station.id
    group.position.set(station.pose.x, station.pose.y, station.pose.z)
    group.rotation.y = ((station.pose.yawDeg ?? 0) * Math.PI) / 180
    root.add(group)
    groups.set(station.id, group)
    const anchor = new Group()
    anchor.position.y = anchorY
    group.add(anchor)
    anchors.set(station.id, anchor)
    if (footprint) {
      const placed = { ...footprint, x: footprint.x + station.pose.x, z: footprint.z + station.pose.z }
      shades.push(placed)
      const outline = createOutline(m.outlines, station.id, placed)
      outlines.set(station.id, outline)
      root.add(outline.mesh)
    }
  }
  root.add(createContactShade(m, shades))

  return {
    root,
    materials: m,
    views: [
      { eye: [0.55 * spread, 0.75 * spread, 1.5 * spread], at: [0, 0.1, 0], fovDeg: 28 },
      { eye: [0.2, 0.42, 0.7], at: [0, 0.13, 0], fovDeg: 30 },
      { eye: [0, 1.5 * spread, 0.4], at: [0, 0, 0], fovDeg: 32 },
    ],
    applyPose(pose) {
      rotor.rotation.x = pose.spindle
      m.ringLight.emissiveIntensity = pose.light > 0 ? 2.2 : 0.02
      return false
    },
    setLooks(looks) {
      for (const [id, group] of groups) {
        const { trust, awaited } = looks[id] ?? { trust: 'live', awaited: false }
        outlines.get(id)?.set(trust, awaited)
        group.traverse((node) => {
          if (!(node instanceof Mesh)) return
          if (node.material === m.neutral.live || node.material === m.neutral.stale)
            node.material = trust === 'stale' ? m.neutral.stale : m.neutral.live
        })
      }
    },
    setAndon() {},
    setStock() {},
    setDefects() {},
    setCovers() {},
    anchor(stationId, out) {
      const anchor = anchors.get(stationId)
      anchor?.getWorldPosition(out)
      return anchor !== undefined
    },
    dispose() {
      root.traverse((node) => {
        if (node instanceof Mesh) node.geometry.dispose()
      })
      disposeMaterials(m)
    },
  }
}

/** Scale of the table, so that a wider set-up gets a wider one. */
const reach = (stations: readonly Station[]) =>
  Math.max(0.8, ...stations.map(({ pose }) => Math.max(Math.abs(pose.x), Math.abs(pose.z)) + 0.3))

function table(m: Materials, spread: number): Group {
  const group = new Group()
  group.name = 'station:table'
  const width = spread * 1.5
  const depth = spread
  new Collector('bench.plate').add(m.plate, box(width, 0.03, depth, 0.004), 0, -0.015).into(group)
  const legs = new Collector('bench.legs')
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      legs.add(m.aluminium, box(0.04, 0.5, 0.04, 0.004), x * (width / 2 - 0.05), -0.28, z * (depth / 2 - 0.05))
    }
    legs.add(m.aluminium, box(0.04, 0.04, depth - 0.14, 0.004), x * (width / 2 - 0.05), -0.46)
  }
  legs.into(group)
  return group
}

function draw(m: Materials, station: Station, rotor: Group): Drawn | undefined {
  switch (station.kind) {
    case 'bench':
    case 'spindle':
      return bearingBlock(m, rotor)
    case 'motor':
      return motor(m)
    case 'camera':
      return camera(m)
    case 'laser':
      return sensor(m, 0.06)
    case 'accelerometer':
      return accelerometer(m)
    default:
      return undefined
  }
}

/** Pedestal with the bearing under test on a turning shaft. */
function bearingBlock(m: Materials, rotor: Group): Drawn {
  const group = new Group()
  const c = new Collector('bench.block')
    .add(m.anodised, box(0.16, 0.05, 0.18, 0.006), 0, 0.025)
    .add(m.steel, box(0.06, 0.12, 0.12, 0.01), 0, 0.1)
    .add(m.steel, ring(0.041, 0.062, -0.034, 0.034, 64), 0, SHAFT_Y, 0, 0, 0, HALF)
    .add(m.bright, ring(0.034, 0.041, -0.012, 0.012, 64), 0, SHAFT_Y, 0, 0, 0, HALF)
  c.into(group, { groundY: 0 })
  rotor.position.y = SHAFT_Y
  const shaft = new Collector('bench.shaft')
    .add(m.bright, ring(0.018, 0.024, -0.012, 0.012, 48), 0, 0, 0, 0, 0, HALF)
    .add(m.steel, roundCylinder(0.018, 0.34, 0.003, 40), 0.17, 0, 0, 0, 0, HALF)
    .add(m.black, box(0.005, 0.003, 0.03, 0.001), 0.13, 0.018)
  for (let i = 0; i < 9; i++) {
    const a = (i / 9) * Math.PI * 2
    const ball = turned(
      Array.from({ length: 9 }, (_, k) => {
        const p = -HALF + (k / 8) * Math.PI
        return [Math.cos(p) * 0.0052, Math.sin(p) * 0.0052] as const
      }),
      12,
      { crease: 1 },
    )
    shaft.add(m.bright, ball, 0.011, Math.cos(a) * 0.029, Math.sin(a) * 0.029)
  }
  shaft.into(rotor)
  group.add(rotor)
  return { group, footprint: { x: 0, z: 0, width: 0.24, depth: 0.26 }, anchorY: SHAFT_Y + 0.05 }
}

function motor(m: Materials): Drawn {
  const group = new Group()
  const c = new Collector('bench.motor')
    .add(m.anodised, box(0.16, 0.04, 0.14, 0.005), 0, 0.02)
    .add(m.black, roundCylinder(0.062, 0.18, 0.006, 48), 0.09, SHAFT_Y, 0, 0, 0, HALF)
    .add(m.anodised, box(0.07, 0.05, 0.05, 0.005), 0, SHAFT_Y + 0.07)
  for (let i = 0; i < 8; i++) {
    c.add(m.anodised, ring(0.058, 0.069, 0, 0.006, 48), 0.06 - i * 0.018, SHAFT_Y, 0, 0, 0, HALF)
  }
  c.into(group, { groundY: 0 })
  return { group, footprint: { x: 0, z: 0, width: 0.26, depth: 0.2 }, anchorY: 0.23 }
}

/** On a post behind the table's middle, looking down. */
function camera(m: Materials): Drawn {
  const group = new Group()
  const c = new Collector('bench.camera')
    .add(m.aluminium, box(0.03, 0.5, 0.03, 0.004), 0, 0.25, -0.12)
    .add(m.steel, box(0.08, 0.01, 0.08, 0.002), 0, 0.005, -0.12)
    .add(m.aluminium, box(0.026, 0.026, 0.15, 0.003), 0, 0.48, -0.05)
    .add(m.anodised, box(0.05, 0.062, 0.05, 0.005), 0, 0.45)
    .add(m.black, roundCylinder(0.022, 0.05, 0.003, 36), 0, 0.37)
    .add(m.lens, roundCylinder(0.017, 0.003, 0.001, 30), 0, 0.368)
    .add(m.black, ring(0.03, 0.06, 0.34, 0.36, 56))
  c.into(group, { groundY: 0 })
  const lit = new Mesh(ring(0.032, 0.058, 0.337, 0.3405, 56), m.ringLight)
  group.add(lit)
  return { group, footprint: { x: 0, z: -0.12, width: 0.12, depth: 0.12 }, anchorY: 0.45 }
}

function accelerometer(m: Materials): Drawn {
  const group = new Group()
  const cable = new CatmullRomCurve3(
    [
      [0, 0.036, 0],
      [0.004, 0.06, 0.004],
      [0.03, 0.07, 0.03],
      [0.08, 0.02, 0.08],
      [0.12, -0.1, 0.14],
    ].map(([x, y, z]) => new Vector3(x, y, z)),
  )
  new Collector('bench.accelerometer')
    .add(m.bright, roundCylinder(0.0095, 0.006, 0.001, 6))
    .add(m.steel, roundCylinder(0.0115, 0.022, 0.002, 28), 0, 0.006)
    .add(m.black, roundCylinder(0.005, 0.012, 0.001, 16), 0, 0.027)
    .add(m.rubber, new TubeGeometry(cable, 32, 0.0026, 8))
    .into(group)
  return { group, anchorY: 0.02 }
}

function sensor(m: Materials, size: number): Drawn {
  const group = new Group()
  new Collector('bench.sensor').add(m.anodised, box(size, size, size, 0.004), 0, size / 2).into(group)
  return { group, anchorY: size / 2 }
}
