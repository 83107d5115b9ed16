import { describe, expect, it } from 'vitest'
import { formatsOf } from './formats.ts'

const english = formatsOf('en', 'UTC')
const portuguese = formatsOf('pt-BR', 'America/Sao_Paulo')
const AT = '2026-11-19T12:05:09.125Z'

describe('how values are written', () => {
  it('writes a true minus, and none for a rounded zero', () => {
    const { number, signed } = english
    expect([number(-0.0123, 3), number(-0.0001, 3)]).toEqual(['\u22120.012', '0.000'])
    expect([signed(2.4), signed(0.2), signed(-2.4)]).toEqual(['+2', '0', '\u22122'])
  })

  it('parts thousands from five digits on, and has the decimal mark of the language', () => {
    expect([1284, 1_284_507].map((n) => english.number(n))).toEqual(['1284', '1\u2009284\u2009507'])
    expect(portuguese.number(12_345.678, 2)).toBe('12\u2009345,68')
    expect([english.decimalMark, portuguese.decimalMark]).toEqual(['.', ','])
  })

  it('says durations as people do', () => {
    const { duration, minutes, inMinutes, secondsFigure } = english
    expect([400, 12_300, 250_000, 7_500_000, 97_200_000].map(duration)).toEqual([
      ...['0.4 s', '12 s', '4 min 10 s', '2 h 05', '1 d 3 h'],
    ])
    expect([14_000, 455_000, 3_725_000].map(minutes)).toEqual(['0:14', '7:35', '1:02:05'])
    expect([inMinutes(250_000), secondsFigure(16_900)]).toEqual(['4.2 min', '16.9'])
  })

  it('shows a rare thing with two decimals, so that it is not none', () => {
    expect([0.002, 0.25].map(english.percent)).toEqual(['0.20 %', '25.0 %'])
    expect(portuguese.percentFigure(0.975)).toBe('97,5')
  })

  it('names a day in words, by the clock that counts', () => {
    expect([english.day(AT), english.date(AT), english.fullDay(AT)]).toEqual([
      ...['Thu 19 Nov', '19 Nov 2026', 'Thu 19 Nov 2026'],
    ])
    expect([english.time(AT), english.time(AT, true), english.shortTime(AT)]).toEqual([
      ...['12:05:09', '12:05:09.125', '12:05'],
    ])
    expect([portuguese.fullDay(AT), portuguese.dateTime(AT)]).toEqual(['qui 19 nov 2026', '19 nov, 09:05'])
    expect(formatsOf('en', 'UTC').shortTime('2026-11-19T00:00:00Z')).toBe('00:00')
  })

  it('leaves out the day where it is today', () => {
    const { dayTime } = english
    expect(dayTime(AT, Date.parse('2026-11-19T23:00:00Z'))).toBe('12:05:09')
    expect(dayTime(AT, Date.parse('2026-11-20T00:00:00Z'))).toBe('Thu 19 Nov 12:05:09')
  })

  it('writes dashes for what is no instant', () => {
    expect([english.time(''), english.shortTime(Number.NaN), english.date('')]).toEqual(['–:–:–', '–:–:–', '– – –'])
  })

  it('writes by the clock of this computer where no zone is given', () => {
    const here = new Date(AT)
    const two = (n: number) => String(n).padStart(2, '0')
    expect(formatsOf('en').shortTime(AT)).toBe(`${two(here.getHours())}:${two(here.getMinutes())}`)
  })
})
