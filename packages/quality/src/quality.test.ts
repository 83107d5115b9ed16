import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentile } from './percentile.ts'
import { exactShare, upperBoundOfNone, wilson } from './proportion.ts'

describe('a share', () => {
  it('has its Wilson interval', () => {
    // 8 of 10, z = 1.96: centre (0.8 + 0.19207)/(1.38415) = 0.71673, half width 0.22659.
    const share = wilson(8, 10)!
    expect(share.share).toBe(0.8)
    expect(share.lower).toBeCloseTo(0.4902, 4)
    expect(share.upper).toBeCloseTo(0.9433, 4)
    expect(wilson(0, 0)).toBeNull()
  })

  it('has its exact interval, as tabled', () => {
    // Clopper–Pearson, 95 %: 8 of 10 is 0.4439 to 0.9748; 0 of 20 is 0 to 0.1684.
    expect(exactShare(8, 10)!.lower).toBeCloseTo(0.4439, 4)
    expect(exactShare(8, 10)!.upper).toBeCloseTo(0.9748, 4)
    expect(exactShare(0, 20)).toMatchObject({ share: 0, lower: 0 })
    expect(exactShare(0, 20)!.upper).toBeCloseTo(0.1684, 4)
    expect(exactShare(20, 20)!.lower).toBeCloseTo(0.8316, 4)
    expect(exactShare(0, 1000, 0.9)!.upper).toBeCloseTo(upperBoundOfNone(1000), 8)
    expect(exactShare(0, 0)).toBeNull()
  })

  it('lies within its interval, which narrows with the sample', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, of) => {
        const successes = Math.round(trials * of)
        const { share, lower, upper } = wilson(successes, trials)!
        expect(lower).toBeLessThanOrEqual(share + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(share - 1e-12)
        const wider = wilson(successes * 4, trials * 4)!
        expect(wider.upper - wider.lower).toBeLessThan(upper - lower)
      }),
    )
  })

  it('of none in 400 is proven to be at most 0.75 % at 95 %', () => {
    // 1 − 0.05^(1/400) = 0.746 %; rule of three: 3/400 = 0.75 %.
    expect(upperBoundOfNone(400)).toBeCloseTo(0.00746, 5)
    expect(upperBoundOfNone(400)).toBeLessThan(3 / 400)
    expect(upperBoundOfNone(0)).toBe(1)
  })
})

describe('a percentile', () => {
  it('lies between its neighbours', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(percentile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8)
    expect(percentile([7], 0.99)).toBe(7)
    expect(percentile([], 0.5)).toBeNull()
  })
})
