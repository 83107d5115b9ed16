/** Gantry: carriage with camera, ring light and face laser; the groove laser stands fixed beside the spindle. */
import { BoxGeometry, BufferAttribute, BufferGeometry, Float32BufferAttribute, Group, Mesh, Vector3 } from 'three'
import { Collector } from '../collector.ts'
import { box, roundCylinder, turned } from '../geometry.ts'
import type { CellLayout } from '../layout.ts'
import type { Materials } from '../materials.ts'

export interface Gantry {
  readonly group: Group
  readonly carriage: Group
  /** Light between ring and face while the camera exposes. */
  readonly exposure: Mesh
  /** Fans and lines of both lasers. */
  readonly beams: readonly Mesh[]
  /** Camera and lasers, as stations of their own. */
  readonly camera: Group
  readonly lasers: readonly Group[]
}

const FACE_LASER_X = 0.088

export function createGantry(m: Materials, { gantry, spindle, partHeight }: CellLayout): Gantry {
  const group = new Group()
  group.name = 'station:gantry'
  const faceY = spindle.seat + partHeight
  const middle = (gantry.x0 + gantry.x1) / 2
  const rail = gantry.x1 - gantry.x0 - 0.06
  new Collector('gantry.rails')
    .add(m.steel, box(rail, 0.01, 0.016, 0.002), middle, gantry.beam + 0.012, gantry.z + 0.026)
    .add(m.steel, box(rail, 0.01, 0.016, 0.002), middle, gantry.beam - 0.012, gantry.z + 0.026)
    .into(group)

  const carriage = new Group()
  carriage.name = 'gantry.carriage'
  const depth = spindle.z - gantry.z
  const armY = gantry.beam
  new Collector('gantry.arm')
    .add(m.anodised, box(0.09, 0.08, 0.02, 0.004), 0, armY, gantry.z + 0.046)
    .add(m.aluminium, box(0.05, 0.034, depth - 0.02, 0.004), 0, armY + 0.012, gantry.z + 0.05 + (depth - 0.02) / 2)
    .add(m.anodised, box(0.066, 0.012, 0.09, 0.003), 0, armY - 0.008, spindle.z)
    .into(carriage)

  const { camera, exposure } = createCamera(m, armY, faceY)
  camera.position.z = spindle.z
  const face = createFaceLaser(m, armY, faceY)
  face.position.z = spindle.z
  carriage.add(camera, face)

  const side = createGrooveLaser(m, faceY)
  side.group.position.set(spindle.x, 0, spindle.z)
  const from = new Vector3(FACE_LASER_X + 0.008, faceY + 0.143, 0)
  const a = new Vector3(0.02, faceY + 0.0006, 0)
  const b = new Vector3(0.0585, faceY + 0.0006, 0)
  const fan = fanMesh(m, from, a, b, 'laser:face.beam')
  const line = lineMesh(m, new BoxGeometry(b.x - a.x, 0.0008, 0.0013), a, b, 'laser:face.line')
  face.add(fan, line)
  group.add(carriage, side.group)
  return { group, carriage, exposure, beams: [fan, line, ...side.beams], camera, lasers: [face, side.group] }
}

function createCamera(m: Materials, armY: number, faceY: number): { camera: Group; exposure: Mesh } {
  const camera = new Group()
  camera.name = 'station:camera'
  const lightY = faceY + 0.118
  const c = new Collector('camera')
    .add(m.anodised, box(0.05, 0.062, 0.05, 0.005), 0, armY - 0.044)
    .add(m.black, roundCylinder(0.02, 0.016, 0.002, 36), 0, armY - 0.088)
    .add(m.black, roundCylinder(0.0235, 0.03, 0.003, 36), 0, armY - 0.116)
    .add(m.lens, roundCylinder(0.017, 0.003, 0.001, 30), 0, armY - 0.118)
    .add(
      m.cap,
      turned(
        [
          [0.0238, 0],
          [0.0238, 0.006],
        ],
        36,
      ),
      0,
      armY - 0.108,
    )
    .add(m.steel, box(0.106, 0.006, 0.012, 0.001), 0, armY - 0.004, -0.025)
  for (const s of [-1, 1]) c.add(m.steel, box(0.006, 0.125, 0.012, 0.001), s * 0.05, armY - 0.066, -0.025)
  c.add(
    m.black,
    turned(
      [
        [0.044, lightY],
        [0.062, lightY - 0.012],
        [0.072, lightY - 0.012],
        [0.072, lightY + 0.014],
        [0.044, lightY + 0.014],
        [0.044, lightY],
      ],
      64,
    ),
  )
  c.into(camera)
  // Diffuser below and a lip round the outside, so that an exposure is seen from any side.
  const diffuser = [
    [0.0445, lightY - 0.0005],
    [0.0622, lightY - 0.0124],
    [0.0724, lightY - 0.0124],
    [0.0724, lightY - 0.003],
  ] as const
  const lit = new Mesh(turned(diffuser, 64, { crease: 0.2 }), m.ringLight)
  lit.name = 'gantry.ring-light'
  const cone = turned(
    [
      [0.0585, faceY],
      [0.068, lightY - 0.013],
    ],
    48,
  )
  const position = cone.attributes.position!
  const alpha = new Float32Array(position.count * 4).fill(1)
  for (let i = 0; i < position.count; i++) if (position.getY(i) <= faceY + 0.01) alpha[i * 4 + 3] = 0.25
  cone.setAttribute('color', new BufferAttribute(alpha, 4))
  const exposure = new Mesh(cone, m.lightCone)
  exposure.name = 'gantry.exposure'
  exposure.visible = false
  camera.add(lit, exposure)
  return { camera, exposure }
}

/** Rides beside the camera and looks down on a radius. */
function createFaceLaser(m: Materials, armY: number, faceY: number): Group {
  const group = new Group()
  group.name = 'station:face-laser'
  const y = faceY + 0.165
  new Collector('face-laser')
    .add(m.anodised, box(0.046, 0.08, 0.062, 0.004), FACE_LASER_X + 0.008, y + 0.02)
    .add(m.cap, box(0.047, 0.012, 0.05, 0.002), FACE_LASER_X + 0.008, y + 0.044)
    .add(m.lens, box(0.034, 0.004, 0.05, 0.001), FACE_LASER_X + 0.008, y - 0.021)
    .add(m.steel, box(0.1, 0.008, 0.03, 0.002), FACE_LASER_X - 0.04, armY - 0.02)
    .into(group)
  return group
}

/** Looks at the rim from the front left; in its own frame it stands at −Z. */
function createGrooveLaser(m: Materials, faceY: number): { group: Group; beams: Mesh[] } {
  const group = new Group()
  group.name = 'station:groove-laser'
  group.rotation.y = Math.PI * 0.76
  const y = faceY - 0.016
  const z = -0.15
  new Collector('groove-laser')
    .add(m.aluminium, box(0.026, 0.26, 0.02, 0.003), 0, 0.13, z - 0.062)
    .add(m.steel, box(0.07, 0.01, 0.06, 0.002), 0, 0.005, z - 0.05)
    .add(m.anodised, box(0.046, 0.09, 0.062, 0.004), 0, y, z - 0.018)
    .add(m.cap, box(0.047, 0.012, 0.05, 0.002), 0, y + 0.034, z - 0.018)
    .add(m.lens, box(0.03, 0.05, 0.004, 0.001), 0, y - 0.008, z + 0.013)
    .into(group, { groundY: 0 })
  const a = new Vector3(0, faceY - 0.0305, -0.0603)
  const b = new Vector3(0, faceY - 0.001, -0.0603)
  const fan = fanMesh(m, new Vector3(0, y - 0.004, z + 0.016), a, b, 'laser:groove.beam')
  const line = lineMesh(m, new BoxGeometry(0.0013, b.y - a.y, 0.0012), a, b, 'laser:groove.line')
  group.add(fan, line)
  return { group, beams: [fan, line] }
}

/** A fan of light from a slit to a line, brighter near the slit. */
function fanMesh(m: Materials, from: Vector3, a: Vector3, b: Vector3, name: string): Mesh {
  const steps = 16
  const position = [from.x, from.y, from.z]
  const colour = [1, 1, 1, 0.62]
  const index: number[] = []
  const p = new Vector3()
  for (let i = 0; i <= steps; i++) {
    p.lerpVectors(a, b, i / steps)
    position.push(p.x, p.y, p.z)
    colour.push(1, 1, 1, 0.2)
    if (i > 0) index.push(0, i, i + 1)
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3))
  geometry.setAttribute('color', new Float32BufferAttribute(colour, 4))
  geometry.setIndex(index)
  const mesh = new Mesh(geometry, m.beam)
  mesh.name = name
  mesh.visible = false
  mesh.renderOrder = 5
  return mesh
}

function lineMesh(m: Materials, geometry: BoxGeometry, a: Vector3, b: Vector3, name: string): Mesh {
  const mesh = new Mesh(geometry, m.laserLine)
  mesh.position.copy(a).add(b).multiplyScalar(0.5)
  mesh.name = name
  mesh.visible = false
  mesh.renderOrder = 6
  return mesh
}
