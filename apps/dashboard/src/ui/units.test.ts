import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownIn } from './units.ts'

const INCH_FAHRENHEIT = { length: 'in', temperature: '°F' } as const
const METRIC = { length: 'mm', temperature: '°C' } as const
const inch = (unit: string, decimals = 0) => shownIn({ unit, decimals }, INCH_FAHRENHEIT)

describe('units of this screen', () => {
  it('write a length in inches with the digits that its millimetres have', () => {
    expect([inch('mm', 3).text(0.061), inch('mm', 3).unit]).toEqual(['0.00240', 'in'])
    expect([inch('mm²', 1).text(129.032), inch('mm²', 1).unit]).toEqual(['0.2000', 'in²'])
    expect([inch('µm', 1).text(2.54), inch('µm', 1).unit]).toEqual(['100', 'µin'])
    expect([inch('µm/s').text(25.4), inch('µm/s').unit]).toEqual(['1000', 'µin/s'])
    expect([inch('mm/s', 2).text(25.4), inch('mm/s', 2).unit]).toEqual(['1.0000', 'in/s'])
  })

  it('move the zero of a temperature, but not of a difference between two', () => {
    const { text, difference, unit } = inch('°C', 1)
    expect([text(20), text(-40), unit]).toEqual(['68.0', '\u221240.0', '°F'])
    expect(difference(0.5)).toBeCloseTo(0.9)
  })

  it('leave what they have no say in, and everything where the units are metric', () => {
    for (const unit of ['', '°', 'N·m', 'm/s²', 'dB', '%'])
      expect([inch(unit, 2).unit, inch(unit, 2).text(1.234)]).toEqual([unit, '1.23'])
    for (const unit of ['mm', '°C']) {
      const { of, difference, ...shown } = shownIn({ unit, decimals: 1 }, METRIC)
      expect([shown.unit, shown.decimals, of(1.23), difference(1.23)]).toEqual([unit, 1, 1.23, 1.23])
    }
  })

  const measured = fc.record({
    unit: fc.constantFrom('mm', 'mm²', 'µm', 'mm/s', 'µm/s', '°C', 'N·m'),
    decimals: fc.integer({ min: 0, max: 6 }),
  })
  const value = fc.integer({ min: -1e9, max: 1e9 }).map((millionths) => millionths / 1e6)

  it('come back to the value of the record', () => {
    fc.assert(
      fc.property(measured, value, ({ unit, decimals }, recorded) => {
        const { of, back } = inch(unit, decimals)
        expect(back(of(recorded))).toBeCloseTo(recorded, 9)
      }),
    )
  })

  it('keep order, and distances as differences, so that a bar between limits looks the same', () => {
    fc.assert(
      fc.property(measured, value, value, ({ unit, decimals }, a, b) => {
        const { of, difference } = inch(unit, decimals)
        expect(of(b) - of(a)).toBeCloseTo(difference(b - a), 6)
        expect(Math.sign(difference(b - a))).toBe(Math.sign(b - a))
      }),
    )
  })

  it('never show a length or area coarser than it was recorded', () => {
    const kinds = fc.constantFrom('mm', 'mm²', 'mm/s')
    fc.assert(
      fc.property(kinds, fc.integer({ min: 0, max: 4 }), (unit, decimals) => {
        const shown = inch(unit, decimals)
        expect(shown.back(10 ** -shown.decimals)).toBeLessThanOrEqual(10 ** -decimals)
      }),
    )
  })
})
