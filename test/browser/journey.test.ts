/** A person's way through the house, in a real browser: watch a part, read its passport, decide on it, see it done. */
import type { Fault, Faults, Passport } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdKey, type Journey, openPage, tabTo, textOf } from '../support/browser.ts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const PATIENCE_MS = 40_000

let house: House
let journey: Journey
/** The part that lacks a crimp. */
let serial: string
beforeAll(async () => {
  house = await startHouse({ speed: 3 })
  journey = await openPage(`${house.url}/?cell=${PULLEY_CELL}`)
}, 120_000)
afterAll(async () => {
  await journey?.close()
  await house?.stop()
})

describe('a person at the screen', { timeout: 60_000 }, () => {
  it('watches a part in the cell, and the scene shows the phase that the twin has', async () => {
    const { page } = journey
    await page.locator('.vp canvas, .nopicture').first().waitFor()
    await until(async () => (await textOf(page.locator('.cyc'))).includes(await runningSerial()), PATIENCE_MS)
    if (await page.locator('.nopicture').isVisible()) return
    // What was drawn is noted in the page: a phase may be over before it can be asked from outside.
    await page.evaluate(() => {
      const drawn: string[] = []
      Object.assign(window, { drawn })
      setInterval(() => {
        const report = window.celltwinScene?.report()
        const now = `${report?.serial} ${report?.phase}`
        if (report?.serial && drawn.at(-1) !== now) drawn.push(now)
      }, 50)
    })
    const phasesDrawn = async () => {
      const drawn = await page.evaluate(() => (window as unknown as { drawn: string[] }).drawn)
      const facts = await phasesStarted()
      return { drawn: drawn.filter((phase) => !/ (idle|slack|transfer)$/.test(phase)), facts }
    }
    const kinds = (drawn: readonly string[]) => new Set(drawn.map((phase) => phase.split(' ')[1])).size
    await until(async () => kinds((await phasesDrawn()).drawn) >= 4, PATIENCE_MS)
    const { drawn, facts } = await phasesDrawn()
    const places = drawn.map((phase) => facts.indexOf(phase))
    expect(places, `${drawn} are of ${facts}`).not.toContain(-1)
    expect(places, 'in the order of the facts').toEqual(places.toSorted((a, b) => a - b))
  })

  it('opens the passport of a part that lacks a crimp, and reads where', async () => {
    const { page } = journey
    const last = Math.max(0, ...Object.values((await house.twin()).cycles).map(({ cycleNumber }) => cycleNumber))
    // For as long as it takes: the next part may be inserted before the cell hears of it, or be held on a busy machine.
    await inject('missing-crimp', { severity: 0.5, angleDeg: 270, fromCycle: last + 1 })
    await until(async () => {
      serial = (await house.parts()).find(({ verdict }) => verdict === 'reject')?.serial ?? ''
      return serial !== ''
    }, PATIENCE_MS)
    await setFaults([])
    await page.locator(`a[href^="/parts/${serial}"]`).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: serial }).waitFor()

    const { definition } = await house.passport(serial)
    const groups = new Set(definition.recipe.characteristics.map(({ group }) => group))
    expect(groups.size).toBeGreaterThanOrEqual(7)
    const rows = page.locator('.ct tbody tr:not(.gh)')
    expect(await rows.count()).toBe(definition.recipe.characteristics.length)
    await expect.poll(() => rows.filter({ hasText: 'no result yet' }).count()).toBe(0)

    const crimps = rows.filter({ hasText: 'Crimp count' })
    expect(await textOf(crimps)).toMatch(/\b5\b[\s\S]*Fail/)
    expect(await crimps.getAttribute('title')).toMatch(/270°, 9 o.clock/)
    expect(await textOf(page.locator('.head .why'))).toContain('Crimp count 5, below 6')
    await page.getByText('9 o’clock').first().waitFor()
    await page.locator('.ev svg .mk.fails').first().waitFor()
    for (const title of ['Face B over angle', 'Envelope spectrum']) await page.getByText(title).first().waitFor()
  })

  it('goes to Review and into Debug Mode by keyboard, and a held key goes no further', async () => {
    const { page } = journey
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.locator('tr[aria-selected=true]').waitFor()
    await until(async () => {
      if ((await textOf(page.locator('tr[aria-selected=true]'))).includes(serial)) return true
      await page.keyboard.press('j')
      return false
    })
    await page.keyboard.down('Enter')
    await page.getByRole('heading', { name: /^Step 1 of/ }).waitFor()
    await holdKey(page, 'Enter')
    expect(await stepShown()).toBe(1)
  })

  it('looks at every step, decides, and signs with Ctrl+Enter and with nothing else', async () => {
    const { page, written } = journey
    await inject('no-release')
    const steps = await page.locator('.steps li').count()
    for (let step = 2; step <= steps; step++) {
      await holdKey(page, 'Enter')
      expect(await stepShown()).toBe(step)
    }
    await page.keyboard.press('2')
    await page.keyboard.press('3')
    await page.keyboard.press('6')
    await page.keyboard.press('c')
    await tabTo(page, /^Your name/)
    await page.keyboard.type('A. Operator')
    const sign = page.getByRole('button', { name: 'Sign', exact: true })
    await expect.poll(() => sign.isEnabled()).toBe(true)
    await holdKey(page, 'Enter')
    await sign.focus()
    await holdKey(page, 'Enter')
    expect(written.filter((request) => request.endsWith('/reviews'))).toEqual([])

    await page.keyboard.press('Control+Enter')
    await page.getByText('Waiting for release at the cell').first().waitFor()
    expect(written.filter((request) => request.endsWith('/reviews'))).toHaveLength(1)
  })

  it('sees it done once the cell is released, and never before', async () => {
    const { page } = journey
    await page.locator('.rel .wait', { hasText: 'Local release' }).waitFor()
    expect((await house.passport(serial)).cycles[0]?.whereabouts).toBe('reject')
    await setFaults([])
    await page.locator('.rel .hd b', { hasText: 'Done' }).waitFor()
    await expect.poll(async () => (await house.passport(serial)).cycles[0]?.whereabouts).toBe('out')
  })

  it('finds the decision beside the verdict of the machine after a reload', async () => {
    const { page } = journey
    await page.reload()
    await page.locator('.signed', { hasText: 'Nonconforming, rework' }).waitFor()
    await page.goto(`${house.url}/parts/${serial}`)
    const decisions = page.locator('.dec li')
    await expect.poll(() => decisions.count()).toBe(2)
    expect(await textOf(decisions.nth(0))).toMatch(/Reject[\s\S]*Machine/)
    expect(await textOf(decisions.nth(1))).toMatch(/Nonconforming, rework[\s\S]*A\. Operator/)
    const [cycle] = (await house.get<Passport>(`/api/parts/${serial}`)).cycles
    expect(cycle).toMatchObject({ verdict: 'reject', finding: 'nonconforming', disposition: 'rework' })
    expect(cycle?.reviews[0]?.review).toMatchObject({ defect: 'crimp-count', reasonCode: 'confirmed' })
  })

  it('is told that the connection is lost, and that it is back', async () => {
    const { page } = journey
    const trust = page.locator('.trust')
    await trust.getByText('Live', { exact: true }).waitFor()
    const before = (await house.twin()).position
    process.kill(house.pids().server!, 'SIGKILL')
    await trust.getByText(/^Not connected for/).waitFor()
    await trust.getByText('Live', { exact: true }).waitFor({ timeout: PATIENCE_MS })
    const position = async () => Number(/position ([\d ,  ]+)/.exec(await textOf(trust))?.[1]?.replace(/\D/g, ''))
    await expect.poll(position, { timeout: PATIENCE_MS }).toBeGreaterThan(before)
  })

  it('met no error that nobody caught', () => {
    expect(journey.errors).toEqual([])
  })
})

async function stepShown(): Promise<number> {
  const title = await textOf(journey.page.getByRole('heading', { name: /^Step \d+ of/ }))
  return Number(/\d+/.exec(title)?.[0])
}

async function runningSerial(): Promise<string> {
  const running = Object.values((await house.twin()).cycles).find(({ inserted, arrived }) => inserted && !arrived)
  return running?.serial ?? 'none'
}

/** `serial phase` of every phase that began, in the order in which they did. */
async function phasesStarted(): Promise<string[]> {
  return Object.values((await house.twin()).cycles)
    .toSorted((a, b) => a.cycleNumber - b.cycleNumber)
    .flatMap(({ serial, phases }) => phases.map(({ phase }) => `${serial} ${phase}`))
}

const inject = (kind: Fault['kind'], how: Partial<Fault> = {}) =>
  setFaults([{ id: kind, kind, severity: 1, fromCycle: 1, ...how }])

const setFaults = (items: readonly Fault[]) => house.send<Faults>('PUT', `/api/cells/${PULLEY_CELL}/faults`, { items })
