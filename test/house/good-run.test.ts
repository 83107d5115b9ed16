/**
 * A run of sound parts rejects and holds none. `GOOD_RUN_PARTS=400 npm test -- test/house/good-run.test.ts` is the long one:
 * none of 400 proves at most 0.75 % at 95 % confidence, and no more than that.
 */
import { upperBoundOfNone } from '@celltwin/quality'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, startHouse } from '../support/house.ts'

const PARTS = Number(process.env.GOOD_RUN_PARTS ?? 30)
const PATIENCE_MS_PER_PART = 5_000

let house: House
beforeAll(async () => {
  house = await startHouse({ speed: 8, defects: 0, seed: 400 })
}, 120_000)
afterAll(() => house?.stop())

it(`rejects or holds none of ${PARTS} sound parts`, { timeout: PARTS * PATIENCE_MS_PER_PART + 30_000 }, async () => {
  const parts = await house.judged(PARTS, PARTS * PATIENCE_MS_PER_PART)
  const lost = parts.filter(({ verdict }) => verdict !== 'pass')
  expect(lost.map(({ serial, verdict, reason }) => ({ serial, verdict, reason }))).toEqual([])
  console.log(
    `0 of ${PARTS} sound parts lost: at most ${(100 * upperBoundOfNone(PARTS, 0.95)).toFixed(2)} % at 95 % confidence`,
  )
})
