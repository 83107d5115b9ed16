/** Twenty simulated parts with random defects at the speed of the real cell: all judged within the 15 s budget, none escapes. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, startHouse } from '../support/house.ts'

const PARTS = 20
const BUDGET_MS = 15_000

let house: House
beforeAll(async () => {
  house = await startHouse({ speed: 1, defects: 0.5, seed: 7 })
}, 120_000)
afterAll(() => house?.stop())

it('judges each part within the budget and lets no defect through', { timeout: 420_000 }, async () => {
  const parts = await house.judged(PARTS, 400_000)
  const passports = await Promise.all(parts.map(({ serial }) => house.passport(serial)))
  // Truth is no event: a part inserted before the server listened has none to compare with.
  const all = passports.map(({ cycles }) => cycles[0]!)
  const cycles = all.filter(({ truth }) => truth)
  expect(cycles.length).toBeGreaterThanOrEqual(PARTS - 2)
  expect(all.map(({ judgedAfterMs }) => judgedAfterMs!).filter((ms) => ms > BUDGET_MS)).toEqual([])
  const escapes = cycles.filter(({ truth, verdict }) => !truth!.conforming && verdict === 'pass')
  expect(escapes.map(({ serial, truth }) => ({ serial, defects: truth!.defects }))).toEqual([])
  const defective = cycles.filter(({ truth }) => !truth!.conforming)
  expect(defective.length).toBeGreaterThan(3)
  const falseRejects = cycles.filter(
    ({ truth, verdict }) => truth!.conforming && truth!.defects.length === 0 && verdict === 'reject',
  )
  expect(falseRejects.map(({ serial, reason }) => ({ serial, reason }))).toEqual([])
})
