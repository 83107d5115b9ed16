import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Lay, layOf, type Mark, marksOf, onPart } from './overlay.ts'

const square = (x: number, y: number): [number, number][] => [
  [x - 1, y - 1],
  [x + 1, y - 1],
  [x + 1, y + 1],
  [x - 1, y + 1],
]
const result = (locations: object[]) =>
  ({ characteristic: 'crimp-count', conformance: 'fail', locations }) as unknown as Parameters<
    typeof marksOf
  >[0][number]

describe('the overlay', () => {
  it('draws what has an outline, and says of each place whether it fails', () => {
    const marks = marksOf([
      result([
        { outline: square(50, 20), conforming: true, label: '1' },
        { outline: square(20, 70), conforming: false, label: 'missing' },
        { angleDeg: 30 },
      ]),
    ])
    expect(marks.map(({ fails, at }) => [fails, at])).toEqual([
      [false, [50, 20]],
      [true, [20, 70]],
    ])
  })

  it('draws the chosen characteristics alone', () => {
    expect(marksOf([result([{ outline: square(1, 1) }])], new Set(['grease-on-face']))).toEqual([])
  })

  const seen = (angleDeg: number, radius: number, { centre, zeroDeg }: Lay): Mark => ({
    ...{ key: '', outline: [], fails: false, label: '', characteristic: '', angleDeg },
    at: onPart(angleDeg, radius, centre, zeroDeg),
  })

  it('finds how the part lies in the picture from marks that know their angle, wherever its axis is seen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -8, max: 8 }),
        fc.integer({ min: -8, max: 8 }),
        fc.integer({ min: -170, max: 170 }),
        fc.array(fc.integer({ min: 30, max: 90 }), { minLength: 6, maxLength: 6 }),
        (dx, dy, zeroDeg, radii) => {
          const lay: Lay = { centre: [100 + dx, 100 + dy], zeroDeg }
          const found = layOf(
            radii.map((radius, i) => seen(60 * i, radius, lay)),
            [100, 100],
          )
          expect(found.zeroDeg).toBeCloseTo(zeroDeg, 1)
          expect(found.centre[0]).toBeCloseTo(100 + dx, 1)
          expect(found.centre[1]).toBeCloseTo(100 + dy, 1)
        },
      ),
    )
  })

  it('takes the axis to be in the middle where marks do not tell', () => {
    const straight: Lay = { centre: [100, 100], zeroDeg: 12 }
    const opposite = [30, 210].map((angleDeg) => seen(angleDeg, 60, straight))
    expect(layOf(opposite, [100, 100])).toEqual({ centre: [100, 100], zeroDeg: expect.closeTo(12) })
    expect(layOf([], [100, 100])).toEqual({ centre: [100, 100], zeroDeg: 0 })
  })
})
