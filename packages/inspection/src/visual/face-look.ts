/** What a face shows, cell by cell: what each belongs to, and how far it stands from its ring under each light. */
import type { Tensor } from '../inspector.ts'
import { type CellMap, FACE_CLASSES, type FaceClass, type FaceNetSpec } from './face-net.ts'
import type { FaceParameters } from './parameters.ts'
import { quantile } from './picture.ts'

export const LIGHTS = 3

/** What a cell belongs to: a class, the code's plate, or an edge between two, of which nothing is asked. */
export type CellKind = FaceClass | 'code' | 'edge'

/** Cells around the one asked that must be of its kind: flaws spill over, stakings and spots have small insides. */
const CLEAR_OF = 2
const INSIDE = 1
/** The plate and its edge. */
const CODE_ROOM_MM = 0.8

export interface CellKinds {
  /** The likeliest class of each cell. */
  readonly likeliest: readonly FaceClass[]
  /** What each cell is held against. */
  readonly kinds: readonly CellKind[]
}

export function kindsOf(cells: CellMap, { codeRadiusMm, codePlateMm }: FaceParameters): CellKinds {
  const { rows, columns, innerMm, cellMm, cellDeg } = cells
  const likeliest = Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns)
    if (cells.probability('background', row, i % columns) > 0.5) return 'background'
    return FACE_CLASSES.reduce((best, kind) =>
      cells.probability(kind, row, i % columns) > cells.probability(best, row, i % columns) ? kind : best,
    )
  })
  const halfMm = codePlateMm / 2 + CODE_ROOM_MM
  const halfDeg = (halfMm / (codeRadiusMm - codePlateMm / 2)) * (180 / Math.PI)
  const onCode = (row: number, column: number) => {
    const deg = (column + 0.5) * cellDeg
    return Math.abs(innerMm + (row + 0.5) * cellMm - codeRadiusMm) < halfMm && Math.min(deg, 360 - deg) < halfDeg
  }
  const kinds = likeliest.map((kind, i): CellKind => {
    const row = Math.floor(i / columns)
    const column = i % columns
    const reach = kind === 'background' ? CLEAR_OF : INSIDE
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++)
      for (let dc = -reach; dc <= reach; dc++)
        if (likeliest[r * columns + ((column + dc + columns) % columns)] !== kind) return 'edge'
    return kind === 'background' && onCode(row, column) ? 'code' : kind
  })
  return { likeliest, kinds }
}

/** A ring's ground is told by blocks of cells: their median over a stretch as long as a large flaw is not moved by it. */
const BLOCK = 4
const BLOCKS_AROUND = 6

export interface FaceLook {
  /** How far each cell stands from its ring, `LIGHTS` numbers a cell. */
  readonly cells: Float32Array
  /** Level of each row of cells, `LIGHTS` numbers a row. */
  readonly rings: Float32Array
}

/** What a face shows, in units of each picture's own level: lamps age. */
export function lookOf(
  { data, dims }: Tensor,
  { input, stride }: FaceNetSpec,
  { rows, columns }: CellMap,
  { likeliest }: CellKinds,
): FaceLook {
  const width = dims[3]!
  const look = { cells: new Float32Array(rows * columns * LIGHTS), rings: new Float32Array(rows * LIGHTS) }
  const grey = new Float32Array(rows * columns)
  for (let light = 0; light < LIGHTS; light++) {
    const plane = light * input.radii * width
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0
        for (let dy = 0; dy < stride; dy++)
          for (let dx = 0; dx < stride; dx++)
            sum += data[plane + (row * stride + dy) * width + input.overlap + column * stride + dx]!
        grey[row * columns + column] = (sum / stride ** 2) * input.spread[light]! + input.mean[light]!
      }
    }
    const level = quantile(Float64Array.from(grey), 0.5)
    for (let row = 0; row < rows; row++) {
      const { around, overall } = groundOf(grey, likeliest, row * columns, columns)
      look.rings[row * LIGHTS + light] = overall / level
      for (let column = 0; column < columns; column++) {
        const i = row * columns + column
        look.cells[i * LIGHTS + light] = (grey[i]! - around[Math.floor(column / BLOCK)]!) / level
      }
    }
  }
  return look
}

/** Ground of one ring, all round and block by block: what the net takes for a flaw or a staking does not count. */
function groundOf(grey: Float32Array, likeliest: readonly FaceClass[], start: number, columns: number) {
  const blocks = Array.from({ length: columns / BLOCK }, (_, block) => {
    let sum = 0
    let count = 0
    for (let i = start + block * BLOCK; i < start + (block + 1) * BLOCK; i++) {
      if (likeliest[i] !== 'background') continue
      sum += grey[i]!
      count++
    }
    return sum / count
  })
  const overall = medianOf(blocks.filter((value) => !Number.isNaN(value)))
  const near: number[] = []
  const around = blocks.map((_, block) => {
    near.length = 0
    for (let k = -BLOCKS_AROUND; k <= BLOCKS_AROUND; k++) {
      const value = blocks[(block + k + blocks.length) % blocks.length]!
      if (!Number.isNaN(value)) near.push(value)
    }
    return near.length >= BLOCKS_AROUND ? medianOf(near) : overall
  })
  return { around, overall }
}

/** Of a few numbers, which it puts in order. */
function medianOf(values: number[]): number {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!
    let k = i - 1
    for (; k >= 0 && values[k]! > value; k--) values[k + 1] = values[k]!
    values[k + 1] = value
  }
  return values[values.length >> 1] ?? 0
}
