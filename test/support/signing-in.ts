/** A person at a screen: signs in as people do, and out again. */
import type { Locator, Page } from 'playwright-core'

/** The menu under the person's own name. */
export const ownMenu = (page: Page): Locator => page.locator('.drop').filter({ has: page.locator('summary .name') })

/** On the page that asks for it. */
export async function signIn(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel('Account').fill(account)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export async function signOut(page: Page): Promise<void> {
  await ownMenu(page).locator('summary').click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL('**/sign-in*')
}
