import { describe, expect, it } from 'vitest'
import { readReadings } from './read-readings.ts'

describe('readings from CSV', () => {
  it('are read with comma, semicolon and decimal comma, or tab', () => {
    const expected = [
      { part: '1', value: 1.5 },
      { part: '2', value: -2 },
    ]
    expect(readReadings('part,value\n1,1.5\n2,-2\n', 'type3')).toEqual(expected)
    expect(readReadings('\uFEFFValue;Part\r\n1,5;1\r\n-2;2\r\n', 'type3')).toEqual(expected)
    expect(readReadings('part\tvalue\n1\t1.5\n\n2\t-2', 'type3')).toEqual(expected)
  })

  it('are decisions as people write them', () => {
    const text = 'part,operator,rating,reference,borderline\n1,"Ada",ok,NOK,yes\n2,Ada,reject,nonconforming,\n'
    expect(readReadings(text, 'attribute')).toEqual([
      { part: '1', operator: 'Ada', rating: 'conforming', reference: 'nonconforming', borderline: true },
      { part: '2', operator: 'Ada', rating: 'nonconforming', reference: 'nonconforming' },
    ])
  })

  it('are of masters with what each is certified to be', () => {
    expect(readReadings('part;reference;value\nA;2,5;2,49\n', 'linearity')).toEqual([
      { part: 'A', referenceValue: 2.5, value: 2.49 },
    ])
    expect(() => readReadings('part,reference,value\nA,ok,2', 'linearity')).toThrow(
      'column reference: must be a number',
    )
  })

  it.each([
    ['part,value\n1,x', 'row 2, column value: must be a number, is "x"'],
    ['part,value\n1,1\n2', 'row 3: has 1 columns, the heading has 2'],
    ['part,value\n1,1\n,2', 'row 3, column part: must not be empty'],
    ['part\n1', 'row 1: has no column "value"; type3 needs part, value'],
    ['part,value\n', 'there are no readings below the heading'],
  ])('name row, column and rule: %j', (text, message) => {
    expect(() => readReadings(text, 'type3')).toThrow(message)
  })
})
