import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, pixelAt, shifted, WHOLE, zoomed } from './zoom.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const places = fc.tuple(share, share)

describe('a zoomed picture', () => {
  it('keeps in place what it was zoomed about', () => {
    fc.assert(
      fc.property(places, fc.double({ min: 1, max: 8, noNaN: true }), (about, factor) => {
        const { scale, x, y } = zoomed(WHOLE, factor, about)
        expect(about[0] * scale + x).toBeCloseTo(about[0], 9)
        expect(about[1] * scale + y).toBeCloseTo(about[1], 9)
      }),
    )
  })

  it('fills its frame wherever it is moved, and is whole again at its smallest', () => {
    const steps = fc.array(
      fc.record({ factor: fc.double({ min: 0.2, max: 4, noNaN: true }), about: places, by: places }),
    )
    fc.assert(
      fc.property(steps, (all) => {
        const end = all.reduce((zoom, { factor, about, by }) => shifted(zoomed(zoom, factor, about), by), WHOLE)
        for (const offset of [end.x, end.y]) {
          expect(offset).toBeLessThanOrEqual(0)
          expect(offset + end.scale).toBeGreaterThanOrEqual(1 - 1e-9)
        }
        expect(zoomed(end, 0.001, [0.5, 0.5])).toMatchObject({ scale: 1 })
      }),
    )
  })
})

describe('a place of the picture', () => {
  const box = { left: 100, top: 50, width: 400, height: 200 } as DOMRect

  it('is told in its own pixels, the picture standing in the middle of its box', () => {
    expect(pixelAt([300, 150], box, [1000, 1000])).toEqual([500, 500])
    expect(pixelAt([200, 50], box, [1000, 1000])).toEqual([0, 0])
  })

  it('is as far from another as the scale of the camera says', () => {
    expect(distance([0, 0], [300, 400]) * 0.128).toBeCloseTo(64)
  })
})
