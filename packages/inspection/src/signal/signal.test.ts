import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandFiltered } from './butterworth.ts'
import { bandEnvelope, envelopeOf, envelopeSpectrumOf } from './envelope.ts'
import { realTransform, transform } from './fourier.ts'
import { bandRms, bandSignal, integratedBandRms, spectrumOf, welch } from './spectrum.ts'
import { medianOf, quantileOf, statisticsOf } from './statistics.ts'

interface Reference {
  readonly cases: readonly {
    readonly name: string
    readonly fs_hz: number
    readonly x: readonly number[]
    readonly rms: number
    readonly std: number
    readonly peak: number
    readonly peakToPeak: number
    readonly crestFactor: number
    readonly skewness: number
    readonly kurtosis: number
    readonly velocityRmsMmPerS: number
    readonly psd: readonly number[]
    readonly psdFrequencyHz: readonly number[]
    readonly envelopeFirst64: readonly number[]
    readonly envelopeMean: number
    readonly envelopeSpectrumFirst256: readonly number[]
    readonly bandpassFirst64: readonly number[]
    readonly bandpassRms: number
  }[]
}

/** Greatest difference over the first values, relative to the greatest reference value unless that is all rounding. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]) {
  const scale = Math.max(...expected.map(Math.abs))
  const off = Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!)))
  expect(off).toBeLessThanOrEqual(scale < 1e-9 ? 1e-9 : 1e-9 * scale)
}

function compare({ cases }: Reference) {
  for (const reference of cases) {
    const x = Float64Array.from(reference.x)
    const own = statisticsOf(x)
    for (const figure of ['rms', 'std', 'peak', 'peakToPeak', 'crestFactor', 'skewness'] as const)
      expectClose([own[figure]], [reference[figure]])
    expectClose([own.kurtosis - 3], [reference.kurtosis])
    const { hz, density } = welch(x, reference.fs_hz)
    expectClose(density, reference.psd)
    expectClose(hz, reference.psdFrequencyHz)
    const envelope = envelopeOf(x)
    expectClose(envelope, reference.envelopeFirst64)
    expectClose([statisticsOf(envelope).mean], [reference.envelopeMean])
    const spectrum = envelopeSpectrumOf(envelope)
    // The envelope of a sine on a bin is constant: its spectrum is all rounding.
    expectClose(spectrum, reference.envelopeSpectrumFirst256)
    const filtered = bandFiltered(x, reference.fs_hz, { fromHz: 2000, toHz: 5000 })
    expectClose(filtered, reference.bandpassFirst64)
    expectClose([statisticsOf(filtered).rms], [reference.bandpassRms])
    const acceleration = spectrumOf(
      x.map((g) => g * 9.80665),
      reference.fs_hz,
    )
    const band = { fromHz: 10, toHz: 1000 }
    expectClose([1000 * integratedBandRms(acceleration, band)], [reference.velocityRmsMmPerS])
  }
}

describe('figures of a signal', () => {
  it('agree with SciPy on synthetic signals to 1e-9', () => {
    const file = fileURLToPath(new URL('./fixtures/scipy-reference.json.gz', import.meta.url))
    compare(JSON.parse(gunzipSync(readFileSync(file)).toString()) as Reference)
  })

  it('agree with SciPy on recorded bearings to 1e-9', () => {
    const file = `${process.env.CELLTWIN_DATA}/golden/vibration.json`
    if (!process.env.CELLTWIN_DATA || !existsSync(file)) return console.log('skipped: no data')
    compare(JSON.parse(readFileSync(file, 'utf8')) as Reference)
  })
})

const signal = (min: number, max: number) =>
  fc
    .array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: min, maxLength: max })
    .map((x) => Float64Array.from(x))

describe('the transform', () => {
  it('is the sum that defines it, at every length', () => {
    fc.assert(
      fc.property(signal(1, 140), (x) => {
        const { re, im } = realTransform(x)
        for (let k = 0; k < re.length; k++) {
          const angle = (j: number) => (-2 * Math.PI * ((j * k) % x.length)) / x.length
          expect(re[k]).toBeCloseTo(
            x.reduce((sum, value, j) => sum + value * Math.cos(angle(j)), 0),
            6,
          )
          expect(im[k]).toBeCloseTo(
            x.reduce((sum, value, j) => sum + value * Math.sin(angle(j)), 0),
            6,
          )
        }
      }),
      { numRuns: 60 },
    )
  })

  it('comes back from there, also over large primes', () => {
    for (const n of [1, 2, 64, 360, 1021, 2 * 1021, 51_200]) {
      const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i))
      const back = transform(transform({ re: x, im: new Float64Array(n) }), 1)
      expect(Math.max(...back.re.map((value, i) => Math.abs(value / n - x[i]!)))).toBeLessThan(1e-11)
    }
  })
})

describe('bands', () => {
  it('hold all of the power between them', () => {
    fc.assert(
      fc.property(signal(16, 200), (x) => {
        const spectrum = spectrumOf(x, 1000)
        expect(bandRms(spectrum, { fromHz: 0, toHz: 500 })).toBeCloseTo(statisticsOf(x).std, 8)
      }),
    )
  })

  it('keep what lies within and remove what does not', () => {
    const x = Float64Array.from(
      { length: 2000 },
      (_, i) => Math.sin((i * Math.PI) / 10) + Math.sin((i * Math.PI) / 100),
    )
    const kept = bandSignal(spectrumOf(x, 2000), { fromHz: 80, toHz: 120 })
    for (let i = 0; i < 2000; i += 37) expect(kept[i]).toBeCloseTo(Math.sin((i * Math.PI) / 10), 9)
  })

  it('have an envelope that follows the amplitude of what is within', () => {
    const modulated = Float64Array.from(
      { length: 8000 },
      (_, i) => (1 + 0.5 * Math.cos((2 * Math.PI * 20 * i) / 8000)) * Math.sin((2 * Math.PI * 1500 * i) / 8000),
    )
    const spectrum = envelopeSpectrumOf(bandEnvelope(spectrumOf(modulated, 8000), { fromHz: 1000, toHz: 2000 }))
    expect(spectrum[20]).toBeCloseTo(0.5, 6)
    expect(Math.max(...spectrum.filter((_, k) => k !== 20))).toBeLessThan(1e-6)
  })
})

describe('order statistics', () => {
  it('are what sorting gives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }), (values) => {
        const sorted = [...values].sort((a, b) => a - b)
        const middle = sorted.length >> 1
        const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
        expect(medianOf(values)).toBe(median)
        expect(quantileOf(values, 0.25)).toBe(sorted[Math.floor(0.25 * sorted.length)])
      }),
    )
  })
})
