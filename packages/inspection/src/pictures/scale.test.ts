import { describe, expect, it } from 'vitest'
import { extent, extentOfMost, linear, linePath, ticks } from './scale.ts'

describe('charts', () => {
  it('keeps the spike when thousands of samples share a pixel', () => {
    const y = new Float64Array(50_000)
    y[31_234] = 9
    const path = linePath(
      { length: y.length, x: (i) => i, y },
      linear([0, y.length], [0, 400]),
      linear([0, 10], [100, 0]),
    )
    expect(path).toContain(' 10.0')
    expect(path.length).toBeLessThan(20_000)
  })

  it('breaks the line where readings are missing', () => {
    const y = [1, 1, Number.NaN, 1, 1]
    const path = linePath({ length: 5, x: (i) => i, y }, linear([0, 4], [0, 40]), linear([0, 2], [20, 0]))
    expect(path.match(/M/g)).toHaveLength(2)
  })

  it('ticks at round values', () => {
    expect(ticks([0, 400], 4)).toEqual([0, 100, 200, 300, 400])
    expect(ticks([-0.65, 1.6], 4)).toEqual([-0.5, 0, 0.5, 1, 1.5])
    expect(ticks([0.98, 1.43], 4)).toEqual([1, 1.1, 1.2, 1.3, 1.4].map((v) => expect.closeTo(v)))
  })

  it('takes no reading for none', () => {
    expect(extent([Number.NaN, 1, 3], 0)).toEqual([1, 3])
    expect(extent([])).toEqual([0, 1])
  })

  it('fits a plot to the readings, not to the one that is far beyond them', () => {
    const wave = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 20))
    expect(extentOfMost([...wave, -100, Number.NaN])).toEqual(extent(wave))
    expect(extentOfMost([...wave, 1.5])[1]).toBeGreaterThan(1.5)
    expect(extentOfMost([])).toEqual([0, 1])
  })
})
