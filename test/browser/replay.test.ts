/** The past played in a real browser: it moves at its rate, is what the journal says, asks for nothing, and ends live. */
import type { CellTwin } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const PATIENCE_MS = 40_000

let house: House
let journey: Journey
beforeAll(async () => {
  house = await startHouse({ speed: 3, defects: 0.5 })
  await until(
    async () => {
      // On a busy machine parts are held for want of evidence; they must not stop the cell.
      await house.decideHeld()
      const verdicts = (await house.parts()).map(({ verdict }) => verdict)
      return verdicts.includes('pass') && verdicts.indexOf('pass') < verdicts.lastIndexOf('reject')
    },
    120_000,
    500,
  )
  journey = await openPage(`${house.url}/?cell=${PULLEY_CELL}`)
}, 200_000)
afterAll(async () => {
  await journey?.close()
  await house?.stop()
})

const shownMs = () => journey.page.evaluate(() => window.celltwinNow!())

describe('the past', { timeout: 60_000 }, () => {
  it('stands still on the space bar, in the address too', async () => {
    const { page } = journey
    await page.locator('.fig .state').waitFor()
    await page.keyboard.press('Space')
    await page
      .locator('.trust.past')
      .getByText(/^Paused at/)
      .waitFor()
    const before = await shownMs()
    await expect.poll(() => new URL(page.url()).searchParams.get('at')).not.toBeNull()
    expect(await shownMs()).toBe(before)
  })

  it('steps back to the last part that did not pass', async () => {
    const { page } = journey
    const before = await shownMs()
    // The marks of the track come a moment after the part.
    await until(async () => {
      await page.keyboard.press('[')
      return (await shownMs()) < before
    }, PATIENCE_MS)
    const verdicts = (await house.parts()).flatMap(({ serial, verdict }) => (verdict === 'pass' ? [] : [serial]))
    expect(verdicts.length).toBeGreaterThan(0)
  })

  it('plays at ten times its speed and shows what the journal says of each instant', async () => {
    const { page } = journey
    const from = (await shownMs()) - 20_000
    await page.goto(`${house.url}/?cell=${PULLEY_CELL}&at=${new Date(from).toISOString()}`)
    await page.locator('.trust.past').waitFor()
    for (let i = 0; i < 3; i++) await page.keyboard.press('+')
    const live = (await house.twin()).position
    await page.keyboard.press('Space')
    await page
      .locator('.trust')
      .getByText(/^Replay ×10/)
      .waitFor()
    await until(async () => (await shownMs()) > from + 10_000, PATIENCE_MS)
    await page.keyboard.press('Space')
    await page
      .locator('.trust')
      .getByText(/^Paused at/)
      .waitFor()
    const at = new Date(await shownMs()).toISOString()
    const past = await house.get<CellTwin>(`/api/cells/${PULLEY_CELL}/twin?at=${at}`)
    await expect.poll(() => position()).toBe(past.position)
    expect(past.position).toBeLessThan(live)
  })

  it('plays into the present, which went on meanwhile', async () => {
    const { page } = journey
    const live = (await house.twin()).position
    for (let i = 0; i < 3; i++) await page.keyboard.press('+')
    await page.keyboard.press('Space')
    await page.locator('.trust').getByText('Live', { exact: true }).waitFor({ timeout: PATIENCE_MS })
    await expect.poll(position, { timeout: PATIENCE_MS }).toBeGreaterThan(live)
  })

  it('lays a part that failed beside the last good one', async () => {
    const { page } = journey
    const judged = await house.parts()
    const good = judged.findIndex(({ verdict }) => verdict === 'pass')
    const bad = judged.find(({ verdict }, i) => i > good && verdict === 'reject')!
    await page.goto(`${house.url}/parts/${bad.serial}`)
    await page.locator('.ct').waitFor()
    await page.keyboard.press('c')
    await page.locator('.compare .who').nth(1).getByText(bad.serial).waitFor()
    expect(await textOf(page.locator('.compare .who').first())).toMatch(/Pass/)
    await page.locator('.twoimages img').nth(1).waitFor()
    expect(await page.locator('.twolanes .bar-a').count()).toBeGreaterThan(5)
    expect(await page.locator('.compare tr.bad').count()).toBeGreaterThan(0)
  })

  it('has asked the house for nothing but to read, and met no error', () => {
    expect([journey.written, journey.errors]).toEqual([[], []])
  })
})

async function position(): Promise<number> {
  const said = await textOf(journey.page.locator('.trust'))
  return Number(/position ([\d ,\u2009\u202f]+)/.exec(said)?.[1]?.replace(/\D/g, ''))
}
