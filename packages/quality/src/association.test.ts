import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pearson, ranks, spearman } from './association.ts'

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
