/** What depends on the radius alone: reflectance of the turned, ground and moulded rings under the three lights. */
import { FACE } from './geometry.ts'
import { NORMALS_MASK, normals } from './noise.ts'

/** Bins per millimetre; a sixth of a pixel at 0.128 mm. */
export const BINS_PER_MM = 50
export const RING_BINS = 96 * BINS_PER_MM

export interface Rings {
  readonly bright: Float32Array
  readonly dark: Float32Array
  readonly uv: Float32Array
  /** How much the ring takes part in the highlights of turned metal. */
  readonly sheen: Float32Array
  /** Depth of its texture. */
  readonly grain: Float32Array
}

interface Band {
  readonly outerMm: number
  readonly bright: number
  readonly dark: number
  readonly uv: number
  readonly sheen: number
  /** Depth of the concentric turning marks, grey levels. */
  readonly turned: number
  readonly grain: number
}

// Grey levels at nominal exposure, inside out.
const BANDS: readonly Band[] = [
  { outerMm: FACE.boreMm, bright: 9, dark: 3, uv: 3, sheen: 0, turned: 0, grain: 0.6 },
  { outerMm: FACE.sealInnerMm, bright: 158, dark: 9, uv: 5, sheen: 16, turned: 2, grain: 1.5 },
  { outerMm: 21.2, bright: 25, dark: 7, uv: 6, sheen: 2, turned: 0.8, grain: 1 },
  { outerMm: 21.7, bright: 36, dark: 14, uv: 6, sheen: 3, turned: 0.8, grain: 1 },
  { outerMm: FACE.sealOuterMm, bright: 24, dark: 7, uv: 6, sheen: 2, turned: 0.8, grain: 1 },
  { outerMm: FACE.bearingOuterMm, bright: 150, dark: 10, uv: 5, sheen: 14, turned: 2, grain: 1.5 },
  { outerMm: FACE.hubInnerMm, bright: 84, dark: 15, uv: 5, sheen: 8, turned: 3, grain: 3 },
  { outerMm: FACE.hubOuterMm, bright: 104, dark: 17, uv: 5, sheen: 12, turned: 4, grain: 3.5 },
  { outerMm: FACE.faceInnerMm, bright: 34, dark: 12, uv: 4, sheen: 2, turned: 1, grain: 1 },
  { outerMm: FACE.faceOuterMm, bright: 136, dark: 14, uv: 5, sheen: 34, turned: 7, grain: 4 },
  { outerMm: FACE.rimMm, bright: 82, dark: 16, uv: 5, sheen: 10, turned: 2, grain: 2 },
  { outerMm: Number.POSITIVE_INFINITY, bright: 7, dark: 3, uv: 3, sheen: 0, turned: 0, grain: 0.8 },
]

/** Edges: dark lines (undercuts) or glints in bright field, scatter in dark field. */
const EDGES: readonly { readonly atMm: number; readonly bright: number; readonly dark: number }[] = [
  { atMm: FACE.boreMm + 0.25, bright: 40, dark: 70 },
  { atMm: FACE.sealInnerMm, bright: -40, dark: 45 },
  { atMm: FACE.sealOuterMm, bright: -30, dark: 50 },
  { atMm: FACE.bearingOuterMm, bright: -60, dark: 62 },
  { atMm: FACE.hubInnerMm, bright: -45, dark: 58 },
  { atMm: FACE.hubOuterMm, bright: 20, dark: 48 },
  { atMm: FACE.faceInnerMm + 0.15, bright: 30, dark: 96 },
  { atMm: FACE.faceOuterMm, bright: -38, dark: 88 },
  { atMm: FACE.rimMm - 0.25, bright: 48, dark: 92 },
]

const EDGE_SIGMA_MM = 0.14
/** The lens spreads an edge by about two thirds of a pixel. */
const LENS_SIGMA_MM = 0.085

/** The rings of one part; `seed` gives its turning marks. */
export function ringsOf(seed: number): Rings {
  const make = () => new Float32Array(RING_BINS)
  const rings = { bright: make(), dark: make(), uv: make(), sheen: make(), grain: make() }
  let marks = 0
  let band = 0
  for (let i = 0; i < RING_BINS; i++) {
    const radiusMm = i / BINS_PER_MM
    while (radiusMm >= BANDS[band]!.outerMm) band++
    const b = BANDS[band]!
    // Turning marks: the feed gives them a period of some tenths of a millimetre, the tool's wear irregularity.
    marks = 0.86 * marks + 0.51 * normals[(seed + i) & NORMALS_MASK]!
    rings.bright[i] = b.bright + b.turned * marks
    rings.dark[i] = b.dark + 0.35 * b.turned * Math.abs(marks)
    rings.uv[i] = b.uv
    rings.sheen[i] = b.sheen
    rings.grain[i] = b.grain
  }
  for (const edge of EDGES) {
    for (let i = Math.floor((edge.atMm - 0.6) * BINS_PER_MM); i < (edge.atMm + 0.6) * BINS_PER_MM; i++) {
      const k = Math.exp(-0.5 * ((i / BINS_PER_MM - edge.atMm) / EDGE_SIGMA_MM) ** 2)
      rings.bright[i] = Math.max(4, rings.bright[i]! + edge.bright * k)
      rings.dark[i] = rings.dark[i]! + edge.dark * k
    }
  }
  return { ...rings, bright: spread(rings.bright), dark: spread(rings.dark) }
}

function spread(values: Float32Array): Float32Array {
  const reach = Math.ceil(3 * LENS_SIGMA_MM * BINS_PER_MM)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-0.5 * ((k - reach) / (LENS_SIGMA_MM * BINS_PER_MM)) ** 2),
  )
  const total = weights.reduce((sum, w) => sum + w, 0)
  return values.map((_, i) => {
    let sum = 0
    for (let k = -reach; k <= reach; k++) {
      sum += weights[k + reach]! * values[Math.min(values.length - 1, Math.max(0, i + k))]!
    }
    return sum / total
  })
}
