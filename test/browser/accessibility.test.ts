/** WCAG 2.2 AA as far as a program can tell, on every page of the route table, light and dark. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type Journey, openPage, settled } from '../support/browser.ts'
import { houseAt, PULLEY_CELL } from '../support/house.ts'
import { pagePaths } from '../support/pages.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LIMIT = { timeout: 60_000 }
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

const house = houseAt(inject('restingHouse'))
let journey: Journey
/** What stands for the parameters of addresses. */
let parameters: Readonly<Record<string, string>>
beforeAll(async () => {
  const { serial } = (await house.parts()).find(({ verdict }) => verdict === 'reject')!
  const recallId = await recallOf((await house.passport(serial)).cycles[0]!.materialLots[0]!.lot)
  const { id: shift } = await house.get<{ id: string }>(`/api/cells/${PULLEY_CELL}/shifts/current`)
  parameters = { serial, recallId, shift }
  journey = await openPage(`${house.url}/parts`)
  // Colours on their way from one theme to the other are nobody's.
  await journey.page.emulateMedia({ reducedMotion: 'reduce' })
})
afterAll(() => journey?.close())

it.each(pagePaths())('%s has nothing in the way of assistive technology, light or dark', LIMIT, async (path) => {
  const { page } = journey
  const address = path.replaceAll(/\$(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name]!))
  await page.goto(`${house.url}${address}?cell=${PULLEY_CELL}&theme=light`)
  await settled(page)
  // What the time bar covers, people scroll to: it is no smaller for that.
  await page.addStyleTag({ content: '.timebar { position: static !important }' })
  await page.evaluate(AXE)
  expect(await violations({ runOnly: RULES }), 'light').toEqual([])
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'))
  // Nothing but its colours differs.
  expect(await violations({ runOnly: OF_COLOUR }), 'dark').toEqual([])
})

async function violations(options: RunOptions): Promise<string[]> {
  const { violations: found } = await journey.page.evaluate(
    (asked) => (window as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(asked),
    options,
  )
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`).join('; ')}`,
  )
}

/** Of what one lot of material is in. */
async function recallOf(lot: string): Promise<string> {
  const asked = { criteria: { lot }, reason: 'Castings of this lot are too soft', by: 'Q. Engineer' }
  const { recallId } = await house.send<{ recallId: string }>('POST', `/api/cells/${PULLEY_CELL}/recalls`, asked)
  return recallId
}
