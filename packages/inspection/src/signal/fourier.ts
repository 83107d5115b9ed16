/** Discrete Fourier transform of any length: small factors one after the other, large primes by Bluestein's chirp. */
export interface Complex {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Above this prime factor the chirp is cheaper. */
const LARGEST_FACTOR = 61

/** Σ x[j]·e^(∓2πijk/n), unscaled; sign −1 forward, +1 inverse. */
export function transform(input: Complex, sign: -1 | 1 = -1): Complex {
  const n = input.re.length
  if (n < 2) return { re: input.re.slice(), im: input.im.slice() }
  const factors = factorsOf(n)
  return Math.max(...factors) > LARGEST_FACTOR ? chirp(input, sign) : mixedRadix(input, factors, sign)
}

/** Spectrum of a real signal: bins 0 to ⌊n/2⌋. */
export function realTransform(signal: Float64Array): Complex {
  const { re, im } = transform({ re: signal, im: new Float64Array(signal.length) })
  const bins = Math.floor(signal.length / 2) + 1
  return { re: re.subarray(0, bins), im: im.subarray(0, bins) }
}

function factorsOf(n: number): number[] {
  const factors: number[] = []
  let rest = n
  for (let p = 4; rest > 1; p = p === 4 ? 2 : p === 2 ? 3 : p + 2) {
    while (rest % p === 0) {
      factors.push(p)
      rest /= p
    }
    if (p > 3 && p * p > rest && rest > 1) {
      factors.push(rest)
      rest = 1
    }
  }
  return factors
}

function mixedRadix(input: Complex, factors: readonly number[], sign: -1 | 1): Complex {
  const n = input.re.length
  const cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n))
  const sin = Float64Array.from({ length: n }, (_, k) => sign * Math.sin((2 * Math.PI * k) / n))
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  const largest = Math.max(...factors)
  const partRe = new Float64Array(largest)
  const partIm = new Float64Array(largest)

  const work = (to: number, from: number, stride: number, size: number, level: number) => {
    const p = factors[level]!
    const m = size / p
    for (let q = 0; q < p; q++) {
      if (m === 1) {
        re[to + q] = input.re[from + q * stride]!
        im[to + q] = input.im[from + q * stride]!
      } else work(to + q * m, from + q * stride, stride * p, m, level + 1)
    }
    // The transform of this size turns by n ÷ size entries of the table per step.
    for (let k = 0; k < m; k++) {
      for (let q = 0; q < p; q++) {
        partRe[q] = re[to + q * m + k]!
        partIm[q] = im[to + q * m + k]!
      }
      for (let r = 0; r < p; r++) {
        const turn = (k + r * m) * stride
        let sumRe = partRe[0]!
        let sumIm = partIm[0]!
        for (let q = 1, w = turn; q < p; q++) {
          const c = cos[w]!
          const s = sin[w]!
          sumRe += partRe[q]! * c - partIm[q]! * s
          sumIm += partRe[q]! * s + partIm[q]! * c
          w += turn
          if (w >= n) w -= n
        }
        re[to + r * m + k] = sumRe
        im[to + r * m + k] = sumIm
      }
    }
  }
  work(0, 0, 1, n, 0)
  return { re, im }
}

function chirp(input: Complex, sign: -1 | 1): Complex {
  const n = input.re.length
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1))
  const cos = new Float64Array(n)
  const sin = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    // k² modulo 2n keeps the angle small, and with it the rounding.
    const angle = (sign * Math.PI * ((k * k) % (2 * n))) / n
    cos[k] = Math.cos(angle)
    sin[k] = Math.sin(angle)
  }
  const a = { re: new Float64Array(size), im: new Float64Array(size) }
  const b = { re: new Float64Array(size), im: new Float64Array(size) }
  for (let k = 0; k < n; k++) {
    a.re[k] = input.re[k]! * cos[k]! - input.im[k]! * sin[k]!
    a.im[k] = input.re[k]! * sin[k]! + input.im[k]! * cos[k]!
    b.re[k] = cos[k]!
    b.im[k] = -sin[k]!
    if (k > 0) {
      b.re[size - k] = cos[k]!
      b.im[size - k] = -sin[k]!
    }
  }
  const left = transform(a)
  const right = transform(b)
  const product = { re: new Float64Array(size), im: new Float64Array(size) }
  for (let k = 0; k < size; k++) {
    product.re[k] = left.re[k]! * right.re[k]! - left.im[k]! * right.im[k]!
    product.im[k] = left.re[k]! * right.im[k]! + left.im[k]! * right.re[k]!
  }
  const folded = transform(product, 1)
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    const x = folded.re[k]! / size
    const y = folded.im[k]! / size
    re[k] = x * cos[k]! - y * sin[k]!
    im[k] = x * sin[k]! + y * cos[k]!
  }
  return { re, im }
}
