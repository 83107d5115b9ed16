/** Stakings: the net says where one is, the edges of its crest say exactly. */
import type { GreyImage } from '../inspector.ts'
import type { CellMap, FaceNetSpec } from './face-net.ts'
import type { FaceParameters } from './parameters.ts'
import { type FacePose, findStrip, onImage } from './pose.ts'

export interface FoundCrimp {
  readonly angleDeg: number
  /** From the nearest place where one should be, signed. */
  readonly deviationDeg: number
  /** Mean probability of its cells. */
  readonly sure: number
}

export interface CrimpSurvey {
  readonly found: readonly FoundCrimp[]
  /** Places without one. */
  readonly missingDeg: readonly number[]
}

/** The crest's flat, measured outward from the crimp circle, and its length along it. */
const CREST = { fromMm: -1.5, toMm: -0.6, lengthMm: 6.6 }
/** Rows of cells to both sides of the crimp circle that a staking covers. */
const REACH_MM = 2

export function surveyCrimps(
  cells: CellMap,
  bright: GreyImage,
  pose: FacePose,
  parameters: FaceParameters,
  spec: FaceNetSpec,
): CrimpSurvey {
  const { crimps, firstCrimpDeg, crimpRadiusMm } = parameters
  const found = crimpRuns(cells, parameters, spec).map(({ angleDeg, sure }) => {
    const crest = findStrip(bright, pose, crimpRadiusMm, angleDeg, CREST)
    const exact = (angleDeg + (crest?.offsetDeg ?? 0) + 360) % 360
    const step = 360 / crimps
    const deviationDeg = ((((exact - firstCrimpDeg) % step) + 1.5 * step) % step) - step / 2
    return { angleDeg: exact, deviationDeg, sure }
  })
  const places = Array.from({ length: crimps }, (_, k) => firstCrimpDeg + (k * 360) / crimps)
  const missingDeg = places.filter((place) => !found.some(({ angleDeg }) => apart(angleDeg, place) < 180 / crimps))
  return { found, missingDeg }
}

const apart = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180)

/** Stretches of the crimp circle that the net takes for stakings. */
function crimpRuns(cells: CellMap, { crimpRadiusMm }: FaceParameters, { operatingPoint }: FaceNetSpec) {
  const first = Math.floor((crimpRadiusMm - REACH_MM - cells.innerMm) / cells.cellMm)
  const last = Math.floor((crimpRadiusMm + REACH_MM - cells.innerMm) / cells.cellMm)
  const strength = Array.from({ length: cells.columns }, (_, column) => {
    let sum = 0
    for (let row = first; row <= last; row++) sum += cells.probability('crimp', row, column)
    return sum / (last - first + 1)
  })
  const on = (column: number) => strength[(column + cells.columns) % cells.columns]! >= operatingPoint.cell.crimp
  const runs: { angleDeg: number; sure: number }[] = []
  for (let start = 0; start < cells.columns; start++) {
    if (!on(start) || on(start - 1)) continue
    let length = 1
    while (on(start + length)) length++
    if (length < operatingPoint.crimpColumns) continue
    let sure = 0
    for (let k = 0; k < length; k++) sure += strength[(start + k) % cells.columns]! / length
    runs.push({ angleDeg: ((start + length / 2) * cells.cellDeg) % 360, sure })
  }
  return runs.sort((a, b) => a.angleDeg - b.angleDeg)
}

/** The staking's footprint around an angle, in pixels of the picture. */
export function crimpOutline(pose: FacePose, crimpRadiusMm: number, angleDeg: number): [number, number][] {
  const corner = (radiusMm: number, side: number): [number, number] => {
    const [x, y] = onImage(pose, radiusMm, angleDeg + (side * 3.5 * 180) / (Math.PI * radiusMm))
    return [Math.round(x), Math.round(y)]
  }
  const inner = crimpRadiusMm - 2.2
  const outer = crimpRadiusMm + 2.3
  return [corner(inner, -1), corner(outer, -1), corner(outer, 1), corner(inner, 1)]
}
