import type { Conformance } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { byGravity, isAlarming, limitsText, lookOfRow, type Row, tally } from './results.ts'

describe('results in words', () => {
  it('writes limits as a drawing does', () => {
    expect(limitsText({ lower: 1, upper: 1.4 }, { unit: 'mm', decimals: 2 })).toBe('1.00–1.40')
    expect(limitsText({ upper: 0.05 }, { unit: 'mm', decimals: 3 })).toBe('≤ 0.050')
    expect(limitsText({ lower: 6, upper: 6 }, { unit: '', decimals: 0 })).toBe('6')
    expect(limitsText({ lower: -0.3, upper: 0.3 }, { unit: 'mm', decimals: 1 })).toBe('± 0.3')
  })

  const rows = (...all: (Conformance | undefined)[]) =>
    all.map((conformance) => ({ result: conformance && { conformance } }) as Row)

  it('counts what there is, gravest first, and leaves out what there is not', () => {
    expect(tally(rows('pass', 'fail', 'pass', undefined))).toBe('1 fail, 2 pass')
    expect(tally(rows('not-inspected'))).toBe('1 not inspected')
  })

  it('holds a part that could not be inspected to be graver than a narrow pass, and a fail gravest', () => {
    const order = (...all: Parameters<typeof rows>) => byGravity(rows(...all)).map(({ result }) => result?.conformance)
    expect(order('pass', 'conditional-pass', 'not-inspected')).toEqual(['not-inspected', 'conditional-pass', 'pass'])
    expect(order(undefined, 'conditional-fail', 'fail', 'not-inspected')[0]).toBe('fail')
  })
})

describe('results of a known-bad part of the rack', () => {
  const of = (conformance: Conformance, expected: Row['expected'], more: object = {}): Row =>
    ({ expected, result: { value: 1, conformance, ...more } }) as Row
  const told = (row: Row) => [lookOfRow(row)?.word, isAlarming(row)]

  it('are as expected where they fail, and alarm only where they do not', () => {
    expect(told(of('fail', 'fail'))).toEqual(['As expected', false])
    expect(told(of('pass', 'fail'))).toEqual(['Not as expected', true])
    expect(told(of('not-inspected', 'fail'))).toEqual(['Not inspected', false])
  })

  it('fail where something unfamiliar was seen that has no value', () => {
    const unfamiliar = { value: null, locations: [{ label: 'Unfamiliar' }] }
    expect(told(of('not-inspected', 'fail', unfamiliar))).toEqual(['As expected', false])
  })

  it('are production\u2019s words without its colours where nobody asks of them', () => {
    expect(lookOfRow(of('fail', 'nothing'))).toMatchObject({ word: 'Fail', tone: 'none' })
    expect(told(of('fail', undefined))).toEqual(['Fail', true])
  })

  it('stand before all else and are counted where the part showed other than it must', () => {
    const all = [of('fail', 'nothing'), of('fail', 'fail'), of('pass', 'fail'), of('pass', 'nothing')]
    expect(byGravity(all)[0]).toBe(all[2])
    expect(tally(all)).toBe('1 not as expected, 1 fail, 1 as expected, 1 pass')
  })
})
