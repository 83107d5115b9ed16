/** From marks to a grid: each mark gets its column and row on the target. */
import type { GreyImage } from '../../inspector.ts'
import { greyAt } from '../../visual/picture.ts'
import type { Point } from '../shapes.ts'

export interface Mark extends Point {
  readonly column: number
  readonly row: number
}

const LEAST_MARKS = 12
/** How far from its prediction a neighbour may lie, of the pitch. */
const NEAR = 0.25
const SEEDS = 40

/** The largest grid grown from marks near the middle; undefined where none has twelve. For chess, fields must alternate. */
export function assembleGrid(image: GreyImage, marks: readonly Point[], kind: 'chess' | 'dots'): Mark[] | undefined {
  const middle = { x: image.width / 2, y: image.height / 2 }
  const seeds = [...marks].sort((a, b) => distance(a, middle) - distance(b, middle)).slice(0, SEEDS)
  let best: Mark[] = []
  for (const seed of seeds) {
    const grown = grow(image, marks, seed, kind)
    if (grown.length > best.length) best = grown
    if (best.length > 0.7 * marks.length) break
  }
  return best.length >= LEAST_MARKS ? best : undefined
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

interface Placed extends Mark {
  /** To the next column and the next row, as seen here. */
  readonly along: Point
  readonly down: Point
}

function grow(image: GreyImage, marks: readonly Point[], seed: Point, kind: 'chess' | 'dots'): Mark[] {
  const axes = axesAt(marks, seed)
  if (!axes) return []
  const first: Placed = { ...seed, column: 0, row: 0, ...axes }
  const sign = kind === 'chess' ? Math.sign(fieldContrast(image, first)) : 0
  const placed = new Map<string, Placed>([['0,0', first]])
  const taken = new Set<Point>([seed])
  const queue = [first]
  for (let from = queue.shift(); from; from = queue.shift()) {
    for (const [dc, dr] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const [column, row] = [from.column + dc, from.row + dr]
      if (placed.has(`${column},${row}`)) continue
      const step = { x: dc * from.along.x + dr * from.down.x, y: dc * from.along.y + dr * from.down.y }
      const reach = NEAR * Math.hypot(step.x, step.y)
      const there = nearest(marks, { x: from.x + step.x, y: from.y + step.y }, taken)
      if (!there || distance(there, { x: from.x + step.x, y: from.y + step.y }) > reach) continue
      // Perspective changes the step from mark to mark: the one just taken predicts the next.
      const seen = { x: (there.x - from.x) * (dc + dr), y: (there.y - from.y) * (dc + dr) }
      const mark: Placed = {
        x: there.x,
        y: there.y,
        column,
        row,
        along: dc ? seen : from.along,
        down: dr ? seen : from.down,
      }
      if (kind === 'chess' && fieldContrast(image, mark) * sign * ((column + row) % 2 === 0 ? 1 : -1) <= 0) continue
      placed.set(`${column},${row}`, mark)
      taken.add(there)
      queue.push(mark)
    }
  }
  return [...placed.values()].map(({ x, y, column, row }) => ({ x, y, column, row }))
}

/** To the nearest mark, and to the nearest one across; the second clockwise from the first. */
function axesAt(marks: readonly Point[], seed: Point): { along: Point; down: Point } | undefined {
  const around = marks
    .filter((mark) => mark !== seed)
    .sort((a, b) => distance(a, seed) - distance(b, seed))
    .slice(0, 8)
    .map(({ x, y }) => ({ x: x - seed.x, y: y - seed.y }))
  const along = around[0]
  if (!along) return undefined
  const size = Math.hypot(along.x, along.y)
  const across = around.find(
    ({ x, y }) => Math.abs(along.x * x + along.y * y) < 0.6 * size * Math.hypot(x, y) && Math.hypot(x, y) < 2 * size,
  )
  if (!across) return undefined
  const clockwise = along.x * across.y - along.y * across.x > 0
  return { along, down: clockwise ? across : { x: -across.x, y: -across.y } }
}

function nearest(marks: readonly Point[], to: Point, taken: ReadonlySet<Point>): Point | undefined {
  let best: Point | undefined
  let least = Number.POSITIVE_INFINITY
  for (const mark of marks) {
    const away = distance(mark, to)
    if (away < least && !taken.has(mark)) {
      least = away
      best = mark
    }
  }
  return best
}

/** Grey value of the fields on one diagonal less those on the other. */
function fieldContrast(image: GreyImage, { x, y, along, down }: Placed): number {
  const at = (a: number, d: number) =>
    greyAt(image, x + (a * along.x + d * down.x) / 4, y + (a * along.y + d * down.y) / 4)
  return at(1, 1) + at(-1, -1) - at(1, -1) - at(-1, 1)
}
