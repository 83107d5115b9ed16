/** An alarm from raise to replay: seen on every page, acknowledged by keyboard, found in the journal, played again. */
import type { AlarmJournalPage, Faults } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { houseAt, PULLEY_CELL } from '../support/house.ts'
import { until } from '../support/until.ts'

const ALARM = 'emergency-stop'

const house = houseAt(inject('restingHouse'))
let journey: Journey
beforeAll(async () => {
  journey = await openPage(`${house.url}/parts?cell=${PULLEY_CELL}`)
})
afterAll(() => journey?.close())

const isActive = async () => (await house.twin()).alarms?.[ALARM]?.active ?? false

describe('an alarm', { timeout: 60_000 }, () => {
  it('shows on whatever page is open, and g a leads to it', async () => {
    const { page } = journey
    const items: Faults['items'] = [{ id: 'stop', kind: 'emergency-stop', severity: 1, fromCycle: 1 }]
    await house.send('PUT', `/api/cells/${PULLEY_CELL}/faults`, { items })
    await until(isActive, 30_000)
    await page.locator('.alarm-entry').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.locator(`tr[data-key="${ALARM}"]`).waitFor()
  })

  it('says cause, consequence, response and the time left', async () => {
    const { page } = journey
    await page.locator(`tr[data-key="${ALARM}"]`).click()
    const detail = await textOf(page.locator('.det'))
    for (const part of ['Cause', 'Consequence', 'Response', 'Time to respond']) expect(detail).toContain(part)
    expect(detail).toMatch(/left of 2 min|over by/)
  })

  it('is acknowledged by the key A, and the journal has it', async () => {
    const { page } = journey
    await page.keyboard.press('a')
    await page.locator('.det .st', { hasText: 'Acknowledged' }).waitFor()
    await page.getByRole('tab', { name: 'Journal' }).click()
    await page.getByLabel('Text').fill('emergency')
    await page.locator('.list tbody tr', { hasText: 'acknowledged' }).first().waitFor()
    const { items } = await house.get<AlarmJournalPage>(
      `/api/cells/${PULLEY_CELL}/alarms/journal?alarm=${ALARM}&type=alarm-acknowledged`,
    )
    expect(items).toHaveLength(1)
  })

  it('returns by itself once what raised it is over, and the journal says when', async () => {
    const { page } = journey
    await house.send('PUT', `/api/cells/${PULLEY_CELL}/faults`, { items: [] })
    await until(async () => !(await isActive()), 30_000)
    await page.locator('.list tbody tr', { hasText: 'returned' }).first().waitFor()
    await page.getByRole('tab', { name: 'List' }).click()
    await page.locator(`tr[data-key="${ALARM}"] .st`, { hasText: 'Normal' }).waitFor()
  })

  it('has a journal of its own, until the filter is taken away', async () => {
    const { page } = journey
    await page.goto(`${house.url}/alarms?cell=${PULLEY_CELL}&alarm=${ALARM}&of=${ALARM}&tab=journal`)
    const rows = page.locator('.list tbody tr')
    await rows.first().waitFor()
    const named = await rows.locator('td.what').allInnerTexts()
    expect(named.filter((name) => name !== 'Emergency stop pressed')).toEqual([])
    expect(named.length).toBeGreaterThanOrEqual(3)
    await page.getByRole('button', { name: 'Remove Emergency stop pressed' }).click()
    await page.waitForURL((url) => !url.searchParams.has('of'))
  })

  it('is where its rates lead to: its row, its journal, the replay of its flood', async () => {
    const { page } = journey
    const { since } = (await house.twin()).alarms![ALARM]!.raised!
    const flood = { from: since, to: new Date(Date.parse(since) + 300_000).toISOString(), count: 12 }
    // A day in sight and twelve in ten minutes would take their time: what was counted is told, where it leads is asked.
    await page.route(/\/alarms\/rates\?/, async (route) => {
      const counted = await (await route.fetch()).json()
      const more = { stale: [{ alarm: ALARM, since }], chattering: [{ alarm: ALARM, most: 4 }], floods: [flood] }
      await route.fulfill({ json: { ...counted, ...more } })
    })
    const rates = async () => {
      await page.goto(`${house.url}/alarms?cell=${PULLEY_CELL}&q=priority:low`)
      return page.locator('.rates a')
    }
    const [long, chattering, flooded] = [/^Emergency stop pressed, [^t]*$/, /4 times in a minute/, /12 alarms in/]
    await (await rates()).filter({ hasText: long }).click()
    await page.locator(`tr[data-key="${ALARM}"][aria-selected="true"]`).waitFor()
    expect(await textOf(page.locator('.det h2'))).toBe('Emergency stop pressed')

    await (await rates()).filter({ hasText: chattering }).click()
    await page.locator('.list tbody tr', { hasText: 'acknowledged' }).first().waitFor()
    const named = await page.locator('.list tbody td.what').allInnerTexts()
    expect(new Set(named)).toEqual(new Set(['Emergency stop pressed']))

    await (await rates()).filter({ hasText: flooded }).click()
    await page.getByText(/^Paused at/).waitFor()
    const { pathname, searchParams } = new URL(page.url())
    expect(pathname).toBe('/')
    expect(Date.parse(since) - Date.parse(searchParams.get('at')!.replaceAll('"', ''))).toBe(1000)
    await page.unroute(/\/alarms\/rates\?/)
    await page.goto(`${house.url}/alarms?cell=${PULLEY_CELL}&alarm=${ALARM}`)
  })

  it('is played again from just before it was raised', async () => {
    const { page, errors } = journey
    const since = (await house.twin()).alarms?.[ALARM]?.raised?.since ?? ''
    await page
      .locator('.det')
      .getByRole('button', { name: /^Replay/ })
      .click()
    await page.waitForURL(/[?&]at=/)
    const at = decodeURIComponent(new URL(page.url()).searchParams.get('at') ?? '').replaceAll('"', '')
    expect(Date.parse(since) - Date.parse(at)).toBe(1000)
    await page.getByText(/^Paused at/).waitFor()
    expect(errors).toEqual([])
  })
})
