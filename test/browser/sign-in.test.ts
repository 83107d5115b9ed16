/** From the first account to a person at work: set-up, a new operator, their home, and what is not theirs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../../apps/server/src/testing/people.ts'
import { startTestServer, type TestServer } from '../../apps/server/src/testing/server.ts'
import { startEmbeddedBroker, type TestBroker } from '../support/broker.ts'
import { type Journey, openPage, textOf } from '../support/browser.ts'
import { ROOT } from '../support/house.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { ownMenu, signIn, signOut } from '../support/signing-in.ts'

let postgres: TestPostgres
let broker: TestBroker
let server: TestServer
let journey: Journey
let code: string

beforeAll(async () => {
  ;[postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
  // Bound to more than this computer: nothing is to be seen before somebody has an account.
  const settings = { HOST: '0.0.0.0', DASHBOARD_DIR: `${ROOT}/apps/dashboard/dist` }
  server = await startTestServer(postgres.url, broker.url, settings)
  journey = await openPage(server.url.replace('0.0.0.0', '127.0.0.1'))
}, 120_000)
afterAll(async () => {
  await journey?.close()
  await server?.close()
  await broker?.stop()
  await postgres?.stop()
})

describe('people at the door', { timeout: 60_000 }, () => {
  it('shows nothing but set-up, and makes the first account with the code of the log', async () => {
    const { page } = journey
    await page.waitForURL('**/set-up')
    code = /with the code ([A-Z0-9-]+)/.exec(server.log())?.[1] ?? ''
    await page.getByLabel('Set-up code').fill(code)
    await page.getByLabel('Name').fill('Ana Admin')
    await page.getByLabel('Account').fill('ana')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Make the first account' }).click()
    await page.waitForURL('**/users')
    await page.getByText('Can sign in').waitFor()
  })

  it('lets the admin make an operator, who chooses a password by the one-time link', async () => {
    const { page } = journey
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Olga Operator')
    await page.getByLabel('Account').fill('olga')
    await page.getByLabel('Viewer').uncheck()
    await page.getByLabel('Operator').check()
    await page.getByRole('button', { name: 'Create' }).click()
    const link = (await textOf(page.locator('.link'))).trim()
    await page.getByText('Has not chosen a password').waitFor()
    await signOut(page)

    await page.goto(link)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Save and sign in' }).click()
  })

  it('brings the operator to Review, and keeps them out of users', async () => {
    const { page } = journey
    await page.waitForURL('**/review')
    await ownMenu(page).locator('summary').click()
    expect(await textOf(ownMenu(page).locator('.menu'))).toContain('Operator')
    expect(await page.getByRole('link', { name: 'Users and roles' }).count()).toBe(0)
    await page.goto(`${server.url.replace('0.0.0.0', '127.0.0.1')}/users`)
    await page.getByText('This needs the role admin').first().waitFor()
    expect(await page.getByText('Ana Admin').count()).toBe(0)
  })

  it('signs out, and is asked again where it was', async () => {
    const { page } = journey
    await signOut(page)
    await signIn(page, 'olga', 'not this one at all')
    await page.getByText('do not belong together').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/users')
    expect(journey.errors).toEqual([])
  })
})
