/** The manager's page of the shift that runs: figures, a note, and the report as a PDF, in a real browser. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { houseAt, PULLEY_CELL } from '../support/house.ts'
import { pdfText } from '../support/pdf-text.ts'
import { until } from '../support/until.ts'

const house = houseAt(inject('restingHouse'))
let journey: Journey
beforeAll(async () => {
  journey = await openPage(`${house.url}/parts?cell=${PULLEY_CELL}`)
})
afterAll(() => journey?.close())

describe('the shift page', { timeout: 60_000 }, () => {
  it('is reached by keyboard, counts the parts and says why it is not signed', async () => {
    const { page } = journey
    await page.getByRole('link', { name: 'Shift' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.getByRole('heading', { name: /^Shift / }).waitFor()
    await until(async () => Number(await textOf(page.locator('.kp .big').first()).then(Number.parseFloat)) >= 1, 30_000)
    await page.locator('.ga svg').waitFor()
    expect(await page.getByRole('button', { name: 'Sign report' }).getAttribute('title')).toContain('still runs')
  })

  it('keeps a note', async () => {
    const { page } = journey
    await page.getByLabel('Note').fill('Staking tool changed.')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText('Staking tool changed.').waitFor()
  })

  it('gives the report as a PDF with the same words', async () => {
    const { page, errors } = journey
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'PDF' }).click()
    const bytes = readFileSync(await (await download).path())
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdfText(bytes)).toContain('Product first-pass yield')
    expect(pdfText(bytes)).toContain('Staking tool changed.')
    expect(errors).toEqual([])
  })
})
