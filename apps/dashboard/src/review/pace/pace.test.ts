import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decided, paceOf, shiftBegan } from './pace.ts'

const took = (...tookMs: number[]): Decided[] => tookMs.map((ms, i) => ({ at: i, tookMs: ms }))

describe('the pace of a person', () => {
  it('is the middle of how long decisions of this shift took', () => {
    expect(paceOf(took(30, 10, 20), 0)).toEqual({ count: 3, medianMs: 20 })
    expect(paceOf(took(40, 10), 0)).toEqual({ count: 2, medianMs: 25 })
    expect(paceOf(took(40, 10), 1)).toEqual({ count: 1, medianMs: 10 })
    expect(paceOf([], 0)).toEqual({ count: 0, medianMs: undefined })
  })

  it('leaves as many decisions below it as above', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (all) => {
        const { medianMs } = paceOf(took(...all), 0)
        const below = all.filter((ms) => ms < medianMs!).length
        const above = all.filter((ms) => ms > medianMs!).length
        expect(Math.max(below, above)).toBeLessThanOrEqual(all.length / 2)
      }),
    )
  })

  it('counts from the begin of the shift, or eight hours back where there are none', () => {
    const calendar = { timeZone: 'UTC', pattern: [{ id: 'early', title: 'Early', start: '06:00', end: '14:00' }] }
    expect(shiftBegan(calendar, Date.parse('2026-11-19T10:00:00Z'))).toBe(Date.parse('2026-11-19T06:00:00Z'))
    expect(shiftBegan(undefined, 8 * 3_600_000)).toBe(0)
  })
})
