import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateEscapes, type PassStratum } from './escape.ts'
import { exactShare, upperBoundOfNone } from './proportion.ts'
import { uniformFrom } from './testing/normals.ts'

const stratum = fc
  .record({ looked: fc.integer({ min: 1, max: 400 }), of: fc.integer({ min: 1, max: 80 }), found: fc.nat(12) })
  .map(({ looked, of, found }): PassStratum => ({ passed: looked * of, looked, found: Math.min(found, looked) }))

describe('the escape rate', () => {
  it('is unmeasured, not zero, where nobody looked', () => {
    expect(estimateEscapes([])).toBeNull()
    expect(estimateEscapes([{ passed: 5_000, looked: 0, found: 0 }])).toBeNull()
  })

  it('says how many passes it does not speak for', () => {
    expect(
      estimateEscapes([
        { passed: 1_000, looked: 20, found: 0 },
        { passed: 400, looked: 0, found: 0 },
      ]),
    ).toMatchObject({ passed: 1_000, unmeasured: 400, looked: 20, found: 0, share: 0, lower: 0 })
  })

  it('keeps the rule of three after nothing found', () => {
    const one = estimateEscapes([{ passed: 20_000, looked: 400, found: 0 }])!
    expect(one.atMost).toBeCloseTo(upperBoundOfNone(400), 9)
    expect(one.atMost).toBeCloseTo(3 / 400, 3)
    const four = estimateEscapes(Array.from({ length: 4 }, () => ({ passed: 5_000, looked: 100, found: 0 })))!
    expect(four.atMost).toBeGreaterThan(one.atMost)
    expect(four.atMost).toBeCloseTo(3 / 400, 4)
  })

  it('after nothing found allows for the worst that the stratum looked at least could hide', () => {
    const even = estimateEscapes(Array.from({ length: 2 }, () => ({ passed: 1_000, looked: 100, found: 0 })))!
    const uneven = estimateEscapes([
      { passed: 1_000, looked: 190, found: 0 },
      { passed: 1_000, looked: 10, found: 0 },
    ])!
    // Half of all passes, of which no more than 3 in 10 can be bad unnoticed.
    expect(uneven.atMost).toBeCloseTo(0.5 * (-Math.log(0.05) / 10), 6)
    expect(uneven.atMost).toBeGreaterThan(5 * even.atMost)
  })

  it('is the exact interval of one stratum, and weighs several by their passes', () => {
    expect(estimateEscapes([{ passed: 900, looked: 90, found: 3 }])).toMatchObject(exactShare(3, 90)!)
    const { share } = estimateEscapes([
      { passed: 9_000, looked: 90, found: 0 },
      { passed: 1_000, looked: 100, found: 10 },
    ])!
    expect(share).toBeCloseTo(0.01, 12)
  })

  it('orders its bounds, whatever was counted', () => {
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 8 }), (strata) => {
        const { share, lower, upper, atMost } = estimateEscapes(strata)!
        expect(lower).toBeLessThanOrEqual(share + 1e-12)
        expect(Math.min(1, atMost)).toBeLessThanOrEqual(upper + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(Math.min(1, share) - 1e-9)
        expect(lower).toBeGreaterThanOrEqual(0)
        expect(upper).toBeLessThanOrEqual(1)
      }),
    )
  })

  it.each([
    { name: 'equal weeks, one escape in 200', rates: [0.005, 0.005, 0.005, 0.005], looked: [60, 60, 60, 60] },
    { name: 'escapes near the limits only', rates: [0.0005, 0.06], looked: [300, 120], passed: [18_000, 900] },
    { name: 'a week looked at little', rates: [0.002, 0.02, 0.01], looked: [150, 12, 80] },
  ])('covers the truth in at least 95 of 100 samples: $name', ({ rates, looked, passed }) => {
    const sizes = passed ?? rates.map(() => 4_000)
    const all = sizes.reduce((sum, size) => sum + size, 0)
    const truth = rates.reduce((sum, rate, i) => sum + (rate * sizes[i]!) / all, 0)
    const uniform = uniformFrom(7)
    const runs = 1_000
    let [inside, below] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const { lower, upper, atMost } = estimateEscapes(
        rates.map((rate, i) => ({
          ...{ passed: sizes[i]!, looked: looked[i]! },
          found: Array.from({ length: looked[i]! }, uniform).filter((u) => u < rate).length,
        })),
      )!
      if (lower <= truth && truth <= upper) inside++
      if (truth <= atMost) below++
    }
    // 1,000 runs tell 95 % from 93.6 %.
    expect(inside / runs).toBeGreaterThanOrEqual(0.936)
    expect(below / runs).toBeGreaterThanOrEqual(0.936)
  })
})
