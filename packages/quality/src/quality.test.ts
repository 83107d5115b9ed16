import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cycleAgainstBudget } from './cycle-budget.ts'
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

describe('a cycle against its budget', () => {
  const planned = [
    { id: 'insert', title: 'Insert', lane: 'handling', budgetMs: 2000 },
    { id: 'expose', title: 'Expose', lane: 'visual', budgetMs: 300 },
    { id: 'scan', title: 'Scan', lane: 'dimensional', budgetMs: 1500 },
  ]
  const at = (ms: number) => new Date(ms).toISOString()
  const cycle = {
    planned,
    budgetMs: 15_000,
    startedAt: at(0),
    begun: [
      { phase: 'insert', at: at(0) },
      { phase: 'expose', at: at(2100) },
    ],
    nowMs: 2600,
    speed: 1,
  }

  it('shows what was planned, what happened and what is still ahead', () => {
    expect(cycleAgainstBudget(cycle)).toEqual({
      phases: [
        { ...planned[0], plannedFromMs: 0, fromMs: 0, tookMs: 2100, state: 'done', overMs: 100 },
        { ...planned[1], plannedFromMs: 2000, fromMs: 2100, tookMs: 500, state: 'running', overMs: 200 },
        { ...planned[2], plannedFromMs: 2300, state: 'ahead', overMs: 0 },
      ],
      elapsedMs: 2600,
      budgetMs: 15_000,
      plannedMs: 3800,
      remainingMs: 12_400,
      over: false,
    })
  })

  it('stands still once the part arrived', () => {
    const ended = cycleAgainstBudget({ ...cycle, endedAt: at(16_000), nowMs: 99_000 })
    expect(ended).toMatchObject({ elapsedMs: 16_000, remainingMs: 0, over: true })
    expect(ended.phases[1]).toMatchObject({ state: 'done', tookMs: 13_900 })
  })

  it('is measured in the time of the cell, however fast its clock runs', () => {
    const fast = {
      ...cycle,
      begun: cycle.begun.map((b) => ({ ...b, at: at(Date.parse(b.at) / 10) })),
      nowMs: 260,
      speed: 10,
    }
    expect(cycleAgainstBudget(fast)).toEqual(cycleAgainstBudget(cycle))
  })
})
