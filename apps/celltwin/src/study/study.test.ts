import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { studyOf } from '@celltwin/quality'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { printedStudy } from './print-study.ts'
import { runStudy } from './run-study.ts'
import { simulateReadings } from './simulate.ts'

const folder = mkdtempSync(join(tmpdir(), 'celltwin-study-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

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

  it('prints bias and linearity of masters', async () => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
    const masters = [10, 20, 30, 40, 50]
    const rows = masters.flatMap((reference) =>
      values.slice(0, 10).map((value) => `M${reference},${reference},${reference + 0.01 * reference + value - 6.0009}`),
    )
    const csv = join(folder, 'linearity.csv')
    writeFileSync(csv, ['part,reference,value', ...rows].join('\n'))
    expect(await runStudy('linearity', csv, { processVariation: 12, unit: 'mm' })).toBe(2)
    expect(printed.mock.lastCall![0]).toMatch(/\n50 +50\.5 +0\.5 .* 4\.2\n/)
    expect(printed.mock.lastCall![0]).toContain('Linearity: 1.0 %, 0.12 mm over the process variation of 12')
    expect(await runStudy('linearity', csv, { tolerance: 4 })).toBe(1)
    await expect(runStudy('linearity', file, {})).rejects.toThrow('no column "part"')
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
