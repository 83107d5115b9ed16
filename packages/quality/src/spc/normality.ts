/** Whether a sample may come from a normal process. */
import { normalTail } from '../distributions.ts'
import { deviationOf, meanOf } from '../moments.ts'

export interface Normality {
  /** Anderson and Darling's A², adjusted for mean and deviation from the sample: A²·(1 + 0.75/n + 2.25/n²). */
  readonly statistic: number
  /** Probability of one as large from a normal process. */
  readonly p: number
}

/** Anderson–Darling test with p after D'Agostino and Stephens (1986, table 4.9). Null of fewer than 8 values or of no spread. */
export function andersonDarling(values: readonly number[]): Normality | null {
  const n = values.length
  const mean = meanOf(values)
  const deviation = deviationOf(values)
  if (n < 8 || !(deviation > 0)) return null
  const z = values.map((value) => (value - mean) / deviation).sort((a, b) => a - b)
  let sum = 0
  for (let i = 0; i < n; i++) {
    sum += (2 * i + 1) * (logTail(-z[i]!) + logTail(z[n - 1 - i]!))
  }
  const statistic = (-n - sum / n) * (1 + 0.75 / n + 2.25 / (n * n))
  return { statistic, p: probabilityOf(statistic) }
}

/** Beyond 37 standard deviations the tail is no number any more. */
const logTail = (z: number) => Math.log(Math.max(normalTail(z), Number.MIN_VALUE))

function probabilityOf(a: number): number {
  if (a < 0.2) return 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a * a)
  if (a < 0.34) return 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a * a)
  if (a < 0.6) return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a)
  // The fitted curve turns upwards far out.
  const far = Math.min(a, 13)
  return Math.exp(1.2937 - 5.709 * far + 0.0186 * far * far)
}
