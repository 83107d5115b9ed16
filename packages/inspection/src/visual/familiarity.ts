/**
 * Whether a face looks like those the model package was made from. The net must answer with one of its classes whatever
 * it sees; this looks at the pictures by itself and says where neither ground nor class looks as it always did.
 */
import { type CellKinds, type FaceLook, LIGHTS } from './face-look.ts'
import type { CellMap } from './face-net.ts'
import { type FacePose, onImage } from './pose.ts'
import type { Spot } from './spots.ts'

/** Mean and spread of what a cell, or a whole ring, shows under each light. */
export type Look = readonly (readonly [mean: number, spread: number])[]

/** What the model package says of familiar faces. */
export interface Familiar {
  /** Level of each row of cells: other levels are another part's. */
  readonly rings: readonly Look[]
  /** How far cells stand from their ring: ground, the code's plate and stakings by row; null where too few are known. */
  readonly ground: readonly (Look | null)[]
  readonly code: readonly (Look | null)[]
  readonly crimp: readonly (Look | null)[]
  readonly grease: Look
  readonly dent: Look
  readonly residue: Look
  /** Strangeness of cells and of rings that hardly any sound face exceeds. */
  readonly threshold: { readonly cell: number; readonly ring: number }
  /** The largest spots the net was made with, mm. */
  readonly largestMm: { readonly grease: number; readonly flaw: number }
}

export interface Strange {
  /** In thresholds: above 1 the face is unfamiliar. */
  readonly score: number
  readonly at?: { readonly angleDeg: number; readonly radiusMm: number; readonly areaMm2: number }
  readonly outline?: [number, number][]
  /** A whole ring looks as none did: probably another part. */
  readonly ringMm?: number
}

/** Neighbourhood over which strangeness is averaged: a speck of dust is no news. */
const AVERAGE = 1
const LEAST_CELLS = 4
/** One light of one cell counts for no more than this: a speck of dust glints, in one cell and one light. */
const MOST_STRANGE = 100

function distance(values: Float32Array, at: number, look: Look): number {
  let sum = 0
  for (let k = 0; k < LIGHTS; k++) sum += Math.min(MOST_STRANGE, ((values[at + k]! - look[k]![0]) / look[k]![1]) ** 2)
  return sum / LIGHTS
}

export interface Strangeness {
  /** Squared distance of each cell from what its kind looks like, averaged over its neighbours; 0 where nothing is asked. */
  readonly cells: Float32Array
  readonly rings: Float32Array
}

export function strangenessOf(
  look: FaceLook,
  { kinds }: CellKinds,
  familiar: Omit<Familiar, 'threshold'>,
  { rows, columns }: CellMap,
): Strangeness {
  const own = new Float32Array(kinds.length).fill(Number.NaN)
  for (const [i, kind] of kinds.entries()) {
    if (kind === 'edge') continue
    const row = Math.floor(i / columns)
    const known =
      kind === 'background'
        ? familiar.ground[row]
        : kind === 'code' || kind === 'crimp'
          ? familiar[kind][row]
          : familiar[kind]
    if (known) own[i] = distance(look.cells, i * LIGHTS, known)
  }
  const cells = new Float32Array(kinds.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0
      let count = 0
      for (let r = Math.max(0, row - AVERAGE); r <= Math.min(rows - 1, row + AVERAGE); r++) {
        for (let dc = -AVERAGE; dc <= AVERAGE; dc++) {
          const value = own[r * columns + ((column + dc + columns) % columns)]!
          if (Number.isNaN(value)) continue
          sum += value
          count++
        }
      }
      if (count >= LEAST_CELLS) cells[row * columns + column] = sum / count
    }
  }
  return { cells, rings: Float32Array.from(familiar.rings, (known, row) => distance(look.rings, row * LIGHTS, known)) }
}

const greatest = (values: Float32Array): number =>
  values.reduce((best, value, i) => (value > values[best]! ? i : best), 0)

/** How strange a face is: in its strangest cell, in its strangest ring, and by spots larger than the net has known. */
export function judgeFamiliarity(
  { cells: strange, rings }: Strangeness,
  spots: readonly Spot[],
  { threshold, largestMm }: Pick<Familiar, 'threshold' | 'largestMm'>,
  cells: CellMap,
  pose: FacePose,
): Strange {
  const most = greatest(strange)
  const ring = greatest(rings)
  const oversize = ({ kind, extentMm }: Spot) => extentMm / (kind === 'grease' ? largestMm.grease : largestMm.flaw)
  const largest = [...spots].sort((a, b) => oversize(b) - oversize(a))[0]
  const byCell = strange[most]! / threshold.cell
  const byRing = rings[ring]! / threshold.ring
  const bySize = largest ? oversize(largest) : 0
  const score = Math.max(byCell, byRing, bySize)
  if (score <= 1) return { score }
  if (byRing === score) return { score, ringMm: cells.innerMm + (ring + 0.5) * cells.cellMm }
  if (bySize === score && largest) {
    const { angleDeg, radiusMm, areaOnFaceMm2, areaElsewhereMm2, outline } = largest
    return { score, at: { angleDeg, radiusMm, areaMm2: areaOnFaceMm2 + areaElsewhereMm2 }, outline }
  }
  return { score, ...placeOf(groupAround(strange, most, cells.columns, threshold.cell), cells, pose) }
}

/** Cells above the threshold that touch the strangest one. */
function groupAround(strange: Float32Array, from: number, columns: number, threshold: number): number[] {
  const seen = new Set([from])
  const open = [from]
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const row = Math.floor(i / columns)
    for (let dr = -1; dr <= 1; dr++) {
      for (let dc = -1; dc <= 1; dc++) {
        const next = (row + dr) * columns + (((i % columns) + dc + columns) % columns)
        if (!(strange[next]! > threshold) || seen.has(next)) continue
        seen.add(next)
        open.push(next)
      }
    }
  }
  return [...seen]
}

function placeOf(members: readonly number[], cells: CellMap, pose: FacePose) {
  const { columns, innerMm, cellMm, cellDeg } = cells
  // Angles are told from the first cell, so that a group across angle zero stays one.
  const zero = members[0]! % columns
  const polar = members.map((i) => ({
    radiusMm: innerMm + (Math.floor(i / columns) + 0.5) * cellMm,
    turnDeg: ((((i % columns) - zero + columns * 1.5) % columns) - columns / 2) * cellDeg,
  }))
  const areaMm2 = polar.reduce((sum, { radiusMm }) => sum + cellMm * radiusMm * cellDeg * (Math.PI / 180), 0)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const radii = polar.map(({ radiusMm }) => radiusMm)
  const turns = polar.map(({ turnDeg }) => turnDeg)
  const zeroDeg = (zero + 0.5) * cellDeg
  const corner = (radiusMm: number, turnDeg: number): [number, number] => {
    const [x, y] = onImage(pose, radiusMm, zeroDeg + turnDeg)
    return [Math.round(x), Math.round(y)]
  }
  const [inner, outer] = [Math.min(...radii) - cellMm, Math.max(...radii) + cellMm]
  const [left, right] = [Math.min(...turns) - cellDeg, Math.max(...turns) + cellDeg]
  const arc = (radiusMm: number, from: number, to: number) =>
    [0, 0.25, 0.5, 0.75, 1].map((share) => corner(radiusMm, from + share * (to - from)))
  return {
    at: { angleDeg: (zeroDeg + mean(turns) + 360) % 360, radiusMm: mean(radii), areaMm2 },
    outline: [...arc(inner, left, right), ...arc(outer, right, left)],
  }
}
