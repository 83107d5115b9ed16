/** A breakpoint is set, and a part is stepped by hand, in a real browser against the real stack. */
import type { CellTwin, Fault, Faults, HandsAtCell } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, openPage } from '../support/browser.ts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const PATIENCE_MS = 60_000

let house: House
let journey: Journey
beforeAll(async () => {
  house = await startHouse({ speed: 5 })
  await house.judged(1, 60_000)
  journey = await openPage(`${house.url}/breakpoints?cell=${PULLEY_CELL}`)
  await journey.page.evaluate(() => localStorage.setItem('celltwin.operator', 'Ada'))
  await journey.page.reload()
}, 180_000)
afterAll(async () => {
  await journey?.close()
  await house?.stop()
})

const cellUrl = (path: string) => `${house.url}/api/cells/${PULLEY_CELL}/${path}`
const twin = async () => (await (await fetch(cellUrl('twin'))).json()) as CellTwin
const lastCycle = async () => Math.max(0, ...Object.values((await twin()).cycles).map(({ cycleNumber }) => cycleNumber))

async function world(items: readonly Fault[], hands?: HandsAtCell): Promise<Faults> {
  const answer = await fetch(cellUrl('faults'), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items, ...(hands ? { hands } : {}) }),
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Faults
}

/** From the next part on, for as long as it takes: on a busy machine a part may be held unseen. */
async function inject(kind: Fault['kind'], more: Partial<Fault> = {}): Promise<void> {
  await world([{ id: kind, kind, severity: 1, fromCycle: (await lastCycle()) + 1, ...more }])
}

describe('Debug Mode', { timeout: 120_000 }, () => {
  it('a breakpoint is written with help, tried on the last day, and in force when the cell says so', async () => {
    const { page } = journey
    const condition = page.getByLabel('Stop after a part when')
    await condition.fill('crimp-cuont < 6')
    await page.getByText('did you mean crimp-count?').waitFor()
    await condition.fill('crimp-count < 6')
    await page.getByRole('button', { name: 'Try on the last 24 h' }).click()
    await page.getByText(/It would have stopped the cell/).waitFor()
    await page.getByRole('button', { name: 'Set' }).click()
    await page.getByText(/since .*Ada/).waitFor()
    expect(Object.values((await twin()).breakpoints ?? {})[0]?.set?.value).toMatchObject({ by: 'Ada' })
  })

  it('a part in hold is stepped by the panel in control, and only with the enabling device held', async () => {
    const { page, errors } = journey
    const asked = await fetch(cellUrl('requests'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ target: { kind: 'set-state', state: 'execute' }, by: 'Ada' }),
    })
    expect(asked.status).toBe(202)
    await inject('unreadable-code')
    let held = ''
    await until(async () => {
      held = Object.values((await twin()).cycles).find(({ arrived }) => arrived?.where === 'hold')?.serial ?? ''
      return held !== ''
    }, PATIENCE_MS)
    await world([], { manualSelected: true, enablingHeld: false })
    await until(async () => (await twin()).state?.value.reason === 'manual mode selected at the cell', PATIENCE_MS)

    await page.goto(`${house.url}/review/${held}?cell=${PULLEY_CELL}`)
    await page.getByRole('button', { name: 'Take control' }).click()
    await page.getByText(/This panel has control/).waitFor()
    await page.getByRole('button', { name: /Take the image again/ }).click()
    await page.getByText(/The cell refused: needs enabling device held/).waitFor()

    await world([], { manualSelected: true, enablingHeld: true })
    await until(async () => (await twin()).inputs?.value.enablingHeld === true, PATIENCE_MS)
    await page.keyboard.press('i')
    await page.getByText(/^Done/).waitFor({ timeout: PATIENCE_MS })
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Again / }).click()
    await page.locator('.stage img').first().waitFor()
    expect(errors).toEqual([])
  })
})
