/** A warning limit by keyboard, in a real browser: proposed, tried on the last parts, released by another, adopted. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, openPage, tabTo } from '../support/browser.ts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

let house: House
let journey: Journey
beforeAll(async () => {
  house = await startHouse({ speed: 6 })
  await house.judged(3, 90_000)
  journey = await openPage(`${house.url}/settings/recipe?cell=${PULLEY_CELL}`)
}, 180_000)
afterAll(async () => {
  await journey?.close()
  await house?.stop()
})

it('goes from a field to the verdicts of the cell', { timeout: 120_000 }, async () => {
  const { page, errors } = journey
  const { recipe } = (await house.twin()).definition!.value.definition
  const field = page.getByLabel('Running torque: Warns above')
  await field.waitFor()

  // A limit of the drawing says at its field why it cannot be changed so.
  await page.getByLabel('Running torque: Upper limit').fill('0.29')
  await page.getByText('is of the drawing').waitFor()
  expect(await page.getByRole('button', { name: 'Propose' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Discard' }).click()

  await field.focus()
  await page.keyboard.type('0.05')
  await page.getByRole('button', { name: 'Judge again' }).click()
  await page.getByText('parts judged again').waitFor()
  await page.getByText('Every verdict stays what it was.').waitFor()
  await page.getByLabel('Proposed by').focus()
  await page.keyboard.type('Ada')
  await tabTo(page, 'Why it is changed')
  await page.keyboard.type('torque is watched')
  await page.keyboard.press('Enter')

  await tabTo(page, 'Released by')
  await page.keyboard.type('Ada')
  await page.keyboard.press('Enter')
  await page.getByText('somebody else has to release it').waitFor()
  await page.getByLabel('Released by').fill('Bo')
  await page.keyboard.press('Enter')

  // The cell adopts it between two parts; the next verdicts carry it, those before keep theirs.
  await until(
    async () => (await house.twin()).definition!.value.definition.recipe.version === recipe.version + 1,
    60_000,
  )
  const judgedBefore = (await house.parts()).at(-1)!.cycleNumber
  await until(async () => {
    // On a busy machine parts are held for want of evidence; they must not stop the cell.
    await house.decideHeld()
    const last = (await house.parts()).at(-1)!
    return last.cycleNumber > judgedBefore + 1 && last.verdict !== null
  }, 60_000)
  const parts = await house.parts()
  const [first] = (await house.passport(parts[0]!.serial)).cycles
  const [last] = (await house.passport(parts.at(-1)!.serial)).cycles
  expect(first!.recipe.version).toBe(recipe.version)
  expect(last).toMatchObject({ verdict: 'pass', recipe: { version: recipe.version + 1 } })
  const torque = last!.results.find(({ characteristic }) => characteristic === 'running-torque')
  expect(torque?.conformance).toBe('warning')
  await page.getByText('in force').first().waitFor()
  expect(errors).toEqual([])
})
