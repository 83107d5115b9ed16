/** What is stamped on the turned face: stakings, the code's plate, grease, dents, residue, dust. */
import type { Crimp, Part, Patch } from '../part.ts'
import { FACE, onPlane, type Pose, smoothstep } from './geometry.ts'
import type { View } from './lens.ts'
import { hash, NORMALS_MASK, normals, uniforms } from './noise.ts'
import { patchShape } from './patch-shape.ts'

/** The scene under the three lights, grey levels before the sensor. */
export interface Scene {
  readonly view: View
  readonly bright: Float32Array
  readonly dark: Float32Array
  readonly uv: Float32Array
}

const RAD = Math.PI / 180

/** Visits the pixels within `reachMm` of a point on the part, with their local tangential and radial millimetres. */
export function stamp(
  { view }: Scene,
  pose: Pose,
  radiusMm: number,
  angleDeg: number,
  reachMm: number,
  visit: (pixel: number, tangentialMm: number, radialMm: number) => void,
): void {
  const { pixels, xMm, yMm } = view
  const middle = onPlane(pose, radiusMm, angleDeg)
  const corners = [-reachMm, reachMm].flatMap((dx) =>
    [-reachMm, reachMm].map((dy) => view.onImage(middle.xMm + dx, middle.yMm + dy)),
  )
  const columns = corners.map(({ x }) => x)
  const rows = corners.map(({ y }) => y)
  const a = (angleDeg + pose.rotationDeg) * RAD
  const cos = Math.cos(a)
  const sin = Math.sin(a)
  const left = Math.max(0, Math.floor(Math.min(...columns)))
  const right = Math.min(pixels - 1, Math.ceil(Math.max(...columns)))
  const bottom = Math.min(pixels - 1, Math.ceil(Math.max(...rows)))
  for (let y = Math.max(0, Math.floor(Math.min(...rows))); y <= bottom; y++) {
    for (let i = y * pixels + left; i <= y * pixels + right; i++) {
      const dx = xMm[i]! - middle.xMm
      const dy = yMm[i]! - middle.yMm
      visit(i, dx * cos + dy * sin, dx * sin - dy * cos)
    }
  }
}

export const blend = (image: Float32Array, i: number, value: number, cover: number) => {
  image[i] = image[i]! + cover * (value - image[i]!)
}

/** A staking: collar material pushed over the outer ring, a bright crest inward, its notch and shadow outward. */
export function stampCrimp(scene: Scene, pose: Pose, crimp: Crimp, seed: number): void {
  if (!crimp.present) return
  const vary = (k: number) => normals[(seed + k) & NORMALS_MASK]!
  const fullness = Math.min(1.25, Math.max(0.5, crimp.heightMm / 1.2))
  const halfMm = 3.3 * (0.8 + 0.2 * fullness) + 0.06 * vary(1)
  const crestTo = -0.2 + 0.5 * (fullness - 1)
  const shadowTo = 0.9 + 0.9 * fullness
  const crest = 228 + 6 * vary(2)
  const soft = 0.14
  stamp(scene, pose, FACE.crimpRadiusMm, crimp.angleDeg, 5.2, (i, u, v) => {
    // Flanks lean outward, as in a cut by a wedge.
    const across = Math.abs(u) - 0.12 * v
    const rows = (from: number, to: number) =>
      smoothstep(from - soft, from + soft, v) * smoothstep(to + soft, to - soft, v)
    const inside = smoothstep(halfMm + soft, halfMm - soft, across)
    const frame = smoothstep(halfMm + 0.65, halfMm + 0.35, across) * rows(-2.5, 2.3)
    blend(scene.bright, i, 30, frame * 0.9)
    blend(scene.bright, i, 128 + 18 * v, inside * rows(-2, shadowTo))
    blend(scene.bright, i, crest, inside * rows(-1.75, crestTo))
    blend(scene.bright, i, 12, inside * rows(shadowTo, 2.2) * 0.85)
    const flank = Math.exp(-0.5 * ((across - halfMm) / 0.2) ** 2) * rows(-2, 2)
    const ridge = inside * Math.exp(-0.5 * ((v - crestTo) / 0.18) ** 2)
    const lip = inside * Math.exp(-0.5 * ((v + 1.9) / 0.18) ** 2)
    scene.dark[i] = scene.dark[i]! + 95 * flank + 120 * ridge * fullness + 70 * lip
  })
}

const GRADE_CONTRAST = { A: 1, B: 0.85, C: 0.65, F: 0.3 } as const

/** The 2D code on its frosted plate: finder L, clock track, and modules drawn from the serial (a picture, not a symbol to decode). */
export function stampCode(scene: Scene, pose: Pose, part: Part): void {
  const { radiusMm, modules, moduleMm, plateMm } = FACE.code
  const half = plateMm / 2
  const next = uniforms(hash(...[...part.serial].map((letter) => letter.charCodeAt(0))))
  const dark = Array.from({ length: modules * modules }, (_, k) => {
    const column = k % modules
    const row = Math.floor(k / modules)
    const random = next() < 0.5
    if (column === 0 || row === modules - 1) return true
    if (row === 0) return column % 2 === 0
    if (column === modules - 1) return row % 2 === 1
    return random
  })
  const contrast = GRADE_CONTRAST[part.codeGrade]
  stamp(scene, pose, radiusMm, 0, half * 1.5, (i, u, v) => {
    const edge = Math.max(Math.abs(u), Math.abs(v))
    const plate = smoothstep(half + 0.09, half - 0.09, edge)
    if (plate === 0) return
    const column = Math.floor(u / moduleMm + modules / 2)
    const row = Math.floor(modules / 2 - v / moduleMm)
    const on = column >= 0 && column < modules && row >= 0 && row < modules && dark[row * modules + column]
    blend(scene.bright, i, on ? 176 - 138 * contrast : 176, plate)
    blend(scene.dark, i, on ? 42 - 26 * contrast : 42, plate)
  })
}

/** Where the light comes from in the plane of the face, for the shading of dents. */
const LIGHT = { u: -0.6, v: 0.8 }

export function stampPatch(scene: Scene, pose: Pose, patch: Patch, seed: number): void {
  const shape = patchShape(patch, seed)
  const next = uniforms(hash(seed, 7))
  const strength = 0.85 + 0.3 * next()
  const soft = Math.min(0.5, 0.13 / Math.max(0.2, shape.reachMm))
  const paint: Record<Patch['kind'], (i: number, depth: number, u: number, v: number) => void> = {
    grease: (i, depth) => {
      const cover = smoothstep(1 + soft, 1 - soft, depth)
      const thickness = 0.7 + 0.3 * (1 - depth * depth) + 0.05 * normals[hash(seed, i) & NORMALS_MASK]!
      const meniscus = Math.exp(-0.5 * ((depth - 0.93) / (1.6 * soft)) ** 2)
      blend(scene.bright, i, 0.72 * scene.bright[i]! + 26 * meniscus, cover * 0.8)
      scene.dark[i] = scene.dark[i]! + 22 * meniscus * strength
      blend(scene.uv, i, 150 * strength * thickness, cover)
    },
    dent: (i, depth, u, v) => {
      const bowl = smoothstep(1 + soft, 1 - soft, depth)
      const slope = Math.sin(Math.PI * Math.min(1, depth / 1.05))
      const towards = (u * LIGHT.u + v * LIGHT.v) / Math.max(0.05, Math.hypot(u, v))
      blend(scene.bright, i, 92 - 88 * slope * towards, bowl * 0.85)
      scene.dark[i] = scene.dark[i]! + bowl * strength * (70 + 110 * slope)
    },
    residue: (i, depth) => {
      const cover = smoothstep(1 + soft, 1 - soft, depth)
      const speckle = normals[hash(seed, i) & NORMALS_MASK]!
      blend(scene.bright, i, 46 + 12 * speckle, cover * 0.9)
      blend(scene.dark, i, strength * (112 + 30 * speckle), cover)
      blend(scene.uv, i, fluorescence + 9 * speckle, cover * 0.8)
    },
  }
  // Some residue is oily and glows a little, which must not make it grease.
  const fluorescence = next() < 0.5 ? 6 : 30 + 30 * next()
  stamp(scene, pose, patch.radiusMm, patch.angleDeg, shape.reachMm * 1.4 + 0.3, (i, u, v) => {
    const depth = shape.depth(u, v)
    if (depth < 1 + 3 * soft) paint[patch.kind](i, depth, u, v)
  })
}

/** A few specks of dust, far below any limit: every real face has them. */
export function stampDust(scene: Scene, pose: Pose, seed: number): void {
  const next = uniforms(seed)
  for (let k = Math.floor(next() * 7); k > 0; k--) {
    const level = 30 + 50 * next()
    stamp(scene, pose, 17 + 41 * Math.sqrt(next()), 360 * next(), 0.3, (i, u, v) => {
      const cover = Math.exp(-0.5 * ((u * u + v * v) / 0.07 ** 2))
      scene.dark[i] = scene.dark[i]! + level * cover
      scene.bright[i] = scene.bright[i]! * (1 - 0.2 * cover)
    })
  }
}

/** The fluorescing target on the bracket; it does not move with the part. */
export function stampUvTarget(scene: Scene): void {
  const { xMm, yMm, radiusMm } = FACE.uvTarget
  const fixed: Pose = { xMm, yMm, rotationDeg: 0 }
  stamp(scene, fixed, 0, 0, radiusMm + 0.5, (i, u, v) => {
    const cover = smoothstep(radiusMm + 0.1, radiusMm - 0.1, Math.hypot(u, v))
    blend(scene.bright, i, 70, cover)
    blend(scene.dark, i, 12, cover)
    blend(scene.uv, i, 170, cover)
  })
}
