import type { CellDefinition } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { emptyDisk, referenceCell } from '../../testing.ts'
import { judged, moveRequest, passing, type Rig, startForTest } from './testing.ts'

const cell: CellDefinition = {
  ...referenceCell(),
  packing: {
    container: { prefix: 'KLT', positions: 2, label: '1JUN-4711' },
    shipment: { prefix: 'SHP', containers: 2 },
  },
}
const packed = (rig: Rig) =>
  rig.told('part-packed').map(({ data }) => `${data.cycleNumber} ${data.container}/${data.position}`)

it('packs what it accepts, closes full containers with a label, and ships so many together', async () => {
  const rig = startForTest({ cell })
  await rig.until(() => rig.told('container-shipped').length === 2 && packed(rig).length === 5)
  expect(packed(rig)).toEqual([
    '1 KLT-000001/1',
    '2 KLT-000001/2',
    '3 KLT-000002/1',
    '4 KLT-000002/2',
    '5 KLT-000003/1',
  ])
  expect(rig.told('container-closed').map(({ data }) => data)).toEqual([
    { container: 'KLT-000001', parts: 2, label: '1JUN-4711-000001' },
    { container: 'KLT-000002', parts: 2, label: '1JUN-4711-000002' },
  ])
  expect(rig.told('container-shipped').map(({ data }) => data)).toEqual([
    { container: 'KLT-000001', shipment: 'SHP-000001' },
    { container: 'KLT-000002', shipment: 'SHP-000001' },
  ])
})

it('packs no part that went elsewhere, and a held one once a person lets it pass', async () => {
  const rig = startForTest({
    cell,
    judge: (part, now) => (part.cycleNumber === 1 ? judged(part, 'hold') : passing(part, now)),
  })
  await rig.until(() => packed(rig).length === 1)
  expect(packed(rig)).toEqual(['2 KLT-000001/1'])
  const held = rig.told('part-arrived').find(({ data }) => data.at === 'hold')!
  rig.request(moveRequest('r1', held.data, 'accept'))
  await rig.until(() => packed(rig).some((text) => text.startsWith('1 ')))
})

it('packs each part once, wherever kill -9 comes between', { timeout: 60_000 }, async () => {
  for (const after of [false, true])
    for (let nth = 30; nth < 48; nth += 1) {
      const disk = emptyDisk()
      const first = startForTest({ cell, disk, dieAtWrite: { nth, after } })
      await first.until(() => first.context.signal.aborted || packed(first).length >= 3).catch(() => {})
      first.kill()
      const second = startForTest({ cell, disk })
      await second.until(() => packed(second).length >= 4)
      const places = second.told('part-packed').map(({ data }) => `${data.container}/${data.position}`)
      const parts = second.told('part-packed').map(({ data }) => data.cycleId)
      expect(new Set(places).size, `killed at write ${nth}`).toBe(places.length)
      expect(new Set(parts).size).toBe(parts.length)
      second.kill()
    }
})
