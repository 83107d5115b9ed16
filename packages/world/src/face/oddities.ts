/** What should not be on a face at all: no class of the inspection knows it. */
import type { Oddity } from '../part.ts'
import { type Pose, smoothstep } from './geometry.ts'
import { blend, type Scene, stamp } from './marks.ts'
import { hash, NORMALS_MASK, normals, uniforms } from './noise.ts'

type Paint = (scene: Scene, pose: Pose, oddity: Oddity, seed: number) => void

const PAINT: Readonly<Record<Oddity['form'], Paint>> = {
  /** A marker's stroke, white or blue; white ones hold optical brighteners. */
  paint(scene, pose, { radiusMm, angleDeg, sizeMm }, seed) {
    const white = seed % 2 === 0
    stamp(scene, pose, radiusMm, angleDeg, sizeMm * 0.6, (i, u, v) => {
      const sway = 0.6 * Math.sin(u * 0.9 + (seed % 6))
      const cover = smoothstep(sizeMm / 2, sizeMm / 2 - 0.3, Math.abs(u)) * smoothstep(1.9, 1.6, Math.abs(v - sway))
      blend(scene.bright, i, white ? 214 : 44, cover * 0.95)
      blend(scene.dark, i, white ? 62 : 24, cover * 0.95)
      blend(scene.uv, i, white ? 96 : 6, cover * 0.95)
    })
  },
  /** A strip of adhesive tape: matt, even, with a glint along its cut. */
  tape(scene, pose, { radiusMm, angleDeg, sizeMm }, seed) {
    const turn = (seed % 628) / 100
    stamp(scene, pose, radiusMm, angleDeg, sizeMm * 0.75, (i, u, v) => {
      const along = Math.abs(u * Math.cos(turn) + v * Math.sin(turn)) - sizeMm / 2
      const across = Math.abs(v * Math.cos(turn) - u * Math.sin(turn)) - sizeMm / 4
      const edge = Math.max(along, across)
      const cover = smoothstep(0.1, -0.1, edge)
      blend(scene.bright, i, 172, cover * 0.85)
      blend(scene.dark, i, 34, cover * 0.85)
      blend(scene.uv, i, 44, cover * 0.85)
      scene.dark[i] = scene.dark[i]! + 60 * Math.exp(-0.5 * (edge / 0.12) ** 2)
    })
  },
  /** A bundle of scratches, as from a part dragged over another. */
  scratches(scene, pose, { radiusMm, angleDeg, sizeMm }, seed) {
    const next = uniforms(seed)
    const turn = Math.PI * next()
    const offsets = Array.from({ length: 6 }, (_, k) => 1.1 * (k - 2.5) + 0.4 * next())
    stamp(scene, pose, radiusMm, angleDeg, sizeMm * 0.6, (i, u, v) => {
      const along = u * Math.cos(turn) + v * Math.sin(turn)
      const across = v * Math.cos(turn) - u * Math.sin(turn)
      const within = smoothstep(sizeMm / 2, sizeMm / 2 - 0.8, Math.abs(along))
      const nearest = Math.min(...offsets.map((offset) => Math.abs(across - offset)))
      const cut = within * Math.exp(-0.5 * (nearest / 0.11) ** 2)
      scene.bright[i] = scene.bright[i]! * (1 - 0.55 * cut)
      scene.dark[i] = scene.dark[i]! + 105 * cut
    })
  },
  /** A curl of swarf lying on the part: bright metal above its own shadow. */
  swarf(scene, pose, { radiusMm, angleDeg, sizeMm }, seed) {
    const radius = sizeMm / 2
    stamp(scene, pose, radiusMm, angleDeg, sizeMm * 0.8, (i, u, v) => {
      const open = Math.atan2(v, u) + Math.PI > 0.9
      const ring = (du: number, dv: number) => smoothstep(0.9, 0.6, Math.abs(Math.hypot(u - du, v - dv) - radius))
      if (!open) return
      const speckle = normals[hash(seed, i) & NORMALS_MASK]!
      blend(scene.bright, i, 8, ring(0.9, -0.9) * 0.8)
      const metal = ring(0, 0)
      blend(scene.bright, i, 200 + 40 * Math.sin(9 * Math.atan2(v, u)), metal)
      blend(scene.dark, i, 60 + 18 * speckle, metal)
    })
  },
  /** Lightening holes: a part of another type. */
  holes(scene, pose, { radiusMm, angleDeg, sizeMm }) {
    const radius = sizeMm / 3
    for (const turn of [0, 120, 240]) {
      stamp(scene, pose, radiusMm - 1, angleDeg + turn, radius + 1, (i, u, v) => {
        const r = Math.hypot(u, v)
        const cover = smoothstep(radius + 0.1, radius - 0.1, r)
        blend(scene.bright, i, 8, cover)
        blend(scene.dark, i, 3, cover)
        blend(scene.uv, i, 3, cover)
        scene.dark[i] = scene.dark[i]! + 80 * Math.exp(-0.5 * ((r - radius) / 0.15) ** 2)
      })
    }
  },
}

export const stampOddity: Paint = (scene, pose, oddity, seed) => PAINT[oddity.form](scene, pose, oddity, seed)
