/** Spindle: hollow in-line motor, fixed expanding mandrel, turning face plate with three drivers, accelerometer. */
import {
  BoxGeometry,
  BufferGeometry,
  CatmullRomCurve3,
  Float32BufferAttribute,
  Group,
  Mesh,
  TorusGeometry,
  TubeGeometry,
  Vector3,
} from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import { Collector } from '../collector.ts'
import { box, ring, roundCylinder, turned } from '../geometry.ts'
import type { CellLayout } from '../layout.ts'
import type { Materials } from '../materials.ts'

const HALF = Math.PI / 2
const TAU = Math.PI * 2
/** Drawn for a seat at this height; another seat raises the whole spindle on its foot. */
const DRAWN_SEAT = 0.232

export interface Spindle {
  readonly group: Group
  readonly rotor: Group
  /** Three arcs at the accelerometer while it records. */
  readonly wave: Mesh
  /** Comet trails round the rim: they say "turning" even in a still. */
  readonly trails: Mesh
}

const eachTurn = (n: number, visit: (c: number, s: number, a: number) => void, phase = 0) => {
  for (let i = 0; i < n; i++) {
    const a = ((i + phase) / n) * TAU
    visit(Math.cos(a), Math.sin(a), a)
  }
}

export function createSpindle(m: Materials, { spindle }: CellLayout): Spindle {
  const group = new Group()
  group.name = 'station:spindle'
  const lift = spindle.seat - DRAWN_SEAT
  group.position.set(spindle.x, lift, spindle.z)
  buildMotor(m, lift).into(group, { groundY: -lift })
  buildMandrel(m, group)

  const rotor = new Group()
  rotor.name = 'spindle.rotor'
  const r = new Collector('spindle.rotor').add(m.steel, ring(0.017, 0.056, 0.186, 0.208, 72, 0.0015)).add(
    m.bright,
    turned(
      [
        [0.0562, 0.19],
        [0.0562, 0.203],
      ],
      72,
    ),
  )
  // The encoder's graduation.
  let tick = 0
  eachTurn(72, (c, s, a) => {
    const long = tick++ % 6 === 0
    const mark = new BoxGeometry(0.0006, long ? 0.011 : 0.006, 0.0016)
    r.add(m.rubber, mark, c * 0.0562, long ? 0.197 : 0.1945, s * 0.0562, 0, -a)
  })
  eachTurn(3, (c, s) => r.add(m.rubber, roundCylinder(0.008, 0.025, 0.002, 20), c * 0.043, 0.207, s * 0.043))
  r.into(rotor)

  const { sensor, wave } = createAccelerometer(m)
  const trails = new Mesh(trailGeometry(), m.trail)
  trails.name = 'spindle.trails'
  trails.visible = false
  trails.renderOrder = 4
  group.add(rotor, sensor, trails)
  return { group, rotor, wave, trails }
}

function buildMotor(m: Materials, lift: number): Collector {
  const c = new Collector('spindle')
    .add(m.steel, box(0.17, 0.014 + Math.max(0, lift), 0.17, 0.004), 0, 0.007 - Math.max(0, lift) / 2, 0)
    .add(m.black, roundCylinder(0.058, 0.1, 0.004, 48), 0, 0.014, 0)
    .add(m.black, box(0.05, 0.036, 0.03, 0.004), 0, 0.062, 0.073)
    .add(m.steel, roundCylinder(0.07, 0.01, 0.002, 56), 0, 0.108, 0)
    .add(m.anodised, roundCylinder(0.062, 0.062, 0.003, 64), 0, 0.118, 0)
    .add(m.steel, ring(0.05, 0.0655, 0.176, 0.184, 64))
    .add(m.black, box(0.022, 0.028, 0.02, 0.003), -0.073, 0.196, 0)
    .add(m.anodised, box(0.012, 0.09, 0.016, 0.002), -0.079, 0.14, 0)
  for (let i = 0; i < 9; i++) c.add(m.anodised, ring(0.05, 0.066, 0.022 + i * 0.0092, 0.0262 + i * 0.0092, 56))
  eachTurn(8, (x, z) => c.add(m.black, roundCylinder(0.0035, 0.004, 0.0008, 6), x * 0.058, 0.184, z * 0.058), 0.5)
  return c
}

/** Holds the inner ring; does not turn. */
function buildMandrel(m: Materials, group: Group): void {
  const profile = [
    [0.0146, 0.19],
    [0.0146, 0.2605],
    [0.0135, 0.2635],
    [0.0105, 0.265],
    [0.0042, 0.265],
    [0.0042, 0.262],
    [0, 0.262],
  ] as const
  const c = new Collector('spindle.mandrel').add(m.bright, turned(profile, 40, { crease: 0.4 }))
  eachTurn(6, (x, z, a) =>
    c.add(m.rubber, box(0.0011, 0.018, 0.0125, 0.0002), x * 0.0096, 0.2561, z * 0.0096, 0, -a + HALF),
  )
  c.into(group)
}

const CABLE = [
  [0.04, 0, 0],
  [0.054, -0.006, 0],
  [0.062, -0.04, 0.004],
  [0.06, -0.11, 0.012],
  [0.074, -0.142, 0.03],
  [0.11, -0.145, 0.05],
  [0.16, -0.145, 0.03],
] as const

function createAccelerometer(m: Materials): { sensor: Group; wave: Mesh } {
  const sensor = new Group()
  sensor.name = 'station:accelerometer'
  sensor.position.set(0.045, 0.148, 0.045)
  sensor.rotation.y = -Math.PI / 4
  const cable = new CatmullRomCurve3(CABLE.map((p) => new Vector3(...p)))
  new Collector('accelerometer')
    .add(m.bright, roundCylinder(0.0085, 0.006, 0.001, 6), 0, 0, 0, 0, 0, -HALF)
    .add(m.steel, roundCylinder(0.0105, 0.02, 0.002, 28), 0.006, 0, 0, 0, 0, -HALF)
    .add(m.black, roundCylinder(0.0045, 0.014, 0.001, 16), 0.026, 0, 0, 0, 0, -HALF)
    .add(m.rubber, new TubeGeometry(cable, 32, 0.0024, 8))
    .into(sensor)
  const arcs = [0, 1, 2].map((i) =>
    new TorusGeometry(0.022 + i * 0.011, 0.0013, 8, 28, 1.7).rotateZ(-0.85).translate(0.026, 0, 0),
  )
  const wave = new Mesh(mergeGeometries(arcs), m.wave)
  wave.name = 'accelerometer.listening'
  wave.visible = false
  wave.rotation.x = -0.75
  wave.renderOrder = 7
  sensor.add(wave)
  return { sensor, wave }
}

function trailGeometry(): BufferGeometry {
  const steps = 40
  const list = [0, 1, 2].map((i) => {
    const position: number[] = []
    const colour: number[] = []
    const index: number[] = []
    for (let j = 0; j <= steps; j++) {
      const k = j / steps
      const a = (i / 3) * TAU + k * 1.5
      const half = 0.003 * (0.15 + 0.85 * k)
      for (const dy of [-half, half]) {
        position.push(0.069 * Math.sin(a), DRAWN_SEAT + 0.0125 + dy, 0.069 * Math.cos(a))
        colour.push(1, 1, 1, k * k)
      }
      const b = j * 2
      if (j > 0) index.push(b - 2, b, b - 1, b - 1, b, b + 1)
    }
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', new Float32BufferAttribute(position, 3))
    geometry.setAttribute('color', new Float32BufferAttribute(colour, 4))
    geometry.setIndex(index)
    return geometry
  })
  return mergeGeometries(list)
}
