/** Twenty simulated parts with random defects at the speed of the real cell: all judged within the 15 s budget, none escapes. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reproduce } from '../../apps/celltwin/src/inspect/reproduce.ts'
import { type House, ROOT, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

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

it('inspects a passed and a rejected part again from their digests, bit for bit', { timeout: 60_000 }, async () => {
  const parts = await house.parts()
  const { definition } = await house.passport(parts[0]!.serial)
  for (const wanted of ['pass', 'reject'] as const) {
    const { serial } = parts.find(({ verdict }) => verdict === wanted)!
    await until(async () => (await house.passport(serial)).cycles[0]!.evidence.every(({ stored }) => stored), 30_000)
    const { report } = await reproduce(serial, { server: house.url, models: join(ROOT, 'packages/models') })
    expect(report.compared.filter(({ agreement }) => agreement !== 'identical')).toEqual([])
    expect(report.compared.map(({ characteristic }) => characteristic).sort()).toEqual(
      definition.recipe.characteristics.map(({ id }) => id).sort(),
    )
    expect(report.verdict).toEqual({ passport: wanted, again: wanted })
  }
})
