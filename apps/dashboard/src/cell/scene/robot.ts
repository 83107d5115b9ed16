/** Six-axis collaborative robot with a three-jaw gripper. `setTcp` is the only thing that moves it. */
import { Group, type Material } from 'three'
import { Collector } from './collector.ts'
import { box, roundCylinder, turned } from './geometry.ts'
import { DH, LINKS, solveDown } from './kinematics.ts'
import type { Place } from './layout.ts'
import type { Materials } from './materials.ts'

const HALF = Math.PI / 2
const THIRD = (Math.PI * 2) / 3

export interface Robot {
  readonly root: Group
  /** Its joints and jaws. */
  readonly moving: readonly Group[]
  /** Tool centre in the cell frame, yaw about the vertical, grip 0 open to 1 closed. False when out of reach. */
  setTcp(x: number, y: number, z: number, yaw: number, grip: number): boolean
}

export function createRobot(m: Materials, place: Place): Robot {
  const root = new Group()
  root.name = 'station:robot'
  root.position.set(place.x, place.y, place.z)
  const zUp = new Group()
  zUp.rotation.x = -HALF
  root.add(zUp)

  const joints: Group[] = []
  const links: Group[] = []
  LINKS.reduce((parent, [d, a, alpha], i) => {
    const joint = new Group()
    joint.name = `robot.j${i + 1}`
    const link = new Group()
    link.name = `robot.l${i + 1}`
    link.position.set(a, 0, d)
    link.rotation.x = alpha
    parent.add(joint.add(link))
    joints.push(joint)
    links.push(link)
    return link
  }, zUp)

  buildBase(m, root, place.y)
  buildArm(m, joints, links)
  buildGripper(m, links[5]!)
  const jaws = buildJaws(m, links[5]!)

  const q = new Float64Array(6)
  return {
    root,
    moving: [...joints, ...jaws],
    setTcp(x, y, z, yaw, grip) {
      const reached = solveDown(x - place.x, -(z - place.z), y - place.y, yaw, q)
      for (let i = 0; i < 6; i++) joints[i]!.rotation.z = q[i]!
      const open = 0.0605 + (1 - grip) * 0.009
      for (let i = 0; i < 3; i++) jaws[i]!.position.x = open
      return reached
    },
  }
}

function buildBase(m: Materials, root: Group, height: number): void {
  new Collector('robot.pedestal')
    .add(m.anodised, box(0.2, height, 0.2, 0.006), 0, -height / 2, 0)
    .into(root, { groundY: -height })
  new Collector('robot.base')
    .add(m.steel, roundCylinder(0.088, 0.014, 0.003, 48))
    .add(
      m.polymer,
      turned(
        [
          [0, 0.014],
          [0.07, 0.014],
          [0.07, 0.05],
          [0.064, 0.075],
          [0.06, 0.09],
          [0, 0.09],
        ],
        48,
        { crease: 0.5 },
      ),
    )
    .add(m.black, box(0.05, 0.03, 0.04, 0.006), 0, 0.034, -0.07)
    .into(root)
}

function buildArm(m: Materials, joints: readonly Group[], links: readonly Group[]): void {
  const shoulder = new Collector('robot.shoulder')
    .add(m.black, band(0.0605, 0.004, 48), 0, 0, 0.09, HALF)
    .add(m.polymer, roundCylinder(0.06, DH.d1 - 0.094 + 0.055, 0.018, 48), 0, 0, 0.094, HALF)
  shoulder.into(joints[0]!)
  const shoulderCap = new Collector('robot.shoulder-cap')
  housing(shoulderCap, m, 0.056, 0.118, 0, 0.004, -1)
  shoulderCap.into(links[0]!)

  // The upper arm runs beside the shoulder, the forearm back on the centre line.
  const upper = new Collector('robot.upper-arm')
  housing(upper, m, 0.056, 0.098, 0, 0.116, 1)
  tube(upper, m.polymer, -DH.a2, 0.042, 0.038, 0.116)
  upper.add(m.cap, band(0.0432, 0.008, 36), -0.056, 0, 0.116, 0, 0, HALF)
  housing(upper, m, 0.047, 0.09, DH.a2, 0.116, 1)
  upper.into(joints[1]!)
  const forearm = new Collector('robot.forearm')
  housing(forearm, m, 0.046, 0.088, 0, 0.026, -1)
  tube(forearm, m.polymer, -DH.a3, 0.034, 0.03, 0.026)
  forearm.add(m.cap, band(0.0352, 0.007, 36), -0.048, 0, 0.026, 0, 0, HALF)
  housing(forearm, m, 0.037, 0.08, DH.a3, 0.026, -1)
  forearm.into(joints[2]!)

  const wrist1 = new Collector('robot.wrist-1')
  housing(wrist1, m, 0.036, 0.09, 0, 0.002, -1)
  wrist1.into(links[3]!)
  new Collector('robot.wrist-1-neck')
    .add(m.polymer, roundCylinder(0.0345, 0.05, 0.006, 36), 0, 0, 0.062, HALF)
    .into(joints[3]!)
  new Collector('robot.wrist-2-neck')
    .add(m.polymer, roundCylinder(0.034, 0.04, 0.006, 36), 0, 0, 0.044, HALF)
    .into(joints[4]!)
  const wrist2 = new Collector('robot.wrist-2')
  housing(wrist2, m, 0.036, 0.084, 0, -0.004, -1)
  wrist2.into(links[4]!)
}

/** The tool points along +Z of the last link. */
function buildGripper(m: Materials, flange: Group): void {
  const c = new Collector('robot.gripper')
    .add(m.steel, roundCylinder(0.032, 0.036, 0.003, 40), 0, 0, -0.038, HALF)
    .add(m.black, band(0.0325, 0.004, 40), 0, 0, -0.006, HALF)
    .add(m.anodised, roundCylinder(0.036, 0.018, 0.003, 40), 0, 0, 0, HALF)
    .add(m.anodised, roundCylinder(0.047, 0.036, 0.005, 6), 0, 0, 0.018, HALF)
  for (let i = 0; i < 3; i++) {
    const a = i * THIRD
    c.add(m.steel, box(0.058, 0.02, 0.012, 0.002), Math.cos(a) * 0.045, Math.sin(a) * 0.045, 0.056, 0, 0, a)
  }
  c.into(flange)
}

function buildJaws(m: Materials, flange: Group): Group[] {
  return [0, 1, 2].map((i) => {
    const arm = new Group()
    arm.rotation.z = i * THIRD
    const jaw = new Group()
    jaw.name = `robot.jaw${i + 1}`
    new Collector('robot.jaw')
      .add(m.anodised, box(0.022, 0.024, 0.014, 0.003), 0.008, 0, 0.067)
      .add(m.anodised, box(0.011, 0.018, 0.062, 0.003), 0.0085, 0, 0.094)
      .add(m.rubber, box(0.004, 0.016, 0.022, 0.0015), 0.002, 0, 0.112)
      .into(jaw)
    flange.add(arm.add(jaw))
    return jaw
  })
}

const band = (radius: number, width: number, segments: number) =>
  turned(
    [
      [radius, 0],
      [radius, width],
    ],
    segments,
  )

/** Tapering tube along −X. */
function tube(c: Collector, material: Material, length: number, r0: number, r1: number, z: number): void {
  const profile = [
    [0, 0],
    [r0, 0],
    [r1, length],
    [0, length],
  ] as const
  c.add(material, turned(profile, 36, { crease: 0.2 }), 0, 0, z, 0, 0, HALF)
}

/** Joint housing along local Z, with a dark seam and a cap on its +Z or −Z end. */
function housing(c: Collector, m: Materials, radius: number, length: number, x: number, z: number, side: 1 | -1): void {
  c.add(m.polymer, roundCylinder(radius, length, radius * 0.16, 44), x, 0, z - length / 2, HALF)
  c.add(m.black, band(radius * 1.004, 0.003, 44), x, 0, z + side * length * 0.27 - 0.0015, HALF)
  const capZ = side > 0 ? z + length / 2 - 0.001 : z - length / 2 - 0.008
  c.add(m.cap, roundCylinder(radius * 0.86, 0.009, 0.004, 44), x, 0, capZ, HALF)
}
