/** A recall in a real browser, from model, gauge and time to the D3 sheet: trace, open, confirm each container, close. */
import { readFileSync } from 'node:fs'
import type { Genealogy, Recall, RecallSummary } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { houseAt, PULLEY_CELL } from '../support/house.ts'
import { pdfText } from '../support/pdf-text.ts'
import { until } from '../support/until.ts'

const REASON = 'Laser moved against its mount'

const house = houseAt(inject('restingHouse'))
let journey: Journey
/** What every part so far shares. */
let shared: { model: string; gauge: string; from: string; to: string }
beforeAll(async () => {
  const { links, from, to } = await house.get<Genealogy>(`/api/cells/${PULLEY_CELL}/genealogy`)
  const nameOf = (wanted: string) => links.find(({ kind }) => kind === wanted)!.name
  shared = { model: nameOf('model'), gauge: nameOf('gauge'), from: from!, to: to! }
  const asked = new URLSearchParams({ cell: PULLEY_CELL, ...shared })
  journey = await openPage(`${house.url}/trace?${asked}`)
})
afterAll(() => journey?.close())

describe('a recall', { timeout: 60_000 }, () => {
  it('begins with what the parts share, and shows their containers', async () => {
    const { page } = journey
    for (const name of ['Model', 'Gauge', 'Inserted from', 'Inserted until'])
      await page.getByRole('button', { name: new RegExp(`^Take away ${name}`) }).waitFor()
    expect(await textOf(page.locator('.columns'))).toContain('KLT-000001')
  })

  it('is opened with a reason, and blocks the containers', async () => {
    const { page } = journey
    await page.keyboard.press('r')
    await page.getByLabel('Reason').fill(REASON)
    await page.getByLabel('Your name').fill('Q. Engineer')
    await page.getByRole('button', { name: 'Open the recall' }).click()
    await page.getByRole('heading', { name: REASON }).waitFor()
    expect(await textOf(page.locator('.recall .head'))).toContain('to confirm')
    const { criteria, blocks } = await recall()
    expect(criteria).toEqual(shared)
    expect(blocks.map(({ container }) => container)).toContain('KLT-000001')
  })

  it('has each container confirmed by the person who stands before it, and is closed then', async () => {
    const { page } = journey
    for (let open = (await recall()).blocks.length; open > 0; open = (await openBlocks()).length) {
      await page.getByRole('button', { name: 'Confirm block' }).first().click()
      await page.getByLabel('Place').fill('Blocked stock, rack 3')
      await page.getByRole('button', { name: 'Confirm', exact: true }).click()
      await until(async () => (await openBlocks()).length < open)
    }
    await page.getByText('Blocked stock, rack 3').first().waitFor()
    await page.getByRole('button', { name: 'Close recall' }).first().click()
    await page.getByLabel('Conclusion').fill('All parts measured again')
    await page.getByRole('dialog').getByRole('button', { name: 'Close recall' }).click()
    await until(async () => (await recall()).closedAt !== null)
  })

  it('ends in a D3 sheet that says so', async () => {
    const { page, errors } = journey
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'D3 sheet' }).click()
    const text = pdfText(readFileSync(await (await download).path()))
    for (const words of ['D3 containment action', shared.gauge, 'KLT-000001', 'Blocked stock, rack 3'])
      expect(text).toContain(words)
    expect(errors).toEqual([])
  })
})

async function recall(): Promise<Recall> {
  const recalls = await house.get<RecallSummary[]>(`/api/cells/${PULLEY_CELL}/recalls`)
  return house.get(`/api/recalls/${recalls.find(({ reason }) => reason === REASON)!.recallId}`)
}

const openBlocks = async () => (await recall()).blocks.filter(({ confirmation }) => !confirmation)
