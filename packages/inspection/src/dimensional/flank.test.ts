import { describe, expect, it } from 'vitest'
import { ballBetween, fitFlank } from './flank.ts'
import { fitRing, spanOf } from './ring.ts'
import { place } from './wording.ts'

const SLOPE = 1 / Math.tan((20 * Math.PI) / 180)
const axial = Float64Array.from({ length: 40 }, (_, i) => 0.6 + 0.02 * i)

describe('a flank', () => {
  it('is found among lost readings and reflections, which are counted', () => {
    const radius = axial.map((z, i) => 55 + SLOPE * z + (i % 2 === 0 ? 0.008 : -0.008))
    for (const i of [3, 11, 30]) radius[i] = Number.NaN
    for (const i of [5, 20, 21, 38]) radius[i]! += 0.4
    const flank = fitFlank(axial, radius, SLOPE)!
    expect(Math.abs(flank.slope - SLOPE)).toBeLessThan(0.02)
    expect(Math.abs(flank.atZero + flank.slope - 55 - SLOPE)).toBeLessThan(0.003)
    expect(flank).toMatchObject({ lost: 3, rejected: 4, used: 33 })
  })

  it('is not claimed where too few readings are left', () => {
    const radius = axial.map((z, i) => (i < 10 ? 55 + SLOPE * z : Number.NaN))
    expect(fitFlank(axial, radius, SLOPE)).toBeUndefined()
  })
})

describe('a ball', () => {
  it('rests on both flanks at its radius from each', () => {
    const flank = (slope: number, atZero: number) => ({ slope, atZero, used: 40, lost: 0, rejected: 0, scatter: 0 })
    const left = flank(-SLOPE, 82)
    const right = flank(1.02 * SLOPE, 28)
    const ball = ballBetween(left, right, 1.25)
    for (const { slope, atZero } of [left, right]) {
      const distance = (ball.radiusMm - atZero - slope * ball.axialMm) / Math.hypot(1, slope)
      expect(distance).toBeCloseTo(1.25, 9)
    }
  })
})

describe('a ring of readings', () => {
  const readings = (change: (i: number) => number) =>
    Float64Array.from({ length: 3000 }, (_, i) => 2 + 0.05 * Math.cos((2 * Math.PI * (i % 1000)) / 1000) + change(i))

  it('keeps its course under gaps and spikes', () => {
    const clean = fitRing(
      readings(() => 0),
      1000,
      15,
    )!
    const dirty = fitRing(
      readings((i) => (i % 97 === 0 ? Number.NaN : i % 101 === 0 ? 0.3 : 0)),
      1000,
      15,
    )!
    expect(Math.max(...clean.course.map((x, i) => Math.abs(x - dirty.course[i]!)))).toBeLessThan(1e-4)
    expect(spanOf(clean.course, 0)).toMatchObject({ highDeg: 0, lowDeg: 180 })
    expect(spanOf(clean.course, 0).value).toBeCloseTo(0.1, 6)
  })

  it('is not seen where more than a fifth of the turn is lost', () => {
    expect(
      fitRing(
        readings((i) => (i % 1000 < 250 ? Number.NaN : 0)),
        1000,
        15,
      ),
    ).toBeUndefined()
  })
})

describe('a place on the part', () => {
  it('is said in degrees and as on a clock', () => {
    expect(place(0)).toBe('0° (12:00)')
    expect(place(135)).toBe('135° (4:30)')
    expect(place(-90)).toBe('270° (9:00)')
    expect(place(359.8)).toBe('0° (12:00)')
  })
})
