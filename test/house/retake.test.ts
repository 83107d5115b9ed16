/** A picture out of focus is taken again: once is enough where the camera recovers, and the part is held where it does not. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'

let house: House
beforeAll(async () => {
  house = await startHouse({ speed: 1, defects: 0, seed: 11 })
}, 120_000)
afterAll(() => house?.stop())

it('judges the part by its second picture, and holds it where that is no better', { timeout: 180_000 }, async () => {
  const first = (await house.judged(1, 60_000)).length
  const blurred = (id: string, cycle: number, exposures?: number) => ({
    id,
    kind: 'blurred-image' as const,
    severity: 0.8,
    fromCycle: cycle,
    toCycle: cycle,
    ...(exposures === undefined ? {} : { exposures }),
  })
  const items = [blurred('once', first + 2, 1), blurred('for-good', first + 3)]
  await house.send('PUT', `/api/cells/${PULLEY_CELL}/faults`, { items })
  const parts = await house.judged(first + 3, 120_000)
  const cycles = await Promise.all(parts.map(async ({ serial }) => (await house.passport(serial)).cycles[0]!))
  const of = (cycleNumber: number) => cycles.find((cycle) => cycle.cycleNumber === cycleNumber)!
  const retaken = (cycleNumber: number) => of(cycleNumber).timeline.some(({ type }) => type === 'retake-requested')
  expect([first, first + 2, first + 3].map(retaken)).toEqual([false, true, true])
  expect(of(first + 2).verdict).toBe('pass')
  expect(of(first + 3).verdict).toBe('hold')
  expect(of(first + 3).reason).toContain('out of focus')
})
