/** The distributions that statistics of samples follow: normal, t, F and chi-square, with their quantiles. */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const TINY = 1e-300
const STEPS = 500

/** Natural logarithm of the gamma function, for x > 0 (Lanczos 1964, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const at = x - 1
  const base = at + 7.5
  const series = LANCZOS.slice(1).reduce((sum, c, i) => sum + c / (at + i + 1), LANCZOS[0]!)
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(base) - base + Math.log(series)
}

/** Regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast only below the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  return (
    front /
    continuedFraction((step) => {
      const m = step >> 1
      return step % 2 === 0
        ? (m * (b - m) * x) / ((a + step - 1) * (a + step))
        : (-(a + m) * (a + b + m) * x) / ((a + step - 1) * (a + step))
    })
  )
}

/** 1 + d₁/(1 + d₂/(1 + …)), after Lentz. */
function continuedFraction(numerator: (step: number) => number): number {
  let value = 1
  let c = 1
  let d = 0
  for (let step = 1; step <= STEPS; step++) {
    const n = numerator(step)
    d = 1 / notNull(1 + n * d)
    c = notNull(1 + n / c)
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return value
}
const notNull = (x: number) => (Math.abs(x) < TINY ? TINY : x)

/** Regularised upper incomplete gamma function Q(a, x) (DLMF 8.7.1 and 8.9.2). */
function incompleteGammaTail(a: number, x: number): number {
  if (x <= 0) return 1
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n <= STEPS && term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return 1 - front * sum
  }
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let value = d
  for (let n = 1; n <= STEPS; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / notNull(an * d + b)
    c = notNull(b + an / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return front * value
}

/** Probability of a standard normal value above z. */
export function normalTail(z: number): number {
  const tail = incompleteGammaTail(0.5, (z * z) / 2) / 2
  return z >= 0 ? tail : 1 - tail
}

/** Probability of an F value above f, with `over` and `under` degrees of freedom. */
export function fTail(f: number, over: number, under: number): number {
  return f <= 0 ? 1 : incompleteBeta(under / (under + over * f), under / 2, over / 2)
}

/** Probability that a t value is further from zero than t, on either side. */
export const tTails = (t: number, freedom: number): number => fTail(t * t, 1, freedom)

/** Probability of a chi-square value above x. */
export const chiSquareTail = (x: number, freedom: number): number => incompleteGammaTail(freedom / 2, x / 2)

/** The z that a standard normal value exceeds with probability `tail`. */
export const normalQuantile = (tail: number): number =>
  tail > 0.5 ? -normalQuantile(1 - tail) : tail === 0.5 ? 0 : Math.sqrt(chiSquareQuantile(2 * tail, 1))

/** The F value exceeded with probability `tail`. Of infinitely many `under`, it is chi-square over `over`. */
export const fQuantile = (tail: number, over: number, under: number): number =>
  positiveWhere((f) => fTail(f, over, under) > tail)

/** The t value exceeded with probability `tail` on its one side. */
export const tQuantile = (tail: number, freedom: number): number =>
  tail > 0.5 ? -tQuantile(1 - tail, freedom) : tail === 0.5 ? 0 : Math.sqrt(fQuantile(2 * tail, 1, freedom))

/** The chi-square value exceeded with probability `tail`. */
export const chiSquareQuantile = (tail: number, freedom: number): number =>
  positiveWhere((x) => chiSquareTail(x, freedom) > tail)

/** The positive number up to which `holds` is true, by halving its logarithm. */
function positiveWhere(holds: (x: number) => boolean): number {
  let low = -80
  let high = 80
  for (let step = 0; step < 70; step++) {
    const middle = (low + high) / 2
    if (holds(Math.exp(middle))) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}
