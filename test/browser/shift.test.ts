/** The manager's page of the shift that runs: figures, a note, and the report as a PDF, in a real browser. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { pdfText } from '../support/pdf-text.ts'
import { until } from '../support/until.ts'

let house: House
let journey: Journey
beforeAll(async () => {
  house = await startHouse({ speed: 10 })
  await house.judged(1, 60_000)
  journey = await openPage(`${house.url}/?cell=${PULLEY_CELL}`)
}, 180_000)
afterAll(async () => {
  await journey?.close()
  await house?.stop()
})

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
