import type { Fault } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeFaults, defectFaults, plantFaults } from './faults.ts'

const fault = (kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({
  ...{ id: kind, kind, severity: 0.5, fromCycle: 1 },
  ...more,
})
const crimp = fault('missing-crimp')

describe('faults that change while parts are made', () => {
  it('leave a part as it was inserted: a defect comes with the next one, and does not heal', () => {
    const injected = changeFaults([], [crimp], 7)
    expect(defectFaults(injected, 7)).toEqual([])
    expect(defectFaults(injected, 8)).toHaveLength(1)
    const taken = changeFaults(injected, [], 9)
    expect([8, 9].map((cycle) => defectFaults(taken, cycle).length)).toEqual([1, 1])
    expect(defectFaults(taken, 10)).toEqual([])
  })

  it('of the plant act at once', () => {
    const stalled = changeFaults([], [fault('hot-part')], 7)
    expect(plantFaults(stalled, 7)).toHaveLength(1)
    expect(plantFaults(changeFaults(stalled, [], 7), 7)).toEqual([])
  })

  it('whatever comes, a part keeps its defects, once each', () => {
    const change = fc.record({
      wanted: fc.uniqueArray(
        fc.record({ id: fc.constantFrom('a', 'b', 'c'), fromCycle: fc.integer({ min: 1, max: 30 }) }),
        { selector: ({ id }) => id },
      ),
      parts: fc.integer({ min: 0, max: 5 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
        let faults: readonly Fault[] = []
        let inserted = 0
        const seen = new Map<number, string[]>()
        const idsOf = (cycle: number) => defectFaults(faults, cycle).map(({ id }) => id)
        for (const { wanted, parts } of changes) {
          faults = changeFaults(
            faults,
            wanted.map((one) => fault('missing-crimp', one)),
            inserted,
          )
          for (let n = 0; n < parts; n++) seen.set(++inserted, idsOf(inserted))
          for (const [cycle, ids] of seen) {
            expect(idsOf(cycle)).toEqual(ids)
            expect(new Set(ids).size).toBe(ids.length)
          }
        }
      }),
    )
  })
})
