import { expect, it } from 'vitest'
import { emptyDisk, testCell } from '../../testing.ts'
import { emptyBin, tellTakenOut } from './emptied-bin.ts'
import { openStore } from './record.ts'
import { moveRequest } from './testing.ts'

const part = (cycleNumber: number) => ({
  cycleId: `c${cycleNumber}`,
  serial: `S${cycleNumber}`,
  cycleNumber,
  recipeHash: 'r',
})
const bin = [part(1), part(2), part(3)]

it('is told part by part, each once, when the agent dies in between', async () => {
  const disk = emptyDisk()
  const first = openStore(testCell({ source: 'handling', disk, dieAtWrite: { nth: 3, after: false } }).context)
  await first.keep((record) => emptyBin({ ...record, places: { nests: [], bin } }))
  await expect(tellTakenOut(first)).rejects.toThrow('killed')

  const cell = testCell({ source: 'handling', disk })
  expect(cell.told('part-taken-out')).toHaveLength(1)
  const second = openStore(cell.context)
  await tellTakenOut(second)
  expect(cell.told('part-taken-out').map(({ data }) => data.cycleId)).toEqual(['c1', 'c2', 'c3'])
  expect(second.record).toMatchObject({ takenOut: [], places: { bin: [] } })
})

it('leaves the part that a request is taking out at this moment to that request', () => {
  const { record } = openStore(testCell({ source: 'handling' }).context)
  const items = [moveRequest('r1', { ...part(2), at: 'reject' }, 'out')]
  const requests = { ...record.requests, items, started: 'r1' }
  const emptied = emptyBin({ ...record, requests, places: { nests: [], bin } })
  expect(emptied.places.bin.map(({ cycleId }) => cycleId)).toEqual(['c2'])
  expect(emptied.takenOut?.map(({ cycleId }) => cycleId)).toEqual(['c1', 'c3'])
})
