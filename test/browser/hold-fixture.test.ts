/** At the panel of the hold fixture: sound, two signatures, limit samples, breakpoints from values, drafts that stay. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  type CellDefinition,
  type CellTwin,
  encodeSeries,
  type LimitSampleRequest,
  type Passport,
} from '@celltwin/contracts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { cycle, inserted, inspectedBy, judged, PATH, sha, streamOf } from '../../apps/server/src/testing/edge.ts'
import { type Browser, PASSWORD, setUpAdmin, signUp } from '../../apps/server/src/testing/people.ts'
import { type Stand, setUpStand } from '../../apps/server/src/testing/stand.ts'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { ROOT } from '../support/house.ts'
import { until } from '../support/until.ts'

const AGENT_KEY = 'a key of the cell, long enough'
const RATE = 12_800
const SECONDS = 2
const QUINN = { badge: '100300', pin: '2468' }
const OLGA = { badge: '100200', pin: '1357' }
const SOUND = 'Bearing noise'

let stand: Stand
let url: string
let journey: Journey
let quinn: Browser

beforeAll(async () => {
  const settings = { HOST: '0.0.0.0', DASHBOARD_DIR: `${ROOT}/apps/dashboard/dist`, AGENT_KEY }
  stand = await setUpStand(settings)
  url = stand.server.url.replace('0.0.0.0', '127.0.0.1')
  const code = () => /with the code ([A-Z0-9-]+)/.exec(stand.server.log())?.[1]
  await until(() => code() !== undefined)
  const admin = await setUpAdmin(url, code()!)
  await signUp(admin, url, { account: 'olga', name: 'Olga Operator', roles: ['operator'], badge: OLGA.badge }, OLGA.pin)
  const quality = { name: 'Quinn Quality', roles: ['operator' as const, 'quality' as const], badge: QUINN.badge }
  quinn = await signUp(admin, url, { account: 'quinn', ...quality }, QUINN.pin)
  await Promise.all([1, 2].map(tellReject))
  journey = await openPage(url)
  await makePanel(journey.page)
}, 120_000)
afterAll(async () => {
  await journey?.close()
  await stand?.stop()
})

let described: Promise<void> | undefined
const handling = streamOf('handling')
const vibration = streamOf('vibration')
const verifier = streamOf('verifier')

/** A cell whose recipe wants four eyes to scrap a part. */
const describeCell = () => {
  const file = parse(readFileSync('cells/pulley-cell-1.yaml', 'utf8')) as CellDefinition
  const definition = { ...file, path: PATH, recipe: { ...file.recipe, fourEyes: ['scrap' as const] } }
  return stand.edge.live(handling('cell-described', { hash: sha('definition'), definition }))
}

async function tellReject(n: number): Promise<void> {
  described ??= describeCell()
  await described
  const bytes = Buffer.from(waveform(n))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const mediaType = 'application/vnd.celltwin.series'
  const told = inspectedBy('vibration', n)
  const result = {
    ...told.results[0]!,
    ...{ characteristic: 'acceleration-rms', value: 8.6, unit: 'm/s²', uncertainty: 0.9, limits: { upper: 6 } },
    ...{ conformance: 'fail' as const, explanation: 'Acceleration is 8.60 m/s² RMS.', evidence: [sha256] },
  }
  const evidence = [{ kind: 'waveform', sha256, mediaType, bytes: bytes.length }]
  const verdict = judged(n, 'reject')
  const reasons = [{ ...verdict.reasons[0]!, characteristic: 'acceleration-rms', text: 'Acceleration 8.60 m/s²' }]
  await stand.edge.live(handling('part-inserted', inserted(n)))
  await stand.edge.live(vibration('part-inspected', { ...told, results: [result], evidence }))
  await stand.edge.live(verifier('part-judged', { ...verdict, reasons }))
  await stand.edge.live(handling('part-arrived', { ...cycle(n), at: 'reject' }))
  const headers = { 'content-type': mediaType, authorization: `Bearer ${AGENT_KEY}` }
  const put = await fetch(`${url}/api/evidence/${sha256}`, { method: 'PUT', headers, body: bytes })
  expect(put.ok).toBe(true)
  await until(async () => {
    const { body } = await quinn.get<Passport>(`/api/parts/${serialOf(n)}`)
    return body.cycles?.[0]?.whereabouts === 'reject' && body.cycles[0].evidence[0]?.stored === true
  })
}

const serialOf = (n: number) => cycle(n).serial

/** A hum that no other part has. */
function waveform(n: number): Uint8Array {
  const data = Float32Array.from({ length: RATE * SECONDS }, (_, i) => Math.sin((i * (n + 1) * 180) / RATE) * 8)
  const meta = { sampleRateHz: RATE, shaftHz: 30 }
  return encodeSeries({ kind: 'waveform', meta, columns: [{ name: 'a', unit: 'm/s²', data }] })
}

/** The browser becomes a panel, and Quinn comes to it. */
async function makePanel(page: Page): Promise<void> {
  const send = async (path: string, data: unknown) => {
    const answer = await page.request.post(`${url}${path}`, { data, headers: { origin: url } })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  }
  await send('/api/session', { account: 'ana', password: PASSWORD })
  await send('/api/panels', { name: 'Hold fixture' })
  await send('/api/panel-session', QUINN)
  await page.addInitScript(() => {
    const heard: AudioContext[] = []
    const Native = AudioContext
    Object.assign(window, {
      heard,
      AudioContext: class extends Native {
        constructor() {
          super()
          heard.push(this)
        }
      },
    })
  })
}

const heard = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: AudioContext[] }).heard.map(({ state }) => state))

const lastStep = (page: Page) => page.getByRole('heading', { name: /^Step (\d+) of \1$/ })

async function stepToLast(page: Page): Promise<void> {
  await until(async () => {
    await page.keyboard.press('Enter')
    return lastStep(page).isVisible()
  })
}

/** Opens the part and steps until its sound is to be seen. */
async function stepToSound(page: Page, n: number): Promise<void> {
  await page.goto(`${url}/review/${serialOf(n)}?cell=${PATH.cell}`)
  await page.locator('.steps li').first().waitFor()
  const current = page.locator('.steps [aria-current=step]')
  await until(async () => {
    if ((await textOf(current)).includes(SOUND)) return true
    await page.keyboard.press('Enter')
    return false
  })
  await page
    .getByRole('img', { name: /acceleration/i })
    .first()
    .waitFor()
}

describe('the panel at the hold fixture', { timeout: 60_000 }, () => {
  it('plays the recording aloud while a mark runs along it, until it is stopped', async () => {
    const { page } = journey
    await stepToSound(page, 1)
    await page.keyboard.press('p')
    const mark = page.getByRole('progressbar', { name: 'Place in the recording' })
    await mark.waitFor()
    await until(async () => (await heard(page)).at(-1) === 'running')
    const places = new Set<string | null>()
    await until(async () => places.add(await mark.getAttribute('aria-valuenow')).size > 3)
    await page.keyboard.press('p')
    await mark.waitFor({ state: 'detached' })
    await until(async () => (await heard(page)).every((state) => state === 'closed'))
  })

  it('takes the second signature of somebody else, with their own PIN, and of nobody besides', async () => {
    const { page } = journey
    await stepToLast(page)
    for (const key of ['2', '3', '8', 'c']) await page.keyboard.press(key)
    await page.getByText('Missing: the second signature.').waitFor()
    const signWith = async ({ badge, pin }: typeof OLGA) => {
      await page.getByLabel('Badge of the second person').fill(badge)
      // As a scanner does.
      await page.keyboard.press('Enter')
      await page.keyboard.type(pin)
      await page.keyboard.press('Control+Enter')
    }
    await signWith({ ...OLGA, pin: '8642' })
    await page.getByText('do not belong together').waitFor()
    expect(await page.getByLabel('PIN').inputValue(), 'a wrong PIN does not stay').toBe('')
    await signWith(QUINN)
    await page.getByText('Four eyes are two people.').waitFor()
    expect((await quinn.get<Passport>(`/api/parts/${serialOf(1)}`)).body.cycles[0]?.reviews).toEqual([])
    await signWith(OLGA)
    await page.locator('.signed', { hasText: 'Nonconforming, scrap' }).waitFor()
    await page.goto(`${url}/parts/${serialOf(1)}?cell=${PATH.cell}`)
    await page.getByText('Quinn Quality + Olga Operator').waitFor()
  })

  it('shows a limit sample beside other parts while it is good, and says when it no longer is', async () => {
    const { page } = journey
    const sample = page.locator('.heard', { hasText: 'Limit sample, no longer acceptable' })
    await stepToSound(page, 2)
    await page.getByRole('button', { name: 'Sign as limit sample' }).click()
    await page.getByLabel('What to look at').fill('the hum')
    await page.locator('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
    await sample.getByText('the hum').waitFor()
    expect(await textOf(sample)).toMatch(/S-0002, signed by Quinn Quality.*good until/s)
    await sample.getByRole('button', { name: 'Withdraw' }).click()
    await sample.waitFor({ state: 'detached' })

    const expiresAt = new Date(Date.now() + 1500).toISOString()
    const { sha256 } = (await quinn.get<Passport>(`/api/parts/${serialOf(2)}`)).body.cycles[0]!.evidence[0]!
    const soon: LimitSampleRequest = {
      ...{ characteristic: 'acceleration-rms', cycleId: cycle(2).cycleId, sha256, kind: 'unacceptable', expiresAt },
    }
    expect((await quinn.send('POST', `/api/cells/${PATH.cell}/limit-samples`, soon)).status).toBe(201)
    await until(() => Date.now() > Date.parse(expiresAt))
    await stepToSound(page, 1)
    await page.getByText(/A limit sample of Acceleration 50 Hz–10 kHz expired on/).waitFor()
    expect(await sample.count(), 'what has expired is not shown as one').toBe(0)
  })

  it('writes a breakpoint from the value that was looked at, and marks the row once the cell has it', async () => {
    const { page } = journey
    await stepToSound(page, 1)
    await page.keyboard.press('F9')
    const dialog = page.getByRole('dialog', { name: 'Breakpoint on Acceleration 50 Hz–10 kHz' })
    const condition = dialog.getByLabel('Stop after a part when')
    expect(await condition.inputValue()).toBe('acceleration-rms > 6')
    await condition.fill('acceleration-rms > 7 und')
    await dialog.getByText('did you mean and?').waitFor()
    await condition.fill('acceleration-rms > 7')
    await dialog.getByRole('button', { name: 'Try on the last 24 h' }).click()
    await dialog.getByText('It would have stopped the cell 2 times').waitFor()
    await condition.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.locator('.values [aria-label$="acceleration-rms > 7 (asked, not yet in force)"]').waitFor()

    const { requests } = (await quinn.get<CellTwin>(`/api/cells/${PATH.cell}/twin`)).body
    const [request] = Object.values(requests).filter(({ made }) => made?.target.kind === 'set-breakpoint')
    const { target } = request!.made!
    if (target.kind !== 'set-breakpoint') throw new Error(target.kind)
    const { breakpointId, by } = target
    expect(by).toBe('Quinn Quality')
    await stand.edge.live(handling('breakpoint-set', { breakpointId, condition: target.condition, by }))
    await stand.edge.live(handling('request-done', { requestId: request!.requestId }))
    const marked = page
      .locator('.values')
      .getByRole('button', { name: /stops after a part when acceleration-rms > 7$/ })
    await marked.click()
    await dialog.getByText(/since .*Quinn Quality/).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByText('breakpoint on the value with the focus').waitFor()
    await page.keyboard.press('Escape')
  })

  it('leaves a field with Escape before the page, and has the draft still when the part is opened again', async () => {
    const { page } = journey
    const remark = page.getByLabel('Remark')
    await stepToSound(page, 2)
    await stepToLast(page)
    for (const key of ['2', '3', '8']) await page.keyboard.press(key)
    await remark.fill('hums')
    await page.keyboard.press('Escape')
    expect(await remark.evaluate((field) => field === document.activeElement)).toBe(false)
    expect(page.url(), 'the page is still there').toContain(serialOf(2))
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Waiting for a person' }).waitFor()
    await page.goto(`${url}/review/${serialOf(2)}?cell=${PATH.cell}`)
    await lastStep(page).waitFor()
    expect(await remark.inputValue()).toBe('hums')
    expect(await page.getByRole('button', { name: '8 Scrap' }).getAttribute('aria-pressed')).toBe('true')
    expect(journey.errors).toEqual([])
  })
})
