import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAR, rangeBar } from './range-bar.ts'

describe('the range bar', () => {
  it('puts limits at the same place in every row, whatever the unit', () => {
    const height = rangeBar({ value: 1.2, lower: 1.0, upper: 1.4, nominal: 1.2 })
    const pitch = rangeBar({ value: 3.56, lower: 3.51, upper: 3.61, nominal: 3.56 })
    expect(height?.limits).toEqual([BAR.left, BAR.right])
    expect(pitch?.limits).toEqual(height?.limits)
    expect(rangeBar({ value: 0.02, upper: 0.05 })?.limits).toEqual([BAR.right])
  })

  it('draws a guard band of width U inside each limit', () => {
    const bar = rangeBar({ value: 1.2, lower: 1.0, upper: 1.4, uncertainty: 0.1 })
    const unit = (BAR.right - BAR.left) / 0.4
    expect(bar?.guards[0]?.from).toBe(BAR.left)
    expect(bar?.guards[0]?.to).toBeCloseTo(BAR.left + 0.1 * unit)
    expect(bar?.guards[1]?.from).toBeCloseTo(BAR.right - 0.1 * unit)
  })

  it('has no value where nothing was inspected, and no bar without a limit', () => {
    expect(rangeBar({ value: null, upper: 2 })?.value).toBeUndefined()
    expect(rangeBar({ value: 7 })).toBeUndefined()
  })

  it('puts a count on its one allowed number, and one less outside', () => {
    const bar = (value: number) => rangeBar({ value, lower: 6, upper: 6, nominal: 6, uncertainty: 0 })?.value
    expect(bar(6)).toBe((BAR.left + BAR.right) / 2)
    expect(bar(5)).toBeLessThanOrEqual(BAR.left)
    expect(bar(3)).toBe(BAR.edge)
  })

  it('stands on the side of a limit on which the value lies', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.double({ min: -200, max: 200, noNaN: true }),
        (lower, width, value) => {
          const bar = rangeBar({ value, lower, upper: lower + width })!
          // What lies on a limit to within rounding may stand on either side of it.
          const room = width * 1e-6
          if (value > lower + width + room) expect(bar.value!).toBeGreaterThan(BAR.right)
          else if (value < lower - room) expect(bar.value!).toBeLessThan(BAR.left)
          else expect(Math.abs(bar.value! - (BAR.left + BAR.right) / 2)).toBeLessThan((BAR.right - BAR.left) / 2 + 0.01)
          expect(bar.value!).toBeGreaterThanOrEqual(BAR.edge)
          expect(bar.value!).toBeLessThanOrEqual(BAR.width - BAR.edge)
        },
      ),
    )
  })
})
