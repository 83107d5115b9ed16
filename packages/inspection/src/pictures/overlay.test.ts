import { describe, expect, it } from 'vitest'
import { type Mark, marksOf, onPart, zeroOf } from './overlay.ts'

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

  it('finds how the part lies in the picture from marks that know their angle', () => {
    const centre = [100, 100] as const
    const turned = [30, 150, 270].map(
      (angleDeg): Mark => ({
        key: '',
        outline: [],
        fails: false,
        label: '',
        characteristic: '',
        angleDeg,
        at: onPart(angleDeg, 60, centre, 12),
      }),
    )
    expect(zeroOf(turned, centre)).toBeCloseTo(12)
    expect(zeroOf([], centre)).toBe(0)
  })
})
