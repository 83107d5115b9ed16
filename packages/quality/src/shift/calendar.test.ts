import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, plannedStopsOf, type ShiftCalendar, shiftAt, shiftById, shiftsWithin } from './calendar.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ZONES = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/New_York']

const threeShifts = (timeZone: string): ShiftCalendar => ({
  timeZone,
  pattern: [
    { id: 'early', title: 'Early', start: '06:00', end: '14:00' },
    { id: 'late', title: 'Late', start: '14:00', end: '22:00' },
    { id: 'night', title: 'Night', start: '22:00', end: '06:00' },
  ],
  plannedStops: [{ title: 'Break', start: '01:30', end: '02:00' }],
})
const iso = (ms: number) => new Date(ms).toISOString()
const minutes = (n: number) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`

/** Any pattern that covers the day: borders anywhere on the clock. */
const covering = fc
  .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 5 })
  .map((borders) => borders.sort((a, b) => a - b))
  .map((borders) =>
    borders.map((border, n) => {
      const end = borders[(n + 1) % borders.length]!
      return { id: `s${n}`, title: `Shift ${n}`, start: minutes(border), end: minutes(end) }
    }),
  )
const instant = fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2031, 0, 1) })

describe('a shift calendar', () => {
  it('puts every instant into exactly one shift where the pattern covers the day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), covering, instant, (timeZone, pattern, at) => {
        const calendar = { timeZone, pattern }
        const there = shiftsWithin(calendar, at, at + 1)
        expect(there).toHaveLength(1)
        expect(there[0]!.fromMs).toBeLessThanOrEqual(at)
        expect(there[0]!.toMs).toBeGreaterThan(at)
        expect(shiftById(calendar, there[0]!.id)).toEqual(there[0])
      }),
      { numRuns: 60 },
    )
  })

  it('follows without a hole and without an overlap over days of any length', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), covering, instant, (timeZone, pattern, at) => {
        const shifts = shiftsWithin({ timeZone, pattern }, at, at + 4 * DAY_MS)
        for (const [n, shift] of shifts.slice(1).entries()) expect(shift.fromMs).toBe(shifts[n]!.toMs)
        expect(new Set(shifts.map(({ id }) => id)).size).toBe(shifts.length)
      }),
      { numRuns: 40 },
    )
  })

  it('adds up to the length of the day: 24 h, and 23 or 25 where the clock moves', () => {
    const lengths = (day: string) => {
      const from = instantOf('Europe/Berlin', Date.parse(`${day}T06:00:00Z`))
      const shifts = shiftsWithin(threeShifts('Europe/Berlin'), from, from + 20 * HOUR_MS)
      return shifts.map(({ fromMs, toMs }) => (toMs - fromMs) / HOUR_MS)
    }
    expect(lengths('2026-11-19')).toEqual([8, 8, 8])
    // The night of the 28th of March loses 02:00 to 03:00, that of the 24th of October has it twice.
    expect(lengths('2026-03-28')).toEqual([8, 8, 7])
    expect(lengths('2026-10-24')).toEqual([8, 8, 9])
  })

  it('names a shift over midnight after the day on which it began', () => {
    const night = shiftAt(threeShifts('America/Sao_Paulo'), Date.parse('2026-11-20T04:00:00Z'))!
    expect({ ...night, from: iso(night.fromMs), to: iso(night.toMs) }).toMatchObject({
      id: '2026-11-19-night',
      from: '2026-11-20T01:00:00.000Z',
      to: '2026-11-20T09:00:00.000Z',
    })
    const [pause] = plannedStopsOf(threeShifts('America/Sao_Paulo'), night)
    expect(pause).toEqual({
      title: 'Break',
      fromMs: Date.parse('2026-11-20T04:30:00Z'),
      toMs: Date.parse('2026-11-20T05:00:00Z'),
    })
  })

  it('takes the first of two equal wall times, and the leap where a wall time does not exist', () => {
    const at = (wall: string) => iso(instantOf('Europe/Berlin', Date.parse(wall)))
    expect(at('2026-10-25T02:30:00Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(at('2026-03-29T02:30:00Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(at('2026-03-29T03:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
  })

  it('never runs backwards', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, fc.integer({ min: 0, max: 3 * HOUR_MS }), (zone, wall, more) => {
        expect(instantOf(zone, wall + more)).toBeGreaterThanOrEqual(instantOf(zone, wall))
      }),
      { numRuns: 200 },
    )
  })

  it('knows no shift on a day that has none', () => {
    const weekdays = { id: 'day', title: 'Day', start: '08:00', end: '16:00', days: ['mon', 'tue'] }
    const calendar = { timeZone: 'UTC', pattern: [weekdays] }
    expect(shiftAt(calendar, Date.parse('2026-11-16T12:00:00Z'))?.id).toBe('2026-11-16-day')
    expect(shiftAt(calendar, Date.parse('2026-11-18T12:00:00Z'))).toBeUndefined()
    expect(shiftById(calendar, '2026-11-18-day')).toBeUndefined()
  })
})
