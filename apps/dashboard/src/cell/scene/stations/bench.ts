/** What stands on a bench: table, rig with motor and housing, camera on a post, trays. */
import { CatmullRomCurve3, Group, Mesh, TorusGeometry, TubeGeometry, Vector3 } from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import type { BenchLayout } from '../bench-layout.ts'
import { Collector } from '../collector.ts'
import { box, ring, roundCylinder, turned } from '../geometry.ts'
import type { Place } from '../layout.ts'
import type { Materials } from '../materials.ts'

const HALF = Math.PI / 2

export function createTable(m: Materials, { width, depth }: BenchLayout): Group {
  const group = new Group()
  group.name = 'table'
  new Collector('bench.plate').add(m.plate, box(width, 0.03, depth, 0.004), 0, -0.015).into(group)
  const legs = new Collector('bench.legs')
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      legs.add(m.aluminium, box(0.04, 0.46, 0.04, 0.004), x * (width / 2 - 0.04), -0.26, z * (depth / 2 - 0.04))
    }
    legs.add(m.aluminium, box(0.04, 0.04, depth - 0.12, 0.004), x * (width / 2 - 0.04), -0.4)
  }
  for (const y of [-0.05, -0.4]) legs.add(m.aluminium, box(width - 0.12, 0.04, 0.04, 0.004), 0, y, -(depth / 2 - 0.04))
  legs.into(group)
  return group
}

/** Housing with an open bore on the part's shaft, coupling and motor; the shaft lies along X. */
export function createRig(m: Materials, { rig }: BenchLayout): { group: Group; shaft: Group } {
  const group = new Group()
  group.position.set(rig.x, 0, rig.z)
  const { y } = rig
  const c = new Collector('bench.rig')
    .add(m.anodised, box(0.36, 0.012, 0.13, 0.004), 0.13, 0.006)
    .add(m.steel, box(0.026, y - 0.022, 0.08, 0.004), 0, (y - 0.022) / 2 + 0.006)
    .add(m.steel, ring(0.0265, 0.036, -0.011, 0.011, 64), 0, y, 0, 0, 0, HALF)
    .add(m.steel, box(0.022, 0.012, 0.024, 0.003), 0, y + 0.036)
    .add(m.black, roundCylinder(0.043, 0.12, 0.006, 48), 0.24, y, 0, 0, 0, HALF)
    .add(m.anodised, box(0.1, y - 0.04, 0.07, 0.004), 0.18, (y - 0.04) / 2 + 0.01)
    .add(m.anodised, box(0.05, 0.03, 0.04, 0.004), 0.18, y + 0.05)
  for (let i = 0; i < 6; i++) c.add(m.anodised, ring(0.04, 0.048, 0, 0.005, 48), 0.225 - i * 0.016, y, 0, 0, 0, HALF)
  c.into(group, { groundY: 0 })
  const shaft = new Group()
  shaft.name = 'bench.shaft'
  shaft.position.y = y
  new Collector('bench.shaft')
    .add(m.steel, roundCylinder(0.0123, 0.17, 0.002, 36), 0.15, 0, 0, 0, 0, HALF)
    .add(m.bright, roundCylinder(0.022, 0.03, 0.003, 36), 0.095, 0, 0, 0, 0, HALF)
    .add(m.black, box(0.03, 0.003, 0.004, 0.001), 0.08, 0.022)
    .into(shaft)
  group.add(shaft)
  return { group, shaft }
}

/** On the housing; its arcs show while it records. */
export function createSensor(m: Materials, at: Place): { group: Group; wave: Mesh } {
  const group = new Group()
  group.position.set(at.x, at.y, at.z)
  const points = [
    [0, 0.034, 0],
    [-0.003, 0.055, 0.003],
    [-0.03, 0.05, 0.03],
    [-0.05, -0.04, 0.07],
    [-0.08, -0.095, 0.12],
    [-0.1, -0.097, 0.2],
  ] as const
  const cable = new CatmullRomCurve3(points.map((p) => new Vector3(...p)))
  new Collector('bench.accelerometer')
    .add(m.bright, roundCylinder(0.0085, 0.006, 0.001, 6))
    .add(m.steel, roundCylinder(0.0105, 0.02, 0.002, 28), 0, 0.006)
    .add(m.black, roundCylinder(0.0045, 0.012, 0.001, 16), 0, 0.025)
    .add(m.rubber, new TubeGeometry(cable, 32, 0.0022, 8))
    .into(group)
  const arcs = [0, 1, 2].map((i) => new TorusGeometry(0.03 + i * 0.012, 0.0012, 8, 28, 1.5).rotateZ(HALF - 0.75))
  const wave = new Mesh(mergeGeometries(arcs), m.wave)
  wave.position.y = 0.012
  wave.visible = false
  wave.renderOrder = 7
  group.add(wave)
  return { group, wave }
}

/** Camera on a post, ring light, and the pad it looks at. */
export function createPostCamera(m: Materials, camera: Place): Group {
  const group = new Group()
  group.position.set(camera.x, 0, camera.z)
  const { y } = camera
  const c = new Collector('bench.camera')
    .add(m.aluminium, box(0.03, y + 0.06, 0.03, 0.004), 0, (y + 0.06) / 2, -0.14)
    .add(m.steel, box(0.09, 0.01, 0.09, 0.002), 0, 0.005, -0.14)
    .add(m.aluminium, box(0.026, 0.026, 0.15, 0.003), 0, y + 0.04, -0.07)
    .add(m.anodised, box(0.05, 0.062, 0.05, 0.005), 0, y)
    .add(m.black, roundCylinder(0.022, 0.05, 0.003, 36), 0, y - 0.08)
    .add(m.lens, roundCylinder(0.017, 0.003, 0.001, 30), 0, y - 0.082)
    .add(m.steel, box(0.006, 0.16, 0.012, 0.001), 0.045, y - 0.06, -0.03)
    .add(m.black, ring(0.036, 0.062, y - 0.15, y - 0.132, 56))
    .add(m.black, box(0.11, 0.02, 0.11, 0.006), 0, 0.01)
    .add(m.rubber, roundCylinder(0.045, 0.0015, 0.0005, 48), 0, 0.0195)
  c.into(group, { groundY: 0 })
  const lit = new Mesh(ring(0.038, 0.06, y - 0.1525, y - 0.1495, 56), m.ringLight)
  lit.name = 'bench.ring-light'
  group.add(lit)
  return group
}

export function createTray(m: Materials, { x, z }: Place, width = 0.15): Group {
  const group = new Group()
  group.position.set(x, 0, z)
  const c = new Collector('bench.tray').add(m.darkSheet, box(width, 0.006, 0.13, 0.002), 0, 0.006)
  for (const s of [-1, 1]) {
    c.add(m.darkSheet, box(width, 0.022, 0.004, 0.001), 0, 0.012, s * 0.065)
    c.add(m.darkSheet, box(0.004, 0.022, 0.13, 0.001), (s * width) / 2, 0.012, 0)
  }
  return c.into(group, { groundY: 0 })
}

/** A deep-groove ball bearing 6205: bore 25, outer 52, width 15 mm; its axis is Y, its middle the origin. */
export function createBearing(m: Materials): { group: Group; inner: Group } {
  const group = new Group()
  group.name = 'part'
  const inner = new Group()
  const w = 0.0075
  const races = new Collector('part.outer').add(m.bright, ring(0.0215, 0.026, -w, w, 72))
  races.into(group)
  const turning = new Collector('part.inner').add(m.bright, ring(0.0125, 0.0165, -w, w, 56))
  for (let i = 0; i < 9; i++) {
    const a = (i / 9) * Math.PI * 2
    const profile = Array.from({ length: 9 }, (_, k) => {
      const p = -HALF + (k / 8) * Math.PI
      return [Math.cos(p) * 0.00397, Math.sin(p) * 0.00397] as const
    })
    turning.add(m.steel, turned(profile, 12, { crease: 1 }), Math.cos(a) * 0.0195, 0, Math.sin(a) * 0.0195)
  }
  turning.into(inner)
  group.add(inner)
  return { group, inner }
}
