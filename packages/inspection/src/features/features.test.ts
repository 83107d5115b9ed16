import type { Series } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { bandRms, spectrumOf, welch } from '../signal/spectrum.ts'
import { statisticsOf } from '../signal/statistics.ts'
import { bearingWindow, FEATURES, windowsOf } from './bearing-window.ts'
import { BEARINGS, bearingNamed } from './bearings.ts'
import { elementLines, elementOrders } from './lines.ts'
import { orderSpectrum, whitened } from './order-spectrum.ts'
import { spinFeatures, turnsFrom } from './spin-features.ts'
import { waveformFeatures } from './waveform-features.ts'

const RATE = 12_000

/** Even noise, and a ring at 3 kHz each time `strikesAt` turns have passed. Deterministic. */
function recording(everyTurns: number, turnsAt: (seconds: number) => number, seconds = 2, gain = 1, rate = RATE) {
  let state = 12345
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  const signal = Float64Array.from({ length: seconds * rate }, () => uniform() + uniform() + uniform() - 1.5)
  let next = everyTurns
  for (let i = 0; everyTurns > 0 && i < signal.length; i++) {
    if (turnsAt(i / rate) < next) continue
    next += everyTurns
    for (let k = 0; k < Math.min(100, signal.length - i); k++)
      signal[i + k]! += 3 * Math.exp((-k * RATE) / rate / 15) * Math.sin((2 * Math.PI * 3000 * k) / rate)
  }
  return signal.map((x) => gain * x)
}

const steady = (seconds: number) => 30 * seconds
const bearing = bearingNamed('6205')
const strongest = (signal: Float64Array, turnsAt?: (s: number) => number) =>
  elementLines(orderSpectrum(whitened(spectrumOf(signal, RATE)), { fromHz: 300, toHz: 5200 }, 30, turnsAt), bearing)
    .map(({ element, multiplesDb }) => ({ element, db: multiplesDb.reduce((sum, x) => sum + x, 0) / 4 }))
    .sort((a, b) => b.db - a.db)[0]!

describe('the bearing table', () => {
  it('finds a bearing by its number, whatever the spelling', () => {
    expect(bearingNamed('skf6205')).toBe(bearingNamed('6205'))
    expect(bearingNamed('za-2115').name).toBe('Rexnord ZA-2115')
  })

  it('names all it has where it does not know one', () => {
    expect(() => bearingNamed('9999')).toThrow(/SKF 6205, SKF 6203/)
  })

  it('gives the multiples of shaft speed that the makers publish', () => {
    const { 'turning race': inner, 'standing race': outer, ball, cage } = elementOrders(bearing)
    expect([inner, outer, ball, cage].map((x) => x.toFixed(3))).toEqual(['5.415', '3.585', '4.713', '0.398'])
    expect(elementOrders(bearingNamed('6203'))['turning race']).toBeCloseTo(4.947, 3)
    expect(
      BEARINGS.every(({ balls, ballDiameterMm, pitchDiameterMm }) => balls * ballDiameterMm < 3.2 * pitchDiameterMm),
    ).toBe(true)
  })
})

describe('kinematic lines', () => {
  it.each(['standing race', 'turning race', 'ball'] as const)('name the %s that strikes', (element) => {
    const found = strongest(recording(1 / elementOrders(bearing)[element], steady))
    expect(found.element).toBe(element)
    expect(found.db).toBeGreaterThan(15)
  })

  it('stay in the floor where nothing strikes', () => {
    expect(strongest(recording(0, steady)).db).toBeLessThan(10)
  })

  it('are found by angle where the speed changes, and not by time', () => {
    const rising = (s: number) => 25 * s + 2.5 * s * s
    const signal = recording(1 / elementOrders(bearing)['turning race'], rising)
    const byAngle = strongest(signal, rising)
    expect(byAngle.element).toBe('turning race')
    expect(byAngle.db).toBeGreaterThan(12)
    expect(strongest(signal).db).toBeLessThan(byAngle.db - 5)
  })
})

describe('what the models see', () => {
  const turning = 1 / elementOrders(bearing)['turning race']
  const seen = (gain: number, rate: number) => {
    const [window] = windowsOf(recording(turning, steady, 2, gain, rate), rate, 30)
    return bearingWindow(window!, rate, 30, bearing).features['turning race']
  }

  it('does not change with the gain', () => {
    const [one, other] = [seen(1, RATE), seen(0.003, RATE)]
    expect(one.length).toBe(FEATURES.length)
    for (const [k, value] of one.entries()) expect(other[k]).toBeCloseTo(value, 4)
  })

  it('shows the line at another sampling rate too', () => {
    for (const rate of [12_000, 25_600, 48_000]) expect(seen(1, rate)[6]).toBeGreaterThan(8)
  })

  it('needs a whole window, and says how many turns there are', () => {
    expect(() => windowsOf(new Float64Array(12_000), RATE, 30)).toThrow(/60 turns, it holds 30.0/)
    expect(() => windowsOf(new Float64Array(12_000), 8000, 30)).toThrow(/sampleRateHz must be at least/)
  })
})

describe('a rotor trace', () => {
  const STEADY_RPM = 1800
  const rpmAt = (ms: number) =>
    ms < 100 ? 0 : ms < 1100 ? 1.8 * (ms - 100) : ms < 3100 ? STEADY_RPM : STEADY_RPM - 0.1 * (ms - 3100)
  const timeMs = Float32Array.from({ length: 3700 }, (_, i) => i)
  const trace: Series = {
    kind: 'rotor-trace',
    meta: { sampleRateHz: 1000, steadyFromMs: 1100, coastFromMs: 3100, inertiaKgM2: 2.6e-3 },
    columns: [
      { name: 'timeMs', unit: 'ms', data: timeMs },
      { name: 'rpm', unit: '1/min', data: timeMs.map(rpmAt) },
      { name: 'torqueNm', unit: 'N·m', data: timeMs.map((ms) => (ms < 100 ? 0.2 : ms < 3100 ? 0.12 : 0)) },
    ],
  }

  it('gives spin-up time, coast loss and torques', () => {
    const spin = spinFeatures(trace)
    expect(spin.spinUpMs).toBeCloseTo(800, -1)
    expect(spin.coastLossRpm).toBeCloseTo(50, 0)
    expect(spin.runningTorqueNm).toBeCloseTo(0.12, 4)
    expect(spin.breakawayTorqueNm).toBeCloseTo(0.2, 4)
  })

  it('tells how far the shaft turned', () => {
    expect(turnsFrom(trace, 1100)(2)).toBeCloseTo(60, 3)
    expect(turnsFrom(trace, 100)(1)).toBeCloseTo(15, 1)
  })
})

describe('the figures of a waveform', () => {
  it('agree with those of the parts that they are made of', () => {
    const signal = recording(0.2, steady)
    const conditions = { sampleRateHz: RATE, accelerationUnit: 'g', metresPerS2: 9.80665, shaftHz: 30, bearing }
    const found = waveformFeatures(signal, { ...conditions, arrays: true })
    expect(found.acceleration.rms).toBe(statisticsOf(signal).rms)
    expect(found.psd.density).toEqual([...welch(signal, RATE).density])
    expect(found.bands.at(-1)).toMatchObject({ fromHz: 1800, toHz: 6000 })
    expect(found.bands.at(-1)!.accelerationRms).toBe(bandRms(spectrumOf(signal, RATE), { fromHz: 1800, toHz: 6000 }))
    expect(found.envelope.peaks[0]!.hz).toBeCloseTo(150, 0)
    expect(found.bearing!.lines.map(({ element }) => element)).toEqual(['outer race', 'inner race', 'ball'])
  })
})
