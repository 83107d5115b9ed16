/** A breakpoint stops a live cell, ten rejects are decided by keyboard, a part is stepped by hand: in a real browser. */
import type { CellTwin, Fault, Faults, HandsAtCell, ReviewQueue } from '@celltwin/contracts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const PATIENCE_MS = 60_000

let house: House
let journey: Journey
beforeAll(async () => {
  house = await startHouse({ speed: 3 })
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

async function rejects() {
  const { items } = await house.get<ReviewQueue>(`/api/review-queue?cell=${PULLEY_CELL}`)
  return items.filter(({ verdict, whereabouts }) => verdict === 'reject' && whereabouts === 'reject')
}

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

/** Zooms in, points at the middle of the picture and says what is there, without leaving the step. */
async function pinNote(page: Page): Promise<void> {
  await page.keyboard.press('+')
  await page.getByText(/zoom 1\.5/).waitFor()
  await page.keyboard.press('n')
  await page.locator('.stage .aim:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel('What is to be seen there').fill('edge torn')
  await page.keyboard.press('Enter')
  await page.locator('.notetag', { hasText: 'edge torn' }).waitFor()
  await page.keyboard.press('n')
}

describe('Debug Mode', { timeout: 300_000 }, () => {
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

  it('the cell stops by itself after the part at which it holds, and the part opens where the queue was open', async () => {
    const { page } = journey
    await page.goto(`${house.url}/review?cell=${PULLEY_CELL}`)
    await page.getByRole('heading', { name: 'Waiting for a person' }).waitFor()
    await inject('missing-crimp', { severity: 0.5, angleDeg: 270 })
    // Where the machine is busy, parts are held unseen: they must not fill the fixture.
    await until(async () => {
      await house.decideHeld()
      return Object.values((await twin()).breakpoints ?? {}).some(({ hit }) => hit)
    }, 2 * PATIENCE_MS)
    await page.getByRole('heading', { name: /^Step 1 of/ }).waitFor()
    await page.getByText(/The cell is held: breakpoint at \S+ crimp-count < 6/).waitFor()

    const held = await twin()
    const hit = Object.values(held.breakpoints ?? {})[0]?.hit?.value
    expect(page.url()).toContain(`/review/${hit?.serial}`)
    expect(hit?.cycleNumber, 'no part was inserted after it').toBe(await lastCycle())
    expect(held.state?.value.state).toBe('held')
    expect(held.cycles[hit!.cycleId]).toMatchObject({ arrived: { where: 'reject' } })
  })

  it('the cell goes on when it is asked to, and no longer stops once the breakpoint is gone', async () => {
    const { page } = journey
    const stoppedAt = await lastCycle()
    await page.goto(`${house.url}/breakpoints?cell=${PULLEY_CELL}`)
    await page.getByText(/^stopped at /).waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No breakpoint is in force.').waitFor()
    await page.goto(`${house.url}/review?cell=${PULLEY_CELL}`)
    await page.getByRole('button', { name: 'Ask the cell to go on' }).click()
    await until(async () => (await lastCycle()) > stoppedAt + 1, PATIENCE_MS)
  })

  it('ten rejects are looked through and decided by keyboard alone', async () => {
    const { page, written } = journey
    await until(async () => {
      await house.decideHeld()
      return (await rejects()).length >= 10
    }, 4 * PATIENCE_MS)
    await world([])
    await page.reload()
    await page.locator('tr[aria-selected=true]').waitFor()
    await page.keyboard.press('Enter')
    const decided: string[] = []
    for (let nth = 0; nth < 10; nth++) {
      const steps = page.getByRole('heading', { name: /^Step 1 of/ })
      const count = Number(/\d+$/.exec(await textOf(steps))?.[0])
      const serial = /review\/([^?]+)/.exec(page.url())![1]!
      if (nth === 0) await pinNote(page)
      for (let step = 2; step <= count; step++) await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: `Step ${count} of ${count}` }).waitFor()
      for (const key of ['2', '3', '8', 'c', 'Control+Enter']) await page.keyboard.press(key)
      await page.locator('.signed', { hasText: 'Nonconforming, scrap' }).waitFor()
      decided.push(serial)
      await page.keyboard.press('q')
    }
    expect(new Set(decided).size).toBe(10)
    expect(written.filter((request) => request.endsWith('/reviews'))).toHaveLength(10)
    const reviews = Object.values((await twin()).cycles).filter(({ serial }) => decided.includes(serial))
    expect(reviews.find(({ serial }) => serial === decided[0])?.reviews[0]?.review.notes).toMatchObject([
      { text: 'edge torn' },
    ])
    for (const { reviews: told } of reviews)
      expect(told[0]).toMatchObject({ by: 'Ada', review: { disposition: 'scrap', defect: 'crimp-count' } })
  })

  it('a part in hold is stepped by the panel in control, and only with the enabling device held', async () => {
    const { page, errors } = journey
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
