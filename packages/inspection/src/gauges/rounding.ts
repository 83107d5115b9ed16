/**
 * What rounding to whole grey values does to a place. Pixels whose light is alike round alike: along an upright edge all
 * rows err together, and no scatter shows it. Noise before rounding undoes that; from half a DN on nothing is left in common.
 */
export interface Rounding {
  /** Of the pixels about the fit, DN², of those most that pull most. */
  readonly variance: number
  /** Influence of the pixels on the place, px/DN, summed over cells of alike light; empty where noise undoes all. */
  readonly cells: Float64Array
}

/** What rounding adds to a variance, all told, and what it would add if each pixel or edge erred on its own. */
export interface RoundingShare {
  readonly whole: number
  readonly alone: number
}

const CELLS_PER_DN = 8
const CELLS = 256 * CELLS_PER_DN
/** Variance that rounding alone makes, DN²: 1/12, and what chance adds where few grey values are seen. */
const ALONE = 0.1
/** Variance of the pixels, DN², from which they round on their own. */
const SMOOTH = 0.4
const WAVES = 12
const NONE = new Float64Array(0)

/** Pixels of an edge: how far each pulls its place, px/DN, its grey value, and the one that the fit has there. */
export interface Pulls {
  readonly influence: Float64Array
  readonly grey: Float64Array
  readonly ideal: Float64Array
}

/** @param variance of all pixels about the fit, DN². @returns what is to be kept of the edge, and what rounding does to its place. */
export function roundingOf(
  variance: number,
  degreesOfFreedom: number,
  pullsOf: () => Pulls,
): { rounding: Rounding; share: RoundingShare } {
  if (variance > SMOOTH) return { rounding: { variance, cells: NONE }, share: { whole: 0, alone: 0 } }
  const { influence, grey, ideal } = pullsOf()
  const cells = new Float64Array(CELLS)
  let [squares, weights] = [0, 0]
  for (let i = 0; i < influence.length; i++) {
    const pull = influence[i]!
    cells[Math.max(0, Math.min(CELLS - 1, Math.round(ideal[i]! * CELLS_PER_DN)))]! += pull
    squares += pull * pull * (grey[i]! - ideal[i]!) ** 2
    weights += pull * pull
  }
  const ofThosePulling = ((squares / weights) * influence.length) / Math.max(1, degreesOfFreedom)
  const likeness = likenessAt(ofThosePulling)
  return {
    rounding: { variance: ofThosePulling, cells },
    share: { whole: varianceOf(cells, likeness), alone: likeness[0]! * weights },
  }
}

/** @param influence on a quantity, of each edge. */
export function roundingInValue(edges: readonly Rounding[], influence: Float64Array): RoundingShare {
  if (edges.every(({ cells }) => cells === NONE)) return { whole: 0, alone: 0 }
  const likeness = likenessAt(edges.reduce((sum, { variance }) => sum + variance, 0) / edges.length)
  const together = new Float64Array(CELLS)
  let alone = 0
  for (const [i, { cells }] of edges.entries()) {
    if (cells === NONE) continue
    for (let c = 0; c < CELLS; c++) together[c]! += influence[i]! * cells[c]!
    alone += influence[i]! ** 2 * varianceOf(cells, likeness)
  }
  return { whole: varianceOf(together, likeness), alone }
}

/** Of a variance that shows what rounding does to each alone, so far as that goes: what is still missing in it. */
export const missingIn = (variance: number, { whole, alone }: RoundingShare) =>
  Math.max(0, whole - Math.min(alone, variance))

/**
 * Covariance of two pixels' rounding errors, cell by cell of difference in light. The error is a saw-tooth, so a sum of waves
 * with 1, 2, 3 … periods a DN; the noise that is left beside rounding smooths each. Beyond half a DN the fit does not know
 * the difference well enough for a sign.
 */
function likenessAt(variance: number): Float64Array {
  const noise = Math.max(0, variance - ALONE)
  return Float64Array.from({ length: CELLS_PER_DN / 2 }, (_, cell) => {
    let sum = 0
    for (let k = 1; k <= WAVES; k++)
      sum +=
        (Math.exp(-((2 * Math.PI * k) ** 2) * noise) * Math.cos((2 * Math.PI * k * cell) / CELLS_PER_DN)) /
        (2 * (Math.PI * k) ** 2)
    return sum
  })
}

function varianceOf(cells: Float64Array, likeness: Float64Array): number {
  let variance = 0
  for (let c = 0; c < CELLS; c++) {
    if (cells[c] === 0) continue
    variance += likeness[0]! * cells[c]! ** 2
    for (let away = 1; away < likeness.length; away++)
      variance += 2 * likeness[away]! * cells[c]! * (cells[c + away] ?? 0)
  }
  return Math.max(0, variance)
}
