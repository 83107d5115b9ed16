import portuguese from '@celltwin/locales/pt-BR.json'
import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { clockPosition, day, number, words } from './format.ts'

describe('what this screen writes', () => {
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
