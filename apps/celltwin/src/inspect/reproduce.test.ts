import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GaugeCalibration, Module, Recipe, Result } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { type InspectionInput, inspectPart } from '@celltwin/inspection'
import { afterEach, expect, it } from 'vitest'
import { reproduce } from './reproduce.ts'

const recipe: Recipe = {
  ...{ id: 'R', version: 1, partType: 'P' },
  decision: {
    ...{ acceptance: 'guarded', conditionalFail: 'reject', conditionalPass: 'pass', conditionalPassSpecial: 'hold' },
  },
  characteristics: [
    {
      id: 'acceleration-rms',
      title: 'RMS',
      module: 'vibration',
      group: 'g',
      kind: 'measure',
      unit: 'm/s²',
      decimals: 2,
    },
  ],
}
const module: Module = {
  ...{ inspector: 'vibration-window', gauge: 'ACC-01', dueMs: 1, computeAllowanceMs: 0, parameters: {} },
  takes: [{ evidence: 'waveform', phase: 'vibration' }],
}
const calibration: GaugeCalibration = { id: 'ACC-01/1', gauge: 'ACC-01', validForHours: 1 }
const changed = { ...calibration, validForHours: 2 }

let server: Server | undefined
afterEach(() => server?.close())

/** A server that knows one part, and one record of the calibration. */
async function serving(results: readonly Result[], recorded: GaugeCalibration): Promise<string> {
  const passport = {
    ...{ serial: 'S-1', cell: 'cell-1', definition: { recipe, modules: { vibration: module } } },
    cycles: [
      {
        ...{
          cycleNumber: 1,
          insertedAt: '2026-11-19T06:00:00.000Z',
          verdict: 'hold',
          recipe: { hash: hashOf(recipe) },
        },
        ...{ evidence: [], partTemperatureC: null, ambientTemperatureC: null },
        results: results.map((result) => ({ ...result, module: 'vibration', late: false })),
      },
    ],
  }
  const twin = { trust: { calibrations: { 'ACC-01': { value: recorded } } } }
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url?.includes('/twin') ? twin : passport))
  })
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const inspected = async (conditions: Partial<InspectionInput> = {}) =>
  (
    await inspectPart({
      ...{ moduleId: 'vibration', module, recipe, calibration, evidence: [], now: () => 0 },
      ...conditions,
    })
  ).results

it('inspects again with the record of the calibration that the results name, and with no other under its id', async () => {
  const results = await inspected({ calibrationDigest: hashOf(calibration) })
  const same = await reproduce('S-1', { server: await serving(results, calibration), models: '' })
  expect(same.report.agreement).toBe('identical')
  expect(same.results[0]?.calibrationDigest).toBe(hashOf(calibration))
  server!.close()
  await expect(reproduce('S-1', { server: await serving(results, changed), models: '' })).rejects.toThrow(
    `calibration ACC-01/1 of ACC-01 with digest ${hashOf(calibration).slice(0, 12)}`,
  )
})

it('takes results from before there were digests at their word', async () => {
  const server = await serving(await inspected(), calibration)
  expect((await reproduce('S-1', { server, models: '' })).report.agreement).toBe('identical')
})

it.each([
  ['repeated', 'repeated-evidence'],
  ['distrust', 'untrusted-gauge'],
] as const)('withholds again what was withheld then, in whatever words: %s', async (condition, withheld) => {
  const results = await inspected({ [condition]: 'a reason in words that nobody parses' })
  expect(results[0]).toMatchObject({ conformance: 'not-inspected', withheld })
  const { report } = await reproduce('S-1', { server: await serving(results, calibration), models: '' })
  expect(report.agreement).toBe('identical')
})
