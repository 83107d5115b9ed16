import type { CellDefinition, DesiredItem, GaugeCalibration } from '@celltwin/contracts'
import { afterAll, expect, it } from 'vitest'
import { emptyDisk, referenceCell, type TestCell, testCell } from '../../testing.ts'
import { keepCalibration } from './keep-calibration.ts'

const cells: TestCell[] = []
afterAll(() => {
  for (const cell of cells) cell.kill()
})

const HOUR_MS = 3_600_000
const listed: GaugeCalibration = { id: 'LJ-01/1', gauge: 'LJ-01', validForHours: 10 }
const withList = (calibrations: CellDefinition['calibrations']): CellDefinition => {
  const { calibrations: _, ...cell } = referenceCell()
  return calibrations ? { ...cell, calibrations } : cell
}

async function start(calibrations: CellDefinition['calibrations'], disk = emptyDisk()) {
  const cell = testCell({ source: 'dimensional', cell: withList(calibrations), disk })
  cells.push(cell)
  return { ...cell, trust: await keepCalibration(cell.context, 'dimensional') }
}

const record = (calibration: GaugeCalibration): DesiredItem => ({
  id: 'q1',
  target: { kind: 'record-calibration', module: 'dimensional', calibration },
  decidedAtRevision: 1,
  expiresAt: '2027-01-01T00:00:00.000Z',
})

it('counts an undated calibration of the cell file from when it was first read, over restarts', async () => {
  const disk = emptyDisk()
  const first = await start([listed], disk)
  expect(first.trust()).toMatchObject({ calibration: { id: 'LJ-01/1', madeAt: '2026-01-05T06:00:00.000Z' } })
  await first.clock.wait(9 * HOUR_MS)
  expect(first.trust().distrust).toBeUndefined()
  const again = await start([listed], disk)
  expect(again.told('calibration-recorded')).toHaveLength(1)
  expect(again.trust().calibration?.madeAt).toBe('2026-01-05T06:00:00.000Z')
})

it('measures nothing that counts once it has expired, and says since when', async () => {
  const { trust, clock } = await start([listed])
  await clock.wait(10 * HOUR_MS + 1)
  expect(trust().distrust).toBe('calibration LJ-01/1 of LJ-01 expired on 2026-01-05 16:00 UTC')
})

it('is missing where the list has none of the gauge, and not asked for where there is no list', async () => {
  expect((await start([])).trust()).toEqual({ distrust: 'no calibration of LJ-01 is on record' })
  expect((await start(undefined)).trust()).toEqual({})
})

it('takes over what a person records, once, and is trusted again', async () => {
  const { trust, clock, desire, told, until } = await start([listed])
  await clock.wait(11 * HOUR_MS)
  const item = record({ ...listed, id: 'LJ-01/2', madeAt: clock.now().toISOString() })
  desire({ v: 1, journalId: 'j', revision: 1, items: [item] })
  await until(() => told('request-done').length > 0)
  desire({ v: 1, journalId: 'j', revision: 2, items: [item] })
  await clock.wait(1)
  expect(trust()).toMatchObject({ calibration: { id: 'LJ-01/2' } })
  expect(trust().distrust).toBeUndefined()
  expect(told('calibration-recorded').map(({ data }) => data.requestId)).toEqual([undefined, 'q1'])
})

it('tells a dated calibration of the cell file once, and keeps it where the file changes it under its id', async () => {
  const disk = emptyDisk()
  const dated = { ...listed, madeAt: '2026-01-05T00:00:00.000Z' }
  const first = await start([dated], disk)
  expect(first.told('calibration-recorded').map(({ data }) => data.calibration)).toEqual([dated])
  const again = await start([{ ...dated, validForHours: 1000 }], disk)
  expect(again.told('calibration-recorded')).toHaveLength(1)
  expect(again.trust().calibration).toEqual(dated)
  const renewed = await start([{ ...dated, id: 'LJ-01/2', madeAt: '2026-01-06T00:00:00.000Z' }], disk)
  expect(renewed.trust().calibration).toMatchObject({ id: 'LJ-01/2' })
})

it('refuses another record under the id of the one in force', async () => {
  const { trust, desire, told, until } = await start([listed])
  const madeAt = '2026-01-05T06:30:00.000Z'
  desire({ v: 1, journalId: 'j', revision: 1, items: [record({ ...listed, madeAt })] })
  await until(() => told('request-refused').length > 0)
  expect(told('request-refused')[0]?.data.reason).toBe('another calibration has the id LJ-01/1')
  expect(trust().calibration?.madeAt).toBe('2026-01-05T06:00:00.000Z')
})

it('refuses the calibration of another gauge', async () => {
  const { desire, told, until } = await start([listed])
  desire({ v: 1, journalId: 'j', revision: 1, items: [record({ ...listed, gauge: 'CAM-01' })] })
  await until(() => told('request-refused').length > 0)
  expect(told('request-refused')[0]?.data.reason).toContain('LJ-01')
})
