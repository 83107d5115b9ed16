/** Each role at its screen: it lands on its home, is offered what it may do, and the server refuses the rest with a sentence. */
import { readFileSync } from 'node:fs'
import { type CellDefinition, type Deed, MAY, ROLES, type Role } from '@celltwin/contracts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { PATH, sha, streamOf } from '../../apps/server/src/testing/edge.ts'
import { openBrowser, PASSWORD, setUpAdmin, signUp } from '../../apps/server/src/testing/people.ts'
import { type Stand, setUpStand } from '../../apps/server/src/testing/stand.ts'
import { type Journey, openPage } from '../support/browser.ts'
import { ROOT } from '../support/house.ts'
import { signIn } from '../support/signing-in.ts'
import { until } from '../support/until.ts'

const CELL = `/api/cells/${PATH.cell}`
const HOMES: Readonly<Record<Role, string>> = {
  viewer: '/',
  operator: '/review',
  quality: '/parts',
  manager: '/shift',
  integrator: '/settings',
  admin: '/users',
}
/** Controls by page, each with a button to know the page by. */
const OFFERED: Readonly<Record<string, { readonly button: string; readonly deeds: readonly Deed[] }>> = {
  '/settings/gauges': { button: 'Run challenge parts', deeds: ['runChallenge', 'requireChallenge'] },
  '/trace': { button: 'Recall these parts', deeds: ['recall'] },
  '/breakpoints': { button: 'Set', deeds: ['setBreakpoints'] },
}
/** What whoever knows the addresses could ask without a page. */
const ASKED: readonly { readonly deed: Deed; readonly method: string; readonly path: string }[] = [
  { deed: 'runChallenge', method: 'POST', path: `${CELL}/challenge` },
  { deed: 'requireChallenge', method: 'PUT', path: `${CELL}/challenge/required` },
  { deed: 'recall', method: 'POST', path: `${CELL}/recalls` },
  { deed: 'setBreakpoints', method: 'POST', path: `${CELL}/breakpoints` },
  { deed: 'keepPeople', method: 'POST', path: '/api/people' },
]

const may = (role: Role, deed: Deed) => role === 'admin' || (MAY[deed] as readonly Role[]).includes(role)
const either = new Intl.ListFormat('en', { type: 'disjunction' })
const needs = (deed: Deed) => `needs role ${either.format(MAY[deed])}`

let stand: Stand
let journey: Journey
let url: string
beforeAll(async () => {
  // Bound to more than this computer: nothing is to be had without signing in.
  stand = await setUpStand({ HOST: '0.0.0.0', DASHBOARD_DIR: `${ROOT}/apps/dashboard/dist` })
  url = stand.server.url.replace('0.0.0.0', '127.0.0.1')
  const code = () => /with the code ([A-Z0-9-]+)/.exec(stand.server.log())?.[1]
  await until(() => code() !== undefined)
  const admin = await setUpAdmin(url, code()!)
  await Promise.all(ROLES.map((role) => signUp(admin, url, { account: `the-${role}`, roles: [role] })))
  const file = parse(readFileSync(`${ROOT}/cells/pulley-cell-1.yaml`, 'utf8')) as CellDefinition
  const definition = { ...file, path: PATH }
  await stand.edge.live(streamOf('handling')('cell-described', { hash: sha('definition'), definition }))
  await until(async () => (await admin.get(`${CELL}/definition`)).status === 200)
  journey = await openPage(url)
}, 120_000)
afterAll(async () => {
  await journey?.close()
  await stand?.stop()
})

/** Why buttons of the page are not to be had; each of them is disabled. */
async function refusals(page: Page): Promise<string[]> {
  const buttons = await page.locator('button[title^="needs role"]').all()
  for (const button of buttons) expect(await button.isDisabled()).toBe(true)
  return Promise.all(buttons.map(async (button) => (await button.getAttribute('title'))!))
}

describe.each(ROLES)('%s', (role) => {
  it('lands on its home, and is offered what it may do and nothing else', { timeout: 60_000 }, async () => {
    const { page, errors } = journey
    await page.context().clearCookies()
    await page.goto(`${url}/sign-in`)
    await signIn(page, `the-${role}`, PASSWORD)
    await page.waitForURL((address) => address.pathname === HOMES[role])
    for (const [path, { button, deeds }] of Object.entries(OFFERED)) {
      await page.goto(`${url}${path}?cell=${PATH.cell}`)
      await page.getByRole('button', { name: button, exact: true }).waitFor()
      const forbidden = deeds.filter((deed) => !may(role, deed)).map(needs)
      expect(new Set(await refusals(page)), path).toEqual(new Set(forbidden))
    }
    await page.goto(`${url}/users`)
    if (may(role, 'keepPeople')) await page.getByRole('button', { name: 'Add a person' }).waitFor()
    else await page.getByText('This needs the role admin').first().waitFor()
    expect(errors).toEqual([])
  })

  it('is told by the server whose deed it is, where it asks for more', async () => {
    const browser = openBrowser(url)
    await browser.send('POST', '/api/session', { account: `the-${role}`, password: PASSWORD })
    for (const { deed, method, path } of ASKED.filter((asked) => !may(role, asked.deed))) {
      const { status, body } = await browser.send<{ message: string }>(method, path, {})
      expect([status, body.message], path).toEqual([403, `This needs the role ${MAY[deed].join(' or ')}.`])
    }
  })
})
