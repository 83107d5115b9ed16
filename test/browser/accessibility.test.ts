/** WCAG 2.2 AA as far as a program can tell, on every page, light and dark; and that a screen speaks one language. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Journey, openPage } from '../support/browser.ts'
import { houseAt } from '../support/house.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const house = houseAt(inject('restingHouse'))
let journey: Journey
let serial: string
beforeAll(async () => {
  serial = (await house.parts()).find(({ verdict }) => verdict === 'reject')!.serial
  journey = await openPage(`${house.url}/parts`)
  // Colours on their way from one theme to the other are nobody's.
  await journey.page.emulateMedia({ reducedMotion: 'reduce' })
})
afterAll(() => journey?.close())

const PAGES = [
  '/',
  '/overview',
  '/parts',
  '/parts/:serial',
  '/trace',
  '/recall',
  '/review',
  '/review/:serial',
  '/breakpoints',
  '/shift',
  '/analytics',
  '/alarms',
  '/settings/screen',
  '/settings/devices',
  '/settings/gauges',
  '/models',
  '/studies',
  '/users',
  '/set-up',
]

describe.each(PAGES)('%s', (path) => {
  it.each(['light', 'dark'])(
    'has nothing in the way of assistive technology, %s',
    { timeout: 60_000 },
    async (theme) => {
      const { page } = journey
      await page.evaluate((chosen) => localStorage.setItem('celltwin.theme', chosen), theme)
      await page.goto(house.url + path.replace(':serial', serial))
      await page.locator('main').first().waitFor()
      await page.waitForFunction(() => document.querySelector('.skel, [aria-busy=true]') === null)
      await page.evaluate(AXE)
      const { violations } = await page.evaluate(
        (rules) => (window as unknown as { axe: { run(o: object): Promise<AxeResults> } }).axe.run({ runOnly: rules }),
        RULES,
      )
      expect(
        violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`).join('; ')}`,
        ),
      ).toEqual([])
    },
  )
})
