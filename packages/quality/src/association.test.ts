import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cohenKappa, pearson, ranks, spearman } from './association.ts'

describe('correlation', () => {
  it('is that of Anscombe’s first set (1973): 0.816', () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    expect(pearson(x, y)).toBeCloseTo(0.8164, 4)
  })

  it('by ranks sees any rise as a rise', () => {
    const values = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 40 })
    fc.assert(
      fc.property(values, (x) => {
        expect(
          spearman(
            x,
            x.map((value) => Math.exp(value / 200)),
          ),
        ).toBeCloseTo(1, 9)
      }),
    )
  })

  it('lets equal values share a rank', () => {
    expect(ranks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2])
  })

  it('is unknown of what never changes, or of two pairs', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull()
    expect(pearson([1, 2], [1, 2])).toBeNull()
  })
})

describe('Cohen’s kappa', () => {
  it('is chance-corrected: 35 of 50 alike is 0.4', () => {
    expect(cohenKappa({ bothYes: 20, firstOnly: 5, secondOnly: 10, bothNo: 15 })!.value).toBeCloseTo(0.4, 12)
  })

  it('is 1 of judges who never differ, and its interval has no width', () => {
    expect(cohenKappa({ bothYes: 7, firstOnly: 0, secondOnly: 0, bothNo: 9 })).toEqual({ value: 1, lower: 1, upper: 1 })
  })

  it('is unknown where one judge only ever says the same', () => {
    expect(cohenKappa({ bothYes: 7, firstOnly: 3, secondOnly: 0, bothNo: 0 })).toBeNull()
    expect(cohenKappa({ bothYes: 0, firstOnly: 0, secondOnly: 0, bothNo: 0 })).toBeNull()
  })
})
