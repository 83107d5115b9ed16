import { createInstance } from 'i18next'
import { expect, it } from 'vitest'
import portuguese from '../pt-BR.json' with { type: 'json' }
import { alarmDetail, alarmFigure, alarmWords } from './alarm-sentences.ts'
import { formatsOf } from './formats.ts'
import { OPTIONS } from './index.ts'

const formats = formatsOf('pt-BR', 'America/Sao_Paulo')
const tell = (sentence: string) => `«${sentence}»`

it('writes the figures of an alarm in the unit of its kind', () => {
  expect(
    [
      ...[alarmFigure(12.34, '%', formats), alarmFigure(-250, 'ms', formats)],
      ...[alarmFigure(90, 's', formats), alarmFigure(12_000, 'events', formats)],
    ].join(' | '),
  ).toBe('12,3 % | \u2212250 ms | 1 min 30 s | 12\u2009000')
})

it('tells what the cell said without its full stop, and an instant by the clock of the plant', () => {
  expect(alarmDetail('The lamp is dark.', { tell, formats })).toBe('«The lamp is dark»')
  expect(alarmDetail('2026-11-19T12:05:09Z', { tell, formats })).toBe('qui 19 nov 09:05:09')
})

it('says title, cause, consequence and response in the language of whoever reads', async () => {
  const instance = createInstance()
  await instance.init({ ...OPTIONS, lng: 'pt-BR', resources: { 'pt-BR': { [OPTIONS.defaultNS]: portuguese } } })
  const words = alarmWords(
    { kind: 'clock-skew', of: 'visual', unit: 'ms', value: 310, limit: 250 },
    {
      ...{ t: instance.t, tell, formats },
    },
  )
  expect(Object.keys(words)).toEqual(['title', 'cause', 'consequence', 'response'])
  expect(Object.values(words).join(' ')).toMatch(/«visual»[\s\S]*\+310 ms/)
})
