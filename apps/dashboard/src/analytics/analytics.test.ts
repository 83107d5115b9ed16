import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brushed, type Span } from './brush.ts'
import { strongest } from './correlation.ts'
import { placeOf, RINGS_MM, SECTOR_DEG, SECTORS } from './polar.ts'

describe('a brush moved by keys', () => {
  const domain: Span = [0, 400]
  const keys = fc.array(fc.tuple(fc.constantFrom('ArrowLeft', 'ArrowRight'), fc.boolean()), { minLength: 1 })

  it('never leaves its axis, and is never empty', () => {
    fc.assert(
      fc.property(keys, (pressed) => {
        let brush: Span | undefined
        for (const [key, shift] of pressed) brush = brushed(key, shift, brush, domain) ?? undefined
        expect(brush![0]).toBeGreaterThanOrEqual(0)
        expect(brush![1]).toBeLessThanOrEqual(400)
        expect(brush![1]).toBeGreaterThan(brush![0])
      }),
    )
  })

  it('keeps its width when moved, and goes at Escape', () => {
    expect(brushed('ArrowLeft', false, [100, 200], domain)).toEqual([90, 190])
    expect(brushed('ArrowRight', true, [100, 200], domain)).toEqual([100, 210])
    expect(brushed('Escape', false, [100, 200], domain)).toBeNull()
    expect(brushed('Escape', false, undefined, domain)).toBeUndefined()
    expect(brushed('j', false, [100, 200], domain)).toBeUndefined()
  })
})

describe('a place on the face', () => {
  it('lies in exactly one sector about its angle, however often turned', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 359.99, noNaN: true }), fc.integer({ min: -3, max: 3 }), (deg, turns) => {
        const { sector } = placeOf(deg + 360 * turns, 26)
        const away = Math.abs(deg - sector * SECTOR_DEG)
        expect(Math.min(away, 360 - away)).toBeLessThanOrEqual(SECTOR_DEG / 2 + 1e-6)
        expect(sector).toBeLessThan(SECTORS)
      }),
    )
  })

  it('has a ring by its radius; without one it lies outside, beyond the rim in the last', () => {
    expect([placeOf(0, 26).ring, placeOf(0, 60).ring, placeOf(0, 99).ring]).toEqual([1, 3, 3])
    expect(placeOf(0, null).ring).toBe(RINGS_MM.length)
  })
})

it('ranks what goes closest with a characteristic, fall or rise', () => {
  const matrix = {
    ...{ from: '', to: '', cycles: 9, sampled: 9, every: 1, characteristics: ['a', 'b', 'c', 'd'] },
    spearman: [1, 0.2, -0.9, null, ...Array(12).fill(0)],
    pearson: Array(16).fill(0),
    n: Array(16).fill(9),
  }
  expect(strongest(matrix, 'a', 5).map(({ b, rho }) => [b, rho])).toEqual([
    ['c', -0.9],
    ['b', 0.2],
  ])
})
