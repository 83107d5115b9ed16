/** Linearity and bias: masters of known value across the range of a gauge, each measured again and again. */
import { tQuantile } from '../distributions.ts'
import { deviationOf, meanOf, squaresOf, sumOf } from '../moments.ts'
import { type Tested, testedAgainstZero } from './tested.ts'
import type { StudyVerdict } from './verdict.ts'

/** AIAG MSA, 4th edition, chapter III-B. */
const LEAST_MASTERS = 5
const LEAST_READINGS = 10
/** Rule of thumb for linearity and for bias, in percent of the process variation: what is beyond doubt and yet small. */
const SMALL_PERCENT = 5

export interface MasterReading {
  readonly part: string
  /** What the master is certified to be. */
  readonly reference: number
  readonly value: number
}

export interface MasterBias extends Tested {
  readonly part: string
  readonly reference: number
  readonly readings: number
  readonly mean: number
  readonly sigma: number
  /** Of the process variation; null where that is not known. */
  readonly percent: number | null
}

export interface LinearityOptions {
  readonly tolerance: number | null
  /** Six standard deviations of the process; the tolerance stands in for it where it is not given. */
  readonly processVariation?: number | undefined
  readonly confidence?: number
}

export interface Linearity {
  readonly readings: number
  readonly confidence: number
  /** By reference, upwards. */
  readonly masters: readonly MasterBias[]
  /** Of all readings, tested by the spread about the line; where bias changes over the range it hides what cancels out. */
  readonly average: Tested & { readonly percent: number | null }
  /** Of bias on reference: change of bias for one unit of the characteristic. */
  readonly slope: Tested
  readonly intercept: Tested
  /** Standard deviation about the line. */
  readonly sigma: number
  readonly rSquared: number
  readonly references: { readonly mean: number; readonly squares: number }
  readonly processVariation: { readonly value: number; readonly from: 'process' | 'tolerance' } | null
  /** Change of bias over the process variation: |slope| × process variation. */
  readonly linearity: number | null
  /** The same as a share of the process variation: 100 × |slope|. */
  readonly percentLinearity: number
  /** Of the master with the greatest bias. */
  readonly greatestPercentBias: number | null
  /** Bias of zero lies in the confidence band of the line from the first master to the last. */
  readonly zeroInBand: boolean
  readonly smallPercent: number
  readonly verdict: StudyVerdict
}

/**
 * Capable where zero lies in the band over the whole range; conditionally where it does not, and linearity and every
 * bias are small against the process variation.
 *
 * @throws RangeError of too few masters or readings, of one with two references, or of one whose readings are all alike.
 */
export function linearityStudy(readings: readonly MasterReading[], options: LinearityOptions): Linearity {
  const { tolerance, processVariation: given, confidence = 0.95 } = options
  const processVariation =
    given !== undefined
      ? ({ value: given, from: 'process' } as const)
      : tolerance === null
        ? null
        : ({ value: tolerance, from: 'tolerance' } as const)
  const percentOf = (bias: number) => processVariation && (100 * Math.abs(bias)) / processVariation.value

  const masters = mastersOf(readings, confidence).map((one) => ({ ...one, percent: percentOf(one.value) }))
  const biases = readings.map(({ value, reference }) => value - reference)
  const line = lineOf(readings, biases, confidence)
  const percentLinearity = 100 * Math.abs(line.slope.value)
  const greatestPercentBias = processVariation && Math.max(...masters.map(({ percent }) => percent!))
  const zeroInBand = holdsZero({ ...line, confidence, readings: readings.length }, masters)
  const small = percentLinearity <= SMALL_PERCENT && (greatestPercentBias ?? Infinity) <= SMALL_PERCENT
  return {
    readings: readings.length,
    confidence,
    masters,
    ...line,
    average: { ...line.average, percent: percentOf(line.average.value) },
    processVariation,
    linearity: processVariation && Math.abs(line.slope.value) * processVariation.value,
    percentLinearity,
    greatestPercentBias,
    zeroInBand,
    smallPercent: SMALL_PERCENT,
    verdict: zeroInBand ? 'capable' : small ? 'conditional' : 'not-capable',
  }
}

function mastersOf(readings: readonly MasterReading[], confidence: number): Omit<MasterBias, 'percent'>[] {
  const parts = [...new Set(readings.map(({ part }) => part))]
  const masters = parts.map((part) => {
    const own = readings.filter((reading) => reading.part === part)
    const { reference } = own[0]!
    if (own.some((other) => other.reference !== reference))
      throw new RangeError(`part ${part}: has two different references`)
    if (own.length < LEAST_READINGS)
      throw new RangeError(`part ${part}: must be measured at least ${LEAST_READINGS} times, was ${own.length}`)
    const values = own.map(({ value }) => value)
    const sigma = deviationOf(values)
    if (!(sigma > 0))
      throw new RangeError(`part ${part}: its readings are all the same; the gauge does not resolve its own spread`)
    const mean = meanOf(values)
    const n = values.length
    const bias = testedAgainstZero(mean - reference, sigma / Math.sqrt(n), n - 1, confidence)
    return { part, reference, readings: n, mean, sigma, ...bias }
  })
  const known = new Set(masters.map(({ reference }) => reference)).size
  if (known < LEAST_MASTERS)
    throw new RangeError(`parts: must be at least ${LEAST_MASTERS} of different references, there are ${known}`)
  return masters.sort((a, b) => a.reference - b.reference)
}

type Fitted = Pick<Linearity, 'slope' | 'intercept' | 'sigma' | 'rSquared' | 'references'> & {
  readonly average: Tested
}

/** Least squares of bias on reference. */
function lineOf(readings: readonly MasterReading[], biases: readonly number[], confidence: number): Fitted {
  const x = readings.map(({ reference }) => reference)
  const references = { mean: meanOf(x), squares: squaresOf(x) }
  const mean = meanOf(biases)
  const slope = sumOf(x.map((one, i) => (one - references.mean) * (biases[i]! - mean))) / references.squares
  const intercept = mean - slope * references.mean
  const freedom = x.length - 2
  const left = sumOf(x.map((one, i) => (biases[i]! - intercept - slope * one) ** 2))
  const sigma = Math.sqrt(left / freedom)
  const errorOfIntercept = sigma * Math.sqrt(1 / x.length + references.mean ** 2 / references.squares)
  const tested = (value: number, error: number) => testedAgainstZero(value, error, freedom, confidence)
  return {
    average: tested(mean, sigma / Math.sqrt(x.length)),
    slope: tested(slope, sigma / Math.sqrt(references.squares)),
    intercept: tested(intercept, errorOfIntercept),
    sigma,
    rSquared: 1 - left / squaresOf(biases, mean),
    references,
  }
}

type Band = Pick<Linearity, 'slope' | 'intercept' | 'sigma' | 'references' | 'confidence' | 'readings'>

/** Bias by the line at a value of the characteristic, and the confidence band of the line there. */
export function bandOf(study: Band): (reference: number) => { value: number; lower: number; upper: number } {
  const { slope, intercept, sigma, references, readings } = study
  const t = tQuantile((1 - study.confidence) / 2, readings - 2)
  return (reference) => {
    const value = intercept.value + slope.value * reference
    const half = t * sigma * Math.sqrt(1 / readings + (reference - references.mean) ** 2 / references.squares)
    return { value, lower: value - half, upper: value + half }
  }
}

/** The band is left at an end of the range, or between: where half its width squared less bias squared is least. */
function holdsZero(study: Band, masters: readonly { readonly reference: number }[]): boolean {
  const { slope, references } = study
  const [first, last] = [masters[0]!.reference, masters.at(-1)!.reference]
  const band = bandOf(study)
  const middle = band(references.mean)
  // Of one unit away from the mean reference; half the width squared grows by it times the distance squared.
  const beside = band(references.mean + 1)
  const growth = ((beside.upper - beside.lower) ** 2 - (middle.upper - middle.lower) ** 2) / 4
  const least = references.mean + (middle.value * slope.value) / (growth - slope.value ** 2)
  return [first, last, Math.min(last, Math.max(first, least))].every((reference) => {
    const { lower, upper } = band(reference)
    return lower <= 0 && upper >= 0
  })
}
