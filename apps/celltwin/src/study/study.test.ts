import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { studyOf } from '@celltwin/quality'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { readCellFile } from '../cell-file.ts'
import { printedStudy } from './print-study.ts'
import { readReadings } from './read-readings.ts'
import { runStudy } from './run-study.ts'
import { simulateReadings } from './simulate.ts'

const folder = mkdtempSync(join(tmpdir(), 'celltwin-study-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

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

describe('celltwin study', () => {
  const values = Array.from({ length: 50 }, (_, i) => 6.0009 + (i % 2 === 0 ? 0.001 : -0.001))
  const file = join(folder, 'type1.csv')
  writeFileSync(file, ['value', ...values].join('\n'))

  it('prints what a person reads, or JSON, and exits by the verdict', async () => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
    const options = { tolerance: 0.06, reference: 6.002 }
    expect(await runStudy('type1', file, options)).toBe(0)
    expect(printed.mock.lastCall![0]).toMatch(/Cg \(0\.2T\/6s\) +1\.98 .*\n.*Cgk \(0\.2T\/6s\) +1\.62\n/)
    expect(await runStudy('type1', file, { lower: 5.98, upper: 6.02, reference: 6.002, json: true })).toBe(1)
    expect(JSON.parse(printed.mock.lastCall![0] as string)).toMatchObject({ kind: 'type1', verdict: 'not-capable' })
    await expect(runStudy('type1', file, {})).rejects.toThrow('tolerance')
    await expect(
      runStudy('grr', undefined, { server: 'http://x', cell: 'c', characteristic: 'd', serials: ['1'] }),
    ).rejects.toThrow('CSV')
  })

  it('inspects simulated parts again and again by the inspection of the agents', async () => {
    const { definition } = readCellFile('cells/pulley-cell-1.yaml')
    const simulation = { characteristic: 'running-torque', parts: 5, trials: 2, seed: 26, models: 'packages/models' }
    const { readings, settings, unit } = await simulateReadings(definition, simulation)
    expect(readings.map(({ part }) => part).join('')).toBe('1122334455')
    const study = studyOf('type3', readings, settings)
    // Noise is new at every trial, the part is the same: far more lies between parts than within.
    expect(study).toMatchObject({ kind: 'type3', basis: 'tolerance', verdict: 'capable' })
    expect(new Set(readings.map(({ value }) => value)).size).toBe(10)
    expect(printedStudy(study, unit)).toContain('5 parts, 1 operator, 2 trials')
    await expect(simulateReadings(definition, { ...simulation, characteristic: 'x' })).rejects.toThrow('none of')
  })
})
