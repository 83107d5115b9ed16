import type { Module, Recipe, Series } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { bearingHz } from './bearing.ts'
import { bearingSpinInspector } from './bearing-spin.ts'
import { vibrationWindowInspector } from './vibration-window.ts'

const GEOMETRY = {
  balls: 13,
  ballDiameterMm: 7.144,
  pitchDiameterMm: 42.5,
  contactAngleDeg: 25,
  turning: 'outer',
} as const
const module = { inspector: 'vibration-window', parameters: { ...GEOMETRY, minTemperatureC: 18, maxTemperatureC: 28 } }

/** Even noise, and a decaying ring at 3 kHz `strikesPerS` times a second. Deterministic. */
function recording(strikesPerS: number, shaftHz = 30): Series {
  const rate = 25_600
  let state = 12345
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  const data = Float32Array.from({ length: 2 * rate }, () => uniform() + uniform() + uniform() - 1.5)
  if (strikesPerS > 0) {
    for (let strike = 0; strike < 2 * strikesPerS; strike++) {
      const from = Math.round((strike * rate) / strikesPerS)
      for (let i = from; i < Math.min(data.length, from + 150); i++)
        data[i]! += 6 * Math.exp(-(i - from) / 25) * Math.sin((2 * Math.PI * 3000 * (i - from)) / rate)
    }
  }
  return {
    kind: 'waveform',
    meta: { sampleRateHz: rate, shaftHz },
    columns: [{ name: 'acceleration', unit: 'm/s²', data }],
  }
}

async function look(series: Series) {
  const { measurements } = await vibrationWindowInspector.inspect({
    evidence: [{ kind: 'waveform', sha256: '', series }],
    module: module as unknown as Module,
    recipe: { characteristics: [] as unknown } as Recipe,
    now: () => 0,
  })
  return Object.fromEntries(measurements.map((m) => [m.characteristic, m]))
}

describe('bearing kinematics', () => {
  it('give the reference bearing the lines that its drawing states', () => {
    const { ftf, bpfo, bpfi, twiceBsf } = bearingHz(GEOMETRY, 30)
    expect([ftf, bpfo, bpfi, twiceBsf].map((hz) => hz.toFixed(1))).toEqual(['17.3', '165.3', '224.7', '174.3'])
  })

  it('know the cage slower where the inner ring turns', () => {
    const inner = bearingHz({ ...GEOMETRY, turning: 'inner' }, 30)
    expect(inner.ftf + bearingHz(GEOMETRY, 30).ftf).toBeCloseTo(30, 9)
    expect(inner.bpfo).toBeCloseTo(13 * inner.ftf, 9)
  })
})

describe('a bench recording', () => {
  it('of a sound bearing shows no line', async () => {
    const found = await look(recording(0))
    expect(found['envelope-line']!.value).toBeLessThan(10)
    expect(found['envelope-line']!.explanation).toContain('No bearing line stands out')
    expect(found.kurtosis!.value).toBeLessThan(3.2)
  })

  it.each([
    ['outer race', 165.28],
    ['inner race', 224.7],
    ['ball', 174.28],
  ])('names the %s that strikes, also with 1 % slip', async (element, hz) => {
    const found = await look(recording(0.99 * hz))
    expect(found['envelope-line']!.value).toBeGreaterThan(15)
    expect(found['envelope-line']!.explanation).toContain(`The line of the ${element}`)
    expect(found.kurtosis!.value).toBeGreaterThan(3.5)
  })

  it('of a shaft that stands still is not inspected, with the reason', async () => {
    const found = await look(recording(0, 0))
    expect(found.kurtosis).toMatchObject({ value: null, reason: 'the shaft did not turn' })
  })
})

describe('bearing-spin', () => {
  it('without a rotor trace still answers for the noise, and says what the torque lacks', async () => {
    const { measurements } = await bearingSpinInspector.inspect({
      evidence: [{ kind: 'waveform', sha256: '', series: recording(0) }],
      module: module as unknown as Module,
      recipe: { characteristics: [] as unknown } as Recipe,
      now: () => 0,
    })
    const found = Object.fromEntries(measurements.map((m) => [m.characteristic, m]))
    expect(found['running-torque']).toMatchObject({ value: null, reason: 'there is no rotor-trace' })
    expect(found['acceleration-rms']!.value).toBeGreaterThan(0)
  })
})
