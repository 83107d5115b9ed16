import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctedKappa, DRIFT_BASELINE, driftFrom, driftsOf } from './agreement.ts'
import { agreementOfValues } from './agreement-of-values.ts'
import { cohenKappa } from './studies/kappa.ts'
import { normals, uniformFrom } from './testing/normals.ts'

/** Of a population in which so many of each side are nonconforming. */
function kappaOf(share: number, badOfPassed: number, badOfRejected: number): number {
  const agreed = share * (1 - badOfPassed) + (1 - share) * badOfRejected
  const bad = share * badOfPassed + (1 - share) * badOfRejected
  const byChance = share * (1 - bad) + (1 - share) * bad
  return (agreed - byChance) / (1 - byChance)
}

const side = fc
  .record({ looked: fc.integer({ min: 1, max: 300 }), of: fc.integer({ min: 1, max: 50 }), bad: fc.nat(300) })
  .map(({ looked, of, bad }) => ({ judged: looked * of, looked, nonconforming: Math.min(bad, looked) }))

describe('kappa of machine and people', () => {
  it('counts each side for the parts it has, not for those looked at', () => {
    const kappa = correctedKappa(
      { judged: 9_500, looked: 100, nonconforming: 1 },
      { judged: 500, looked: 500, nonconforming: 450 },
    )!
    expect(kappa.value).toBeCloseTo(kappaOf(0.95, 0.01, 0.9), 12)
    // As if the 600 parts looked at were all there are.
    expect(kappaOf(1 / 6, 0.01, 0.9)).toBeLessThan(kappa.value - 0.1)
  })

  it('is that of Cohen where every part was looked at', () => {
    const all = fc.record({ looked: fc.integer({ min: 1, max: 300 }), bad: fc.nat(300) }).map(({ looked, bad }) => ({
      ...{ judged: looked, looked, nonconforming: Math.min(bad, looked) },
    }))
    fc.assert(
      fc.property(all, all, (passed, rejected) => {
        const row = ({ looked, nonconforming }: typeof passed) => [nonconforming, looked - nonconforming]
        const { value } = correctedKappa(passed, rejected)!
        expect(value).toBeCloseTo(cohenKappa([row(rejected), row(passed)])!.value, 9)
      }),
      { numRuns: 40 },
    )
  })

  it('is nothing where one side was not looked at', () => {
    const some = { judged: 100, looked: 10, nonconforming: 5 }
    expect(correctedKappa({ judged: 900, looked: 0, nonconforming: 0 }, some)).toBeNull()
    expect(correctedKappa(some, { judged: 0, looked: 0, nonconforming: 0 })).toBeNull()
  })

  it('is 1 in full agreement, with room below for what was not looked at', () => {
    const kappa = correctedKappa(
      { judged: 1_000, looked: 50, nonconforming: 0 },
      { judged: 100, looked: 100, nonconforming: 100 },
    )!
    expect(kappa.value).toBeCloseTo(1, 12)
    expect(kappa.upper).toBeCloseTo(1, 3)
    expect(kappa.lower).toBeLessThan(0.9)
  })

  it('lies within its interval, and that within what kappa can be', () => {
    fc.assert(
      fc.property(side, side, (passed, rejected) => {
        const { value, lower, upper } = correctedKappa(passed, rejected)!
        expect(lower).toBeLessThanOrEqual(value)
        expect(upper).toBeGreaterThanOrEqual(value)
        expect(lower).toBeGreaterThanOrEqual(-1)
        expect(upper).toBeLessThanOrEqual(1)
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    { share: 0.95, bad: [0.01, 0.9], looked: [120, 60] },
    { share: 0.9, bad: [0.002, 0.95], looked: [80, 80] },
    { share: 0.8, bad: [0.1, 0.6], looked: [40, 40] },
  ])('covers the truth in about 95 of 100 samples: $bad', ({ share, bad, looked }) => {
    const truth = kappaOf(share, bad[0]!, bad[1]!)
    const uniform = uniformFrom(3)
    const runs = 400
    const drawn = (i: number) => Array.from({ length: looked[i]! }, uniform).filter((u) => u < bad[i]!).length
    let inside = 0
    for (let run = 0; run < runs; run++) {
      const { lower, upper } = correctedKappa(
        { judged: 10_000 * share, looked: looked[0]!, nonconforming: drawn(0) },
        { judged: 10_000 * (1 - share), looked: looked[1]!, nonconforming: drawn(1) },
      )!
      if (lower <= truth && truth <= upper) inside++
    }
    // 400 runs tell 95 % from 92.5 %.
    expect(inside / runs).toBeGreaterThanOrEqual(0.925)
  })
})

describe('drift', () => {
  const before = { count: 10, of: 200 }

  it('is said of a week far from those before it, in either direction', () => {
    expect(driftFrom(before, { count: 12, of: 40 })).toBe('up')
    expect(driftFrom({ count: 100, of: 200 }, { count: 5, of: 40 })).toBe('down')
    expect(driftFrom(before, { count: 3, of: 40 })).toBeNull()
  })

  it('is not said of little', () => {
    expect(driftFrom({ count: 0, of: DRIFT_BASELINE - 1 }, { count: 20, of: 20 })).toBeNull()
    expect(driftFrom(before, { count: 0, of: 0 })).toBeNull()
  })

  it('leaves a week that drifted out of what the next is compared with', () => {
    const usual = { count: 2, of: 50 }
    const odd = { count: 25, of: 50 }
    expect(driftsOf([usual, usual, odd, odd, usual])).toEqual([null, null, 'up', 'up', null])
  })

  it('is said by mistake of no more than one week in 370', () => {
    const uniform = uniformFrom(11)
    const periods = Array.from({ length: 4_000 }, () => ({
      count: Array.from({ length: 30 }, uniform).filter((u) => u < 0.1).length,
      of: 30,
    }))
    const mistakes = periods.filter((period, i) => i > 0 && driftFrom({ count: 40, of: 400 }, period) !== null).length
    expect(mistakes / periods.length).toBeLessThan(2 * 0.0027)
  })
})

describe('two ways of measuring', () => {
  it('finds the bias between them, and where the next difference will lie', () => {
    const noise = normals(400, 5)
    const pairs = noise
      .slice(0, 200)
      .map((z, i) => ({ inline: 6 + 0.02 * z + 0.01, offline: 6 + 0.01 * noise[200 + i]! }))
    const { n, bias, limits } = agreementOfValues(pairs)!
    expect(n).toBe(200)
    expect(bias.lower!).toBeLessThan(0.01)
    expect(bias.upper!).toBeGreaterThan(0.01)
    const within = pairs.filter(({ inline, offline }) => {
      const difference = inline - offline
      return difference > limits!.lower && difference < limits!.upper
    })
    expect(within.length / n).toBeGreaterThan(0.92)
  })

  it('covers the true bias in about 95 of 100 samples of five parts', () => {
    const noise = normals(5 * 1_000, 9)
    const covered = Array.from({ length: 1_000 }, (_, run) => {
      const pairs = noise.slice(5 * run, 5 * run + 5).map((z) => ({ inline: 1 + 0.1 * z, offline: 1 }))
      const { bias } = agreementOfValues(pairs)!
      return bias.lower! <= 0 && bias.upper! >= 0
    }).filter(Boolean).length
    expect(covered / 1_000).toBeGreaterThan(0.93)
    expect(covered / 1_000).toBeLessThan(0.97)
  })

  it('has no interval of one part, and is nothing of none', () => {
    expect(agreementOfValues([])).toBeNull()
    expect(agreementOfValues([{ inline: 2, offline: 1 }])).toEqual({
      ...{ n: 1, bias: { value: 1, lower: null, upper: null }, limits: null },
    })
  })
})
