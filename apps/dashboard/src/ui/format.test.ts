import portuguese from '@celltwin/locales/pt-BR.json'
import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { clockPosition, day, duration, minutes, number, signed, words } from './format.ts'

describe('how values are written', () => {
  it('writes a true minus, and none for a rounded zero', () => {
    expect(number(-0.0123, 3)).toBe('\u22120.012')
    expect(number(-0.0001, 3)).toBe('0.000')
    expect(signed(2.4)).toBe('+2')
    expect(signed(0.2)).toBe('0')
  })

  it('parts thousands from five digits on', () => {
    expect(number(1284)).toBe('1284')
    expect(number(1284507)).toBe('1\u2009284\u2009507')
  })

  it('says durations as people do', () => {
    expect([400, 12_300, 250_000, 7_500_000].map(duration)).toEqual(['0.4 s', '12 s', '4 min 10 s', '2 h 05'])
    expect([14_000, 455_000, 3_725_000].map(minutes)).toEqual(['0:14', '7:35', '1:02:05'])
  })

  it('puts the 2D code at 12 and counts clockwise', () => {
    expect([0, 240, 359, -30].map(clockPosition)).toEqual([
      '12 o\u2019clock',
      '8 o\u2019clock',
      '12 o\u2019clock',
      '11 o\u2019clock',
    ])
  })

  it('follows the language of the screen', async () => {
    await i18next.addResourceBundle('pt-BR', 'translation', portuguese).changeLanguage('pt-BR')
    try {
      expect(number(12_345.678, 2)).toBe('12\u2009345,68')
      expect(day('2026-11-19T12:00:00')).toBe('qui 19 nov')
      expect([clockPosition(240), words('part-inserted')]).toEqual(['8 h', 'Peça inserida'])
    } finally {
      await i18next.changeLanguage('en')
    }
  })
})
