/** The camera's three pictures of the pulley's face: a pure function of the part and the plant's faults. */
import type { Part } from '../part.ts'
import type { Pose } from './geometry.ts'
import { type Camera, faceView, type View } from './lens.ts'
import { type Scene, stampCode, stampCrimp, stampDust, stampPatch, stampUvTarget } from './marks.ts'
import { hash, NORMALS_MASK, normals, uniforms } from './noise.ts'
import { stampOddity } from './oddities.ts'
import { BINS_PER_MM, RING_BINS, ringsOf } from './rings.ts'
import { sense } from './sensor.ts'

export interface FaceOptions extends Camera {
  /** Another picture of the same part: other pose and noise, same face. */
  readonly seedSalt?: number
  /** How far the spindle has turned the part, clockwise in the picture. */
  readonly turnedDeg?: number
  /** Severity of the fault blurred-image. */
  readonly blur?: number
  /** Severity of the fault dark-image. */
  readonly darkness?: number
}

/** 8-bit grey pictures, row by row; image up is the code's nominal place. */
export interface FaceImages {
  readonly bright: Uint8Array
  readonly darkField: Uint8Array
  readonly uv: Uint8Array
}

const GREATEST_DEFOCUS_PX = 6
/** At severity 0.5 less than a third of the light is left. */
const DARKNESS_STOPS = 2.6

export function renderFace(part: Part, options: FaceOptions): FaceImages {
  const { pixels, blur = 0, darkness = 0 } = options
  const partSeed = hash(part.seed, part.cycleNumber)
  const shotSeed = hash(partSeed, 0x5407, options.seedSalt ?? 0)
  const pose = facePose(part, options)
  const scene = paintRings(partSeed, shotSeed, pose, faceView(options))
  for (const crimp of part.crimps) stampCrimp(scene, pose, crimp, hash(partSeed, 0xc1, crimp.number))
  stampCode(scene, pose, part)
  stampDust(scene, pose, hash(partSeed, 0xd5))
  for (const [k, patch] of part.patches.entries()) stampPatch(scene, pose, patch, patchSeed(part, k))
  for (const [k, oddity] of part.oddities.entries()) stampOddity(scene, pose, oddity, hash(partSeed, 0x0dd, k))
  stampUvTarget(scene)

  const defocusPx = blur * GREATEST_DEFOCUS_PX
  const expose = (light: number, image: Float32Array) => {
    const vary = 1 + 0.02 * normals[(shotSeed + light) & NORMALS_MASK]!
    const gain = vary * Math.exp(-DARKNESS_STOPS * darkness)
    return sense(image, pixels, { seed: hash(shotSeed, light), gain, defocusPx })
  }
  return { bright: expose(1, scene.bright), darkField: expose(2, scene.dark), uv: expose(3, scene.uv) }
}

/** Up to 0.4 mm off the middle and 0.3° off twelve o'clock. */
export function facePose(part: Part, { seedSalt = 0, turnedDeg = 0 }: FaceOptions): Pose {
  const next = uniforms(hash(part.seed, part.cycleNumber, 0x905e, seedSalt))
  const within = (limit: number) => limit * (2 * next() - 1)
  return {
    xMm: within(0.4),
    yMm: within(0.4),
    rotationDeg: within(0.3) + turnedDeg,
  }
}

/** Seed of a patch's outline; the training labels need the same. */
export const patchSeed = (part: Part, index: number): number => hash(part.seed, part.cycleNumber, 0x9a7c, index)

const ANGLES = 2048
/** Texture of turned metal is long in the direction of cut: this many angle steps share one value. */
const CUT_SHIFT = 5

/** Angle of each pixel about the middle of the picture, in steps of 1/2048 turn: exact enough for sheen and texture. */
function angleMap(pixels: number): Uint16Array {
  const known = angleMaps.get(pixels)
  if (known) return known
  const map = new Uint16Array(pixels * pixels)
  const middle = pixels / 2
  for (let y = 0, i = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++, i++) {
      const turn = Math.atan2(x - middle, middle - y) / (2 * Math.PI)
      map[i] = Math.floor((turn + 1) * ANGLES) % ANGLES
    }
  }
  angleMaps.set(pixels, map)
  return map
}
const angleMaps = new Map<number, Uint16Array>()

/** Turned metal shines in sectors that face the lights; each part a little differently. */
function sheenByAngle(seed: number): Float32Array {
  const next = uniforms(hash(seed, 0x5ee2))
  const lobes = [2, 4, 6, 9, 15, 23].map((n) => ({ n, phase: next() * 0.5 + 0.7, size: (0.5 + next()) / Math.sqrt(n) }))
  const sheen = new Float32Array(ANGLES)
  for (let a = 0; a < ANGLES; a++) {
    for (const { n, phase, size } of lobes) sheen[a]! += size * Math.cos(n * ((a / ANGLES) * 2 * Math.PI + phase))
  }
  return sheen
}

function paintRings(partSeed: number, shotSeed: number, pose: Pose, view: View): Scene {
  const { pixels, xMm, yMm } = view
  const rings = ringsOf(partSeed)
  const sheen = sheenByAngle(partSeed)
  const angles = angleMap(pixels)
  const next = uniforms(hash(shotSeed, 0x11))
  const slopeX = (0.05 * (2 * next() - 1)) / 60
  const slopeY = (0.05 * (2 * next() - 1)) / 60
  const make = () => new Float32Array(pixels * pixels)
  const scene = { view, bright: make(), dark: make(), uv: make() }
  for (let i = 0; i < pixels * pixels; i++) {
    const dx = xMm[i]! - pose.xMm
    const dy = yMm[i]! - pose.yMm
    const squared = dx * dx + dy * dy
    const bin = Math.min(RING_BINS - 1, (Math.sqrt(squared) * BINS_PER_MM) | 0)
    const angle = angles[i]!
    // Rows of the texture start at random angles, else their ends would line up as spokes.
    const cut = (angle + bin * 389) >> CUT_SHIFT
    const grain = normals[(partSeed + bin * 977 + cut * 131) & NORMALS_MASK]! * rings.grain[bin]!
    // Even light, but for a slope and the lens's fall-off towards the corners.
    const light = 1 + slopeX * dx + slopeY * dy - 0.000012 * squared
    scene.bright[i] = (rings.bright[bin]! + rings.sheen[bin]! * sheen[angle]! + grain) * light
    scene.dark[i] = (rings.dark[bin]! + 0.3 * Math.abs(grain)) * light
    scene.uv[i] = rings.uv[bin]! * light
  }
  return scene
}
