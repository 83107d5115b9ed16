/** Butterworth band filter run forwards and backwards, so that it shifts nothing in time (SciPy: `butter`, `sosfiltfilt`). */
import type { BandHz } from './spectrum.ts'

interface Pole {
  readonly re: number
  readonly im: number
}

/** Second-order section with zeros at 0 Hz and at half the sampling rate: b = gain · (1, 0, −1). */
interface Section {
  readonly a1: number
  readonly a2: number
  readonly gain: number
}

/** @throws Error where the band does not lie between 0 and half the sampling rate, or the signal is too short to pad. */
export function bandFiltered(signal: Float64Array, sampleRateHz: number, band: BandHz, order = 4): Float64Array {
  if (!(band.fromHz > 0 && band.fromHz < band.toHz && band.toHz < sampleRateHz / 2))
    throw new Error(`the band must lie between 0 and ${sampleRateHz / 2} Hz, its lower edge first`)
  const sections = designOf(sampleRateHz, band, order)
  const pad = 3 * (2 * sections.length + 1)
  if (signal.length <= pad) throw new Error(`the filter needs more than ${pad} samples`)
  const extended = oddly(signal, pad)
  const forwards = run(extended, sections).reverse()
  return run(forwards, sections).reverse().slice(pad, -pad)
}

function designOf(sampleRateHz: number, { fromHz, toHz }: BandHz, order: number): Section[] {
  // The bilinear transform bends frequencies; the edges are bent beforehand so that they come out right.
  const bent = (hz: number) => 2 * sampleRateHz * Math.tan((Math.PI * hz) / sampleRateHz)
  const width = bent(toHz) - bent(fromHz)
  const middle = Math.sqrt(bent(fromHz) * bent(toHz))
  const poles = Array.from({ length: order }, (_, k): Pole[] => {
    const angle = (Math.PI * (2 * k + order + 1)) / (2 * order)
    const half = { re: (Math.cos(angle) * width) / 2, im: (Math.sin(angle) * width) / 2 }
    const root = squareRoot({ re: half.re ** 2 - half.im ** 2 - middle ** 2, im: 2 * half.re * half.im })
    return [
      { re: half.re + root.re, im: half.im + root.im },
      { re: half.re - root.re, im: half.im - root.im },
    ]
  })
    .flat()
    .filter(({ im }) => im > 0)
    .map((pole) => bilinear(pole, 2 * sampleRateHz))
  const sections = poles.map(({ re, im }) => ({ a1: -2 * re, a2: re ** 2 + im ** 2 }))
  const centre = 2 * Math.atan(middle / (2 * sampleRateHz))
  return sections.map((section) => ({ ...section, gain: 1 / magnitude(section, centre) }))
}

function squareRoot({ re, im }: Pole): Pole {
  const size = Math.hypot(re, im)
  return { re: Math.sqrt((size + re) / 2), im: Math.sign(im || 1) * Math.sqrt((size - re) / 2) }
}

function bilinear({ re, im }: Pole, twiceRate: number): Pole {
  const below = (twiceRate - re) ** 2 + im ** 2
  return { re: (twiceRate ** 2 - re ** 2 - im ** 2) / below, im: (2 * twiceRate * im) / below }
}

/** |1 − z⁻²| ÷ |1 + a1·z⁻¹ + a2·z⁻²| on the unit circle. */
function magnitude({ a1, a2 }: Pick<Section, 'a1' | 'a2'>, angle: number): number {
  const above = Math.hypot(1 - Math.cos(2 * angle), Math.sin(2 * angle))
  const re = 1 + a1 * Math.cos(angle) + a2 * Math.cos(2 * angle)
  return above / Math.hypot(re, a1 * Math.sin(angle) + a2 * Math.sin(2 * angle))
}

/** Lengthened at both ends by the signal turned about its end points. */
function oddly(signal: Float64Array, pad: number): Float64Array {
  const n = signal.length
  const extended = new Float64Array(n + 2 * pad)
  extended.set(signal, pad)
  for (let i = 0; i < pad; i++) {
    extended[i] = 2 * signal[0]! - signal[pad - i]!
    extended[n + pad + i] = 2 * signal[n - 1]! - signal[n - 2 - i]!
  }
  return extended
}

/** Starts as if the first value had always been there: the first section holds it back, the others have seen nothing. */
function run(signal: Float64Array, sections: readonly Section[]): Float64Array {
  let from = signal
  for (const [i, { a1, a2, gain }] of sections.entries()) {
    const to = new Float64Array(from.length)
    let state1 = i === 0 ? -gain * from[0]! : 0
    let state2 = i === 0 ? -gain * from[0]! : 0
    for (let k = 0; k < from.length; k++) {
      const x = from[k]!
      const y = gain * x + state1
      state1 = state2 - a1 * y
      state2 = -gain * x - a2 * y
      to[k] = y
    }
    from = to
  }
  return from
}
