import { readFileSync } from 'node:fs'
import type { CellDefinition, CellTwin } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { gaugeTable } from './list-gauges.ts'

const definition: CellDefinition = parse(
  readFileSync(new URL('../../../../cells/pulley-cell-1.yaml', import.meta.url), 'utf8'),
)
const NOW = Date.parse('2026-11-22T12:00:00.000Z')
const camera = definition.calibrations!.find(({ gauge }) => gauge === 'CAM-01')!

it('names the calibration of each gauge with age, expiry, temperature, residuals and what its lens does', () => {
  const madeAt = '2026-11-12T11:00:00.000Z'
  const twin = {
    definition: { value: { definition } },
    trust: {
      ...{ parts: {}, suspicions: [], releases: [] },
      calibrations: { 'CAM-01': { value: { ...camera, madeAt, temperatureC: 21.4 } } },
    },
  } as unknown as CellTwin
  const lines = gaugeTable(twin, NOW).split('\n')
  expect(lines[0]).toMatch(/^gauge +module +state +calibration +age +expires +made at +residuals$/)
  const [line] = lines.filter((each) => each.startsWith('CAM-01'))
  expect(line).toMatch(
    /^CAM-01 +visual +valid +CAM-01\/2026-11-22 +10 d +2027-11-12 +21\.4 °C +rmsPx 0\.068; lens -0\.23 %/,
  )
  expect(line).not.toContain('covariance')
  expect(lines.find((each) => each.startsWith('LJ-01'))).toContain('spindles FX-1, FX-2')
})
