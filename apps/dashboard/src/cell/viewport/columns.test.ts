import type { Station } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, labelTops } from './columns.ts'

const LABEL_PX = 44
const metres = fc.double({ min: -1, max: 1, noNaN: true })
const station = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom<Station['kind']>(
    'robot',
    'spindle',
    'camera',
    'laser',
    'accelerometer',
    'hold',
    'bin',
    'motor',
  ),
  title: fc.string(),
  pose: fc.record({ x: metres, y: metres, z: metres }),
  shape: fc.constant({}),
})

describe('labels of the picture', () => {
  it('never lie over each other, however many stations and however low the picture', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 1200 }), (count, height) => {
        const tops = labelTops(count, height, LABEL_PX)
        for (let i = 1; i < tops.length; i++) expect(tops[i]! - tops[i - 1]!).toBeGreaterThanOrEqual(LABEL_PX)
        expect(tops[0]).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('stay inside the picture where there is room for them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(800), (count, spare) => {
        const height = count * LABEL_PX + spare
        expect(labelTops(count, height, LABEL_PX).at(-1)! + LABEL_PX).toBeLessThanOrEqual(height + 1)
      }),
    )
  })

  it('name every station once, half of them on either side', () => {
    fc.assert(
      fc.property(fc.uniqueArray(station, { selector: ({ id }) => id, maxLength: 30 }), (stations) => {
        const { left, right } = columnsOf(stations)
        expect([...left, ...right].map(({ id }) => id).sort()).toEqual(stations.map(({ id }) => id).sort())
        expect(left.length - right.length).toBeOneOf([0, 1])
      }),
    )
  })
})
