import { describe, expect, it } from 'vitest'
import { numberIn, rowsOf } from './rows.ts'

const cellsOf = (text: string) => rowsOf(text).map(({ cells }) => cells)

describe('text in columns', () => {
  it.each([
    ['semicolons and decimal commas', '0,5;0,040\n1,0;-0,02\n'],
    ['tabs and decimal commas', '0,5\t0,040\n1,0\t-0,02\n'],
    ['commas and decimal points', '0.5,0.040\n1.0,-0.02\n'],
    ['spaces', ' 0.5  0.040\n 1.0  -0.02\n'],
    ['CRLF, a byte order mark and quotes', '\uFEFF"0,5";"0,040"\r\n"1,0";"-0,02"\r\n'],
    ['CR alone', '0.5,0.040\r1.0,-0.02\r'],
  ])('are the same numbers with %s', (_, text) => {
    expect(cellsOf(text).map((cells) => cells.map(numberIn))).toEqual([
      [0.5, 0.04],
      [1, -0.02],
    ])
  })

  it('are cut as the numbers show, not as a heading does', () => {
    expect(cellsOf('Recorder 7; 5 kHz\nt,a\n0.1,0.5\n')).toEqual([['Recorder 7; 5 kHz'], ['t', 'a'], ['0.1', '0.5']])
  })

  it('keep their line numbers where some are empty or remarks', () => {
    expect(rowsOf('# scanner 3\n\n0,1\n').map(({ line }) => line)).toEqual([3])
  })

  it('are refused where a decimal comma would become two columns', () => {
    expect(() => rowsOf('1,25\n0,052\n')).toThrow('line 2: "0,052" looks like a decimal comma')
    expect(() => rowsOf('-0,5\n1,2\n')).toThrow('line 1: "-0,5"')
    expect(cellsOf('0,10\n1,20\n')).toEqual([
      ['0', '10'],
      ['1', '20'],
    ])
  })

  it('hold no number in an empty cell', () => {
    expect(numberIn('')).toBeNaN()
    expect(numberIn('1,234.5')).toBeNaN()
  })
})
