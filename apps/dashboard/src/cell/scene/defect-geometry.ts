/** What a person would see of a defect on the part: grease, dent, residue. Sizes in mm. */
import { type BufferGeometry, Color, Float32BufferAttribute } from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import { indexed } from './pulley-geometry.ts'
import { MM } from './pulley-shape.ts'
import { random } from './random.ts'

/** Irregular film of the given area. */
export function film(areaMm2: number, seed: number, thicknessMm: number): BufferGeometry {
  const next = random(seed)
  const n = 40
  const radius = Math.sqrt(areaMm2 / Math.PI)
  const w = [next() * 6, next() * 6, next() * 6] as const
  const position = [0, thicknessMm * MM, 0]
  const index: number[] = []
  for (const share of [0.8, 1]) {
    for (let i = 0; i < n; i++) {
      const a = (i / n) * Math.PI * 2
      const wobble = 1 + 0.26 * Math.sin(2 * a + w[0]) + 0.14 * Math.sin(3 * a + w[1]) + 0.08 * Math.sin(7 * a + w[2])
      const r = radius * share * wobble
      position.push(Math.cos(a) * r * MM, share < 1 ? thicknessMm * 0.85 * MM : 0, Math.sin(a) * r * MM)
    }
  }
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n
    index.push(0, 1 + j, 1 + i, 1 + i, 1 + j, 1 + n + i, 1 + j, 1 + n + j, 1 + n + i)
  }
  return indexed(position, index)
}

/** A pit with a raised, bright rim, drawn a little longer than wide. */
export function dent(extentMm: number): BufferGeometry {
  const n = 28
  const rings = [
    [0, 0.02, 0x2b2e31],
    [0.45, 0.03, 0x4a4e53],
    [0.8, 0.05, 0x8b9096],
    [1, 0.16, 0xffffff],
    [1.25, 0.03, 0xc8ccd0],
  ] as const
  const position: number[] = []
  const colours: number[] = []
  const index: number[] = []
  for (const [share, y, hex] of rings) {
    const c = new Color(hex)
    for (let i = 0; i < n; i++) {
      const a = (i / n) * Math.PI * 2
      const r = (extentMm / 2) * share
      position.push(Math.cos(a) * r * 1.3 * MM, y * MM, Math.sin(a) * r * MM)
      colours.push(c.r, c.g, c.b)
    }
  }
  for (let q = 0; q < rings.length - 1; q++) {
    for (let i = 0; i < n; i++) {
      const j = (i + 1) % n
      index.push(q * n + i, q * n + j, (q + 1) * n + i, q * n + j, (q + 1) * n + j, (q + 1) * n + i)
    }
  }
  const geometry = indexed(position, index)
  geometry.setAttribute('color', new Float32BufferAttribute(colours, 3))
  return geometry
}

/** Crumbs strewn over about 9 by 6 mm. */
export function crumbs(seed: number, count = 14): BufferGeometry {
  const next = random(seed)
  const list = Array.from({ length: count }, (_, i) =>
    film(0.25 + next() * 0.9, i + 9, 0.22).translate((next() - 0.5) * 9 * MM, 0, (next() - 0.5) * 6 * MM),
  )
  return mergeGeometries(list)
}
