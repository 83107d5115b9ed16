/** Grease, dents and residue: found by the net cell by cell, measured in the picture's own pixels. */
import type { GreyImage } from '../inspector.ts'
import type { CellMap, FaceClass, FaceNetSpec } from './face-net.ts'
import type { FacePictures } from './image-trust.ts'
import { quantile } from './picture.ts'
import { type FacePose, onImage, polarOf } from './pose.ts'

export type SpotKind = Exclude<FaceClass, 'background' | 'crimp'>

export interface Spot {
  readonly kind: SpotKind
  /** Probability of its surest cell. */
  readonly peak: number
  readonly angleDeg: number
  readonly radiusMm: number
  /** Greatest extent. */
  readonly extentMm: number
  /** Area on B, and off it. */
  readonly areaOnFaceMm2: number
  readonly areaElsewhereMm2: number
  /** Convex, in pixels of the pictures. */
  readonly outline: [number, number][]
  /** In the pictures: its middle, and what lies farthest apart on it. */
  readonly at: [number, number]
  readonly ends: readonly [[number, number], [number, number]]
  /** Pixels that lie on B and off it whatever the calibration errs by, and those so near its inner edge that it decides. */
  readonly pixels: { readonly onFace: number; readonly elsewhere: number }
  readonly border: readonly [number, number][]
}

type Cell = readonly [row: number, column: number]

interface Group {
  readonly kind: SpotKind
  readonly peak: number
  readonly members: readonly Cell[]
}

const SPOT_KINDS: readonly SpotKind[] = ['grease', 'dent', 'residue']

export function findSpots(
  cells: CellMap,
  pictures: FacePictures,
  pose: FacePose,
  spec: FaceNetSpec,
  faceInnerRadiusMm: number,
): Spot[] {
  return groups(cells, spec).flatMap(({ kind, peak, members }) => {
    // Grease shows where it fluoresces, dents and residue where they scatter.
    const image = kind === 'grease' ? pictures.uv : pictures.darkField
    const spot = measureSpot(kind, image, pose, cells, members, faceInnerRadiusMm)
    return spot ? [{ ...spot, peak }] : []
  })
}

/** Cells of one kind that touch, round the circle too. What touches several kinds is of the one it shows most. */
function groups(cells: CellMap, { operatingPoint }: FaceNetSpec): Group[] {
  const { rows, columns } = cells
  const kindOf = (row: number, column: number) =>
    SPOT_KINDS.find((kind) => cells.probability(kind, row, column) >= operatingPoint.cell[kind])
  const seen = new Uint8Array(rows * columns)
  const found: Group[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (seen[row * columns + column] || !kindOf(row, column)) continue
      const members: Cell[] = []
      const share = { grease: 0, dent: 0, residue: 0 }
      let peak = 0
      const open: Cell[] = [[row, column]]
      seen[row * columns + column] = 1
      for (let cell = open.pop(); cell; cell = open.pop()) {
        const [r, c] = cell
        members.push(cell)
        for (const kind of SPOT_KINDS) {
          const p = cells.probability(kind, r, c)
          share[kind] += p
          peak = Math.max(peak, p)
        }
        for (let dr = -1; dr <= 1; dr++) {
          for (let dc = -1; dc <= 1; dc++) {
            const nextRow = r + dr
            const nextColumn = (c + dc + columns) % columns
            if (nextRow < 0 || nextRow >= rows || seen[nextRow * columns + nextColumn]) continue
            if (!kindOf(nextRow, nextColumn)) continue
            seen[nextRow * columns + nextColumn] = 1
            open.push([nextRow, nextColumn])
          }
        }
      }
      if (peak < operatingPoint.peak) continue
      found.push({ kind: SPOT_KINDS.reduce((a, b) => (share[b] > share[a] ? b : a)), peak, members })
    }
  }
  return found
}

/** Pixels belong to the spot above this share of its height over the ground around it. */
const EDGE_SHARE = 0.5
/** Grey levels that a spot must rise above its ground. */
const FAINTEST_SPOT = 12
const DIRECTIONS = 24
/** Pixels from the inner edge of B within which a calibration's error may move a pixel across. */
const BORDER_PX = 3
/** Scatter no wider than this is dust, which every face has. */
const DUST_MM = 0.3

function measureSpot(
  kind: SpotKind,
  image: GreyImage,
  pose: FacePose,
  cells: CellMap,
  members: readonly Cell[],
  faceInnerRadiusMm: number,
): Omit<Spot, 'peak'> | undefined {
  const window = windowAround(image, pose, cells, members)
  const { plane } = pose
  const ground = groundByRadius(window, plane.mmPerPixel)
  const inside = window
    .filter((pixel) => pixel.near)
    .map((pixel) => ({ ...pixel, ...riseOver(ground(pixel.radiusMm), pixel.grey) }))
  const height = quantile(
    inside.filter((pixel) => pixel.clear && pixel.rise > FAINTEST_SPOT / 2).map((pixel) => pixel.rise),
    0.75,
  )
  if (!(height > FAINTEST_SPOT)) return undefined
  const covered = inside.filter((pixel) => pixel.clear && pixel.rise > EDGE_SHARE * height)
  if (covered.length === 0) return undefined
  const mean = (of: (pixel: Pixel) => number) => covered.reduce((sum, pixel) => sum + of(pixel), 0) / covered.length
  const xMm = mean((pixel) => pixel.xMm)
  const yMm = mean((pixel) => pixel.yMm)
  const outline: [number, number][] = []
  const reach: { along: number; x: number; y: number }[] = []
  for (let k = 0; k < DIRECTIONS; k++) {
    const dx = Math.cos((k / DIRECTIONS) * 2 * Math.PI)
    const dy = Math.sin((k / DIRECTIONS) * 2 * Math.PI)
    let farthest = { along: Number.NEGATIVE_INFINITY, x: 0, y: 0 }
    for (const pixel of covered) {
      const along = (pixel.xMm - xMm) * dx + (pixel.yMm - yMm) * dy
      if (along > farthest.along) farthest = { along, x: pixel.x, y: pixel.y }
    }
    reach.push(farthest)
    outline.push([Math.round(farthest.x + dx), Math.round(farthest.y + dy)])
  }
  // A spot is far smaller than the lens's bend: its pixels all cover as much as one in its middle does.
  const at = plane.onPicture(xMm, yMm)
  const pixelMm2 = plane.pixelMm2(...at)
  const widths = reach.slice(0, DIRECTIONS / 2).map(({ along }, k) => along + reach[k + DIRECTIONS / 2]!.along)
  const widest = widths.indexOf(Math.max(...widths))
  const [from, to] = [reach[widest]!, reach[widest + DIRECTIONS / 2]!]
  const extentMm = widths[widest]! + Math.sqrt(pixelMm2)
  if (kind !== 'grease' && extentMm < DUST_MM) return undefined
  const onFace = covered.filter((pixel) => pixel.radiusMm >= faceInnerRadiusMm).length
  const border = covered.filter(({ radiusMm }) => Math.abs(radiusMm - faceInnerRadiusMm) < BORDER_PX * plane.mmPerPixel)
  const borderOnFace = border.filter(({ radiusMm }) => radiusMm >= faceInnerRadiusMm).length
  return {
    kind,
    ...polarOf(pose, xMm, yMm),
    extentMm,
    areaOnFaceMm2: onFace * pixelMm2,
    areaElsewhereMm2: (covered.length - onFace) * pixelMm2,
    outline: outline.filter(([x, y], i) => i === 0 || x !== outline[i - 1]![0] || y !== outline[i - 1]![1]),
    at,
    ends: [
      [from.x, from.y],
      [to.x, to.y],
    ],
    pixels: {
      onFace: onFace - borderOnFace,
      elsewhere: covered.length - onFace - (border.length - borderOnFace),
    },
    border: border.map(({ x, y }) => [x, y]),
  }
}

interface Ground {
  readonly median: number
  /** What the sound face reaches at that radius: its glints are not of the spot. */
  readonly most: number
}

const riseOver = ({ median, most }: Ground, grey: number) => ({ rise: grey - median, clear: grey > most })

/** Grey of the sound face around a spot. The face is turned: its edges and marks are the same all round. */
function groundByRadius(window: readonly Pixel[], binMm: number): (radiusMm: number) => Ground {
  const bins = new Map<number, number[]>()
  const bin = (radiusMm: number) => Math.round(radiusMm / binMm)
  for (const { near, radiusMm, grey } of window) {
    if (near) continue
    const greys = bins.get(bin(radiusMm))
    if (greys) greys.push(grey)
    else bins.set(bin(radiusMm), [grey])
  }
  const ground = (greys: readonly number[]) => ({ median: quantile(greys, 0.5), most: quantile(greys, 0.95) })
  const grounds = new Map([...bins].map(([key, greys]) => [key, ground(greys)]))
  const overall = ground(window.filter((pixel) => !pixel.near).map((pixel) => pixel.grey))
  return (radiusMm) => grounds.get(bin(radiusMm)) ?? overall
}

interface Pixel {
  readonly x: number
  readonly y: number
  readonly xMm: number
  readonly yMm: number
  readonly grey: number
  readonly radiusMm: number
  /** Within one cell of the group; the others show the ground around it. */
  readonly near: boolean
}

/** The pixels around a group of cells, up to three cells away. */
function windowAround(image: GreyImage, pose: FacePose, cells: CellMap, members: readonly Cell[]): Pixel[] {
  const { rows, columns, innerMm, cellMm, cellDeg } = cells
  const near = new Set<number>()
  const around = new Set<number>()
  for (const [row, column] of members) {
    for (let dr = -3; dr <= 3; dr++) {
      for (let dc = -3; dc <= 3; dc++) {
        const r = row + dr
        if (r < 0 || r >= rows) continue
        const index = r * columns + ((column + dc + columns) % columns)
        around.add(index)
        if (Math.abs(dr) <= 1 && Math.abs(dc) <= 1) near.add(index)
      }
    }
  }
  const corners = members.map(([row, column]) =>
    onImage(pose, innerMm + (row + 0.5) * cellMm, (column + 0.5) * cellDeg),
  )
  const margin = (4 * Math.max(cellMm, (cellDeg * Math.PI * 60) / 180)) / pose.plane.mmPerPixel
  const range = (values: number[], most: number) => [
    Math.max(0, Math.floor(Math.min(...values) - margin)),
    Math.min(most - 1, Math.ceil(Math.max(...values) + margin)),
  ]
  const [left, right] = range(
    corners.map(([x]) => x),
    image.width,
  )
  const [top, bottom] = range(
    corners.map(([, y]) => y),
    image.height,
  )
  const pixels: Pixel[] = []
  for (let y = top!; y <= bottom!; y++) {
    for (let x = left!; x <= right!; x++) {
      const [xMm, yMm] = pose.plane.onPlane(x, y)
      const { radiusMm, angleDeg } = polarOf(pose, xMm, yMm)
      const row = Math.floor((radiusMm - innerMm) / cellMm)
      if (row < 0 || row >= rows) continue
      const index = row * columns + Math.floor(angleDeg / cellDeg)
      if (!around.has(index)) continue
      pixels.push({ x, y, xMm, yMm, radiusMm, grey: image.data[y * image.width + x]!, near: near.has(index) })
    }
  }
  return pixels
}
