import { describe, expect, it } from 'vitest'
import { bearingLines, envelope, spectrum } from './spectrum.ts'

const RATE = 25_600
const tone = (seconds: number, at: (t: number) => number) =>
  Float64Array.from({ length: RATE * seconds }, (_, i) => at(i / RATE))
const peak = ({ stepHz, amplitude }: ReturnType<typeof spectrum>, fromHz = 1) => {
  let best = Math.ceil(fromHz / stepHz)
  for (let i = best; i < amplitude.length; i++) if (amplitude[i]! > amplitude[best]!) best = i
  return { hz: best * stepHz, amplitude: amplitude[best]! }
}

describe('spectra', () => {
  it('show a tone at its frequency with its amplitude', () => {
    const { hz, amplitude } = peak(
      spectrum(
        tone(2, (t) => 3 * Math.sin(2 * Math.PI * 1000 * t)),
        RATE,
        2000,
      ),
    )
    expect(hz).toBeCloseTo(1000, 0)
    expect(amplitude).toBeCloseTo(3, 0)
  })

  it('find in the envelope how often a resonance is struck', () => {
    const struck = tone(2, (t) => {
      const since = t % (1 / 165.3)
      return Math.exp(-since * 900) * Math.sin(2 * Math.PI * 4200 * t)
    })
    expect(peak(spectrum(envelope(struck, RATE, 2000, 10_000), RATE, 400), 20).hz).toBeCloseTo(165.3, 0)
  })

  it('know the reference bearing, whose outer ring turns', () => {
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
    expect(bearingLines({}, 30)).toEqual([])
  })
})
