import { describe, expect, it } from 'vitest'
import { usualBand } from './usual-band.ts'

/** Log-normal about `middle` by factor `spread`; deterministic. */
function parts(count: number, middle: number, spread: number): number[] {
  let state = 7
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 4294967296
  }
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    return middle * spread ** normal
  })
}

describe('the usual band', () => {
  it('holds about 999 of 1000 sound parts', () => {
    const { lower, upper, median } = usualBand(parts(400, 0.12, 1.18))
    expect(median).toBeCloseTo(0.12, 2)
    const outside = parts(20_000, 0.12, 1.18).filter((value) => value < lower || value > upper).length
    expect(outside / 20_000).toBeGreaterThan(0.0001)
    expect(outside / 20_000).toBeLessThan(0.004)
  })

  it('is hardly moved by a few parts that were not sound', () => {
    const sound = usualBand(parts(400, 0.12, 1.18))
    const mixed = usualBand([...parts(400, 0.12, 1.18), 0.9, 0.95, 0.01, 0.011])
    expect(mixed.upper / sound.upper).toBeLessThan(1.05)
    expect(mixed.lower / sound.lower).toBeGreaterThan(0.95)
  })

  it('is not given where too few were seen, or what has no logarithm', () => {
    expect(() => usualBand(parts(49, 0.12, 1.18))).toThrow('parts: must be at least 50, there are 49')
    expect(() => usualBand([...parts(60, 0.12, 1.18), 0])).toThrow('values: must be positive')
  })
})
