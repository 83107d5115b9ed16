import { describe, expect, it } from 'vitest'
import { bearingLines, envelopeSpectrum } from './spectrum.ts'

const RATE = 25_600

describe('the envelope spectrum', () => {
  it('shows how often a resonance is struck', () => {
    const struck = Float64Array.from({ length: RATE }, (_, i) => {
      const since = (i / RATE) % (1 / 165)
      return Math.exp(-since * 900) * Math.sin((2 * Math.PI * 4200 * i) / RATE)
    })
    const { stepHz, amplitude } = envelopeSpectrum(struck, RATE, { fromHz: 2000, toHz: 10_000 }, 400)
    const above = amplitude.subarray(Math.ceil(20 / stepHz))
    const loudest = above.indexOf(Math.max(...above)) + Math.ceil(20 / stepHz)
    expect(loudest * stepHz).toBeCloseTo(165, 0)
    expect((amplitude.length - 1) * stepHz).toBeCloseTo(400, 0)
  })

  it('knows the reference bearing, whose outer ring turns', () => {
    const reference = {
      balls: 13,
      ballDiameterMm: 7.144,
      pitchDiameterMm: 42.5,
      contactAngleDeg: 25,
      turning: 'outer',
    }
    const lines = Object.fromEntries(bearingLines(reference, 30).map(({ name, hz }) => [name, hz]))
    expect(lines.FTF).toBeCloseTo(17.3, 1)
    expect(lines.BPFO).toBeCloseTo(165.3, 1)
    expect(lines['2×BSF']).toBeCloseTo(174.3, 0)
    expect(lines.BPFI).toBeCloseTo(224.7, 1)
  })

  it('draws no line of a bearing that it does not know', () => {
    expect(bearingLines({}, 30)).toEqual([])
    expect(bearingLines({ balls: 9, ballDiameterMm: 7.9, pitchDiameterMm: 39 }, 0)).toEqual([])
  })
})
