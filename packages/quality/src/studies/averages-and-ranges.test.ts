import { describe, expect, it } from 'vitest'
import { AIAG } from '../testing/aiag.ts'
import { averagesAndRanges } from './averages-and-ranges.ts'

describe('averages and ranges', () => {
  it('are those of the AIAG example (MSA, 4th edition, III-B)', () => {
    const { operators, mean, meanRange, averageLimits, rangeLimit, byPart } = averagesAndRanges(AIAG)
    expect(operators.map(({ name, mean: average }) => [name, Number(average.toFixed(4))])).toEqual([
      ['A', 0.1903],
      ['B', 0.0683],
      ['C', -0.2543],
    ])
    expect(mean).toBeCloseTo(0.0014, 4)
    expect(meanRange).toBeCloseTo(0.3417, 4)
    expect(rangeLimit).toBeCloseTo(0.8796, 3)
    expect(averageLimits.upper - mean).toBeCloseTo(0.3496, 3)
    expect(byPart[0]!.mean).toBeCloseTo(0.1689, 4)
    expect(byPart.map(({ values }) => values.length)).toEqual(Array(10).fill(9))
  })

  it('need two trials', () => {
    const once = AIAG.filter((_, i) => i % 3 === 0)
    expect(() => averagesAndRanges(once)).toThrow('subgroup size')
  })
})
