/** States of pages that an address alone does not show. Keys lead to them, for they are the same in every language. */
import type { Page } from 'playwright-core'
import type { Stage } from './stage.ts'

export interface State {
  readonly name: string
  readonly path: (stage: Stage) => string
  readonly reach?: (page: Page, stage: Stage) => Promise<void>
}

const press = async (page: Page, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const dialog = (page: Page) => page.locator('dialog[open]').waitFor()
const keyed =
  (...keys: readonly string[]) =>
  (page: Page) =>
    press(page, ...keys)

export const STATES: readonly State[] = [
  {
    name: 'cell-drawer',
    path: () => '/',
    reach: async (page) => {
      await page.locator('.stlabel').first().click({ force: true })
    },
  },
  { name: 'cell-spindle', path: () => '/', reach: keyed('2') },
  { name: 'cell-sorting', path: () => '/', reach: keyed('3') },
  { name: 'cell-wall', path: () => '/?wall' },
  { name: 'cell-replay', path: ({ past }) => `/?at=${encodeURIComponent(past)}` },
  {
    name: 'keys',
    path: () => '/parts',
    reach: async (page) => {
      await press(page, '?')
      await dialog(page)
    },
  },
  {
    name: 'search',
    path: () => '/parts',
    reach: async (page, { good }) => {
      await press(page, '/')
      await dialog(page)
      await page.keyboard.type(good.slice(0, -2))
      await page.locator('dialog[open] li').first().waitFor()
    },
  },
  { name: 'parts-peek', path: () => '/parts', reach: keyed('j') },
  { name: 'parts-none', path: () => '/parts?lot=none' },
  { name: 'part-good', path: ({ good }) => `/parts/${good}` },
  { name: 'part-unknown', path: () => '/parts/nobody' },
  { name: 'no-page', path: () => '/nowhere' },
  { name: 'debug-evidence', path: ({ bad }) => `/review/${bad}`, reach: keyed('Enter') },
  { name: 'debug-decide', path: ({ bad }) => `/review/${bad}`, reach: keyed(...Array(8).fill('Enter')) },
  {
    name: 'debug-breakpoint',
    path: ({ bad }) => `/review/${bad}`,
    reach: async (page) => {
      await press(page, 'Enter', 'F9')
      await dialog(page)
    },
  },
  { name: 'alarms-detail', path: () => '/alarms', reach: keyed('j') },
  {
    name: 'alarms-shelve',
    path: () => '/alarms',
    reach: async (page) => {
      await press(page, 'j', 's')
      await dialog(page)
    },
  },
  { name: 'alarms-journal', path: () => '/alarms?tab=journal' },
  { name: 'trace-parts', path: ({ lot }) => `/trace?lot=${encodeURIComponent(lot)}` },
  {
    name: 'recall-open',
    path: ({ lot }) => `/trace?lot=${encodeURIComponent(lot)}`,
    reach: async (page) => {
      await press(page, 'r')
      await dialog(page)
    },
  },
  { name: 'compare-bad', path: ({ bad }) => `/compare?b=${bad}` },
  {
    name: 'time-stroke',
    path: () => '/parts',
    reach: (page) => page.locator('.strokes a[tabindex="0"]').focus(),
  },
  {
    name: 'description-times',
    path: () => '/settings/description',
    reach: (page) => page.locator('.description .edit .seg .btn').nth(1).click(),
  },
  {
    name: 'study-linearity',
    path: () => '/settings/studies',
    reach: (page) => page.locator('.studies .list .link').first().click(),
  },
  { name: 'analytics-chosen', path: () => '/analytics?characteristic=crimp-height-max' },
]
