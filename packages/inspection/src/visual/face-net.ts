/** What the model package says of the face net, and what the net says of a face. */
import type { Model, Tensor } from '../inspector.ts'
import type { Familiar } from './familiarity.ts'

export const FACE_CLASSES = ['background', 'crimp', 'grease', 'dent', 'residue'] as const
export type FaceClass = (typeof FACE_CLASSES)[number]

/** The part of the manifest that the inspector works with. */
export interface FaceNetSpec {
  readonly labels: readonly string[]
  readonly input: {
    readonly radii: number
    readonly innerMm: number
    readonly stepMm: number
    readonly angles: number
    /** Columns repeated at each end, so that nothing is cut at angle zero. */
    readonly overlap: number
    readonly mean: readonly number[]
    readonly spread: readonly number[]
  }
  /** Input rows and columns per cell of the output. */
  readonly stride: number
  readonly operatingPoint: {
    /** Least probability at which a cell belongs to a class. */
    readonly cell: Readonly<Record<Exclude<FaceClass, 'background'>, number>>
    /** Least probability that one cell of a spot must reach. */
    readonly peak: number
    /** Fewest columns of a staking. */
    readonly crimpColumns: number
  }
  /** Expanded uncertainty (k = 2): nineteen of twenty errors on held-out parts are smaller. */
  readonly uncertainty: {
    readonly crimpDeg: number
    readonly greaseMm2: number
    readonly greaseShare: number
    readonly extentMm: number
  }
  /** What the faces looked like that the package was made from. Without it nothing is familiar. */
  readonly familiar?: Familiar
}

/** @throws Error where the manifest is not that of a face net. */
export function faceNetSpec(model: Model): FaceNetSpec {
  const { labels, input, stride, operatingPoint, uncertainty, familiar } = model.manifest
  if (JSON.stringify(labels) !== JSON.stringify(FACE_CLASSES)) {
    throw new Error(`model ${model.name}: labels are not ${FACE_CLASSES.join(', ')}`)
  }
  for (const [field, value] of Object.entries({ input, operatingPoint, uncertainty })) {
    if (typeof value !== 'object' || value === null) throw new Error(`model ${model.name}: manifest has no ${field}`)
  }
  return { labels, input, stride, operatingPoint, uncertainty, ...(familiar ? { familiar } : {}) } as FaceNetSpec
}

/** Class probabilities by cell, without the overlap. Row 0 is the innermost. */
export interface CellMap {
  readonly rows: number
  readonly columns: number
  readonly innerMm: number
  readonly cellMm: number
  readonly cellDeg: number
  probability(kind: FaceClass, row: number, column: number): number
}

/** @throws Error where the net's answer does not have the promised shape. */
export function cellMap({ data, dims }: Tensor, { input, stride }: FaceNetSpec): CellMap {
  const rows = input.radii / stride
  const columns = input.angles / stride
  const overlap = input.overlap / stride
  const width = columns + 2 * overlap
  if (dims.join() !== [1, FACE_CLASSES.length, rows, width].join()) {
    throw new Error(`the net answered with dimensions ${dims.join(' × ')}`)
  }
  const plane = rows * width
  return {
    rows,
    columns,
    innerMm: input.innerMm,
    cellMm: input.stepMm * stride,
    cellDeg: 360 / columns,
    probability: (kind, row, column) => data[CHANNEL[kind] * plane + row * width + overlap + column]!,
  }
}

const CHANNEL: Readonly<Record<FaceClass, number>> = { background: 0, crimp: 1, grease: 2, dent: 3, residue: 4 }
