import { type CellDescription, descriptionOf } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import { emptyDisk, referenceCell } from '../../testing.ts'
import { judged, type Rig, startForTest } from './testing.ts'

const reference = descriptionOf(referenceCell())
const withTakt = (taktMs: number): CellDescription => ({ ...reference, cycle: { ...reference.cycle, taktMs } })
const withNests = (capacity: number): CellDescription => ({
  ...reference,
  stations: reference.stations.map((station) => (station.kind === 'hold' ? { ...station, capacity } : station)),
})
let revision = 0
const release = (rig: Rig, description: CellDescription, hash = hashOf(description), releaseId = uuidv7()) => {
  rig.desire({
    ...{ v: 1, journalId: 'j', revision: ++revision, items: [] },
    description: { releaseId, description, hash },
  })
  return releaseId
}

it('adopts a released description between two parts, and describes itself anew', async () => {
  const rig = startForTest()
  await rig.until(() => rig.told('part-inserted').length === 1)
  const releaseId = release(rig, withTakt(20_000))
  await rig.until(() => rig.told('part-arrived').length === 2)
  expect(rig.told('cell-description-adopted')).toMatchObject([{ data: { releaseId, hash: hashOf(withTakt(20_000)) } }])
  expect(rig.told('cell-described').map(({ data }) => data.definition.cycle.taktMs)).toEqual([16_900, 20_000])
  const types = rig.disk.events.map(({ type }) => type)
  const adopted = types.indexOf('cell-description-adopted')
  expect(types.slice(0, adopted).lastIndexOf('part-arrived')).toBeGreaterThan(
    types.lastIndexOf('part-inserted', adopted),
  )
  // Each part says what it was inserted under.
  expect(rig.told('part-inserted').map(({ data }) => data.description)).toEqual([undefined, hashOf(withTakt(20_000))])
})

it('keeps it over a restart, and lets a cell file that was changed take its place', async () => {
  const disk = emptyDisk()
  const one = startForTest({ disk })
  const releaseId = release(one, withTakt(20_000))
  await one.until(() => one.told('cell-description-adopted').length === 1)
  one.kill()
  const two = startForTest({ disk })
  await two.until(() => two.told('part-inserted').length > 0)
  expect(two.told('cell-described').at(-1)!.data.definition.cycle.taktMs).toBe(20_000)
  two.kill()
  // The rig says the same hash of every file: this one has another.
  const three = startForTest({ disk, cell: referenceCell(), cellHash: 'e'.repeat(64) })
  release(three, withTakt(20_000), undefined, releaseId)
  const before = three.told('part-inserted').length
  await three.until(() => three.told('part-inserted').length > before)
  expect(three.told('cell-described').at(-1)!.data.definition.cycle.taktMs).toBe(16_900)
  expect(three.told('cell-description-adopted')).toHaveLength(1)
})

it('tells once what it cannot take over: not what was released, against a rule, a nest in use', async () => {
  const rig = startForTest({ judge: (part) => judged(part, 'hold') })
  const refused = () => rig.told('cell-description-refused').map(({ data }) => data.reason)
  release(rig, withTakt(20_000), 'f'.repeat(64))
  await rig.until(() => refused().length === 1)
  release(rig, { ...reference, cycle: { ...reference.cycle, budgetMs: 1 } })
  await rig.until(() => refused().length === 2)
  await rig.until(() => rig.told('part-arrived').length === 3)
  release(rig, withNests(2))
  await rig.until(() => refused().length === 3)
  expect(refused()).toEqual([
    'it is not what was released',
    '/cycle/budgetMs: must be at least the sum of the phases (11800)',
    expect.stringMatching(/^nest [34] of the hold fixture has a part in it$/),
  ])
  expect(rig.told('cell-description-adopted')).toEqual([])
})
