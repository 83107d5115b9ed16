/** Type 1 study: one reference part measured again and again. Bias and repeatability of the gauge alone. */
import { chiSquareQuantile } from '../distributions.ts'
import { deviationOf, meanOf } from '../moments.ts'
import type { Estimate } from '../spc/capability.ts'
import { type Tested, testedAgainstZero } from './tested.ts'
import { heldAgainst, type StudyVerdict, type Threshold, worstOf } from './verdict.ts'

/** Which share of the tolerance is held against how many standard deviations. */
export interface CgConvention {
  readonly name: string
  readonly toleranceShare: number
  readonly sigmas: number
}

/** Conventions in use: the first is that of Bosch (booklet 10) and Ford, the others of older and of stricter customers. */
export const CG_CONVENTIONS = [
  { name: '0.2T/6s', toleranceShare: 0.2, sigmas: 6 },
  { name: '0.15T/6s', toleranceShare: 0.15, sigmas: 6 },
  { name: '0.2T/4s', toleranceShare: 0.2, sigmas: 4 },
] as const satisfies readonly CgConvention[]

export const TYPE1_THRESHOLD: Threshold = { capable: 1.33, conditional: 1 }
/** A gauge resolves at least this share of the tolerance. */
const RESOLUTION_SHARE = 0.05

export interface Type1Options {
  readonly tolerance: number
  /** What the part is known to be. Without it there is no bias, and Cgk is not known. */
  readonly reference?: number | undefined
  readonly resolution?: number | undefined
  readonly convention?: CgConvention
  readonly threshold?: Threshold
  readonly confidence?: number
}

export interface Bias extends Tested {
  readonly percentOfTolerance: number
}

export interface Type1 {
  readonly n: number
  readonly mean: number
  readonly sigma: number
  readonly tolerance: number
  readonly reference: number | null
  readonly bias: Bias | null
  readonly cg: Estimate
  readonly cgk: number | null
  /** Repeatability alone, and with bias, as a share of the tolerance: the other way to say Cg and Cgk (share ÷ index). */
  readonly repeatabilityPercent: number
  readonly repeatabilityAndBiasPercent: number | null
  /** The least tolerance for which the gauge would be capable. */
  readonly leastTolerance: number
  readonly resolution: { readonly value: number; readonly percentOfTolerance: number; readonly fine: boolean } | null
  readonly convention: CgConvention
  readonly threshold: Threshold
  readonly verdict: StudyVerdict
}

/** @throws RangeError of fewer than ten values, of no spread, or of a tolerance that is not positive. */
export function type1Study(values: readonly number[], options: Type1Options): Type1 {
  const { tolerance, reference, resolution, convention = CG_CONVENTIONS[0], confidence = 0.95 } = options
  const threshold = options.threshold ?? TYPE1_THRESHOLD
  const n = values.length
  if (n < 10) throw new RangeError(`values: a type 1 study needs at least 10 (50 are usual), there are ${n}`)
  if (!(tolerance > 0)) throw new RangeError('tolerance: must be greater than 0')
  const mean = meanOf(values)
  const sigma = deviationOf(values)
  if (!(sigma > 0)) throw new RangeError('values: are all the same; the gauge does not resolve its own spread')
  const { toleranceShare, sigmas } = convention
  const allowed = toleranceShare * tolerance
  const bias = reference === undefined ? null : biasOf(mean - reference, sigma, n, tolerance, confidence)
  const off = Math.abs(bias?.value ?? 0)
  const cg = allowed / (sigmas * sigma)
  const cgk = bias && (allowed / 2 - off) / ((sigmas / 2) * sigma)
  const tail = (1 - confidence) / 2
  const percentOf = (index: number) => (index > 0 ? (100 * toleranceShare) / index : Number.POSITIVE_INFINITY)
  return {
    n,
    mean,
    sigma,
    tolerance,
    reference: reference ?? null,
    bias,
    cg: {
      value: cg,
      lower: cg * Math.sqrt(chiSquareQuantile(1 - tail, n - 1) / (n - 1)),
      upper: cg * Math.sqrt(chiSquareQuantile(tail, n - 1) / (n - 1)),
    },
    cgk,
    repeatabilityPercent: percentOf(cg),
    repeatabilityAndBiasPercent: cgk === null ? null : percentOf(cgk),
    leastTolerance: (2 * off + threshold.capable * sigmas * sigma) / toleranceShare,
    resolution:
      resolution === undefined
        ? null
        : {
            value: resolution,
            percentOfTolerance: (100 * resolution) / tolerance,
            fine: resolution <= RESOLUTION_SHARE * tolerance,
          },
    convention,
    threshold,
    verdict: worstOf([
      heldAgainst(cg, threshold),
      ...(cgk === null ? [] : [heldAgainst(cgk, threshold)]),
      ...(resolution !== undefined && resolution > RESOLUTION_SHARE * tolerance ? (['not-capable'] as const) : []),
    ]),
  }
}

function biasOf(value: number, sigma: number, n: number, tolerance: number, confidence: number): Bias {
  return {
    ...testedAgainstZero(value, sigma / Math.sqrt(n), n - 1, confidence),
    percentOfTolerance: (100 * Math.abs(value)) / tolerance,
  }
}
