/** A real headless Chromium for journeys: the system's own, drawing WebGL in software. */
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { findChromium } from '../../apps/celltwin/src/bench/chromium.ts'

export interface Journey {
  readonly page: Page
  /** What the page itself got wrong: errors nobody caught. */
  readonly errors: readonly string[]
  /** Methods and paths of what was asked of the server other than by reading. */
  readonly written: readonly string[]
  close(): Promise<void>
}

/** To look at a page's behaviour alone: the layout is the same, and software draws a quarter of the 3D cell's pixels. */
const HALF = 0.5

/** Opens a page of the dashboard at the smallest size it is made for. */
export async function openPage(url: string, deviceScaleFactor = HALF): Promise<Journey> {
  const browser: Browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor })
  page.setDefaultTimeout(20_000)
  // After the 3D cell, drawn in software, a busy machine takes its time to leave the page.
  page.setDefaultNavigationTimeout(40_000)
  const errors: string[] = []
  const written: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/api/'))
      written.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await page.goto(url)
  return { page, errors, written, close: () => browser.close() }
}

/** Waits until a page shows what it has to show: nothing loads, fonts are there, and it was drawn. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main').first().waitFor()
  await page.waitForFunction(
    () =>
      document.querySelector('.skel, [aria-busy=true]') === null &&
      document.fonts.status === 'loaded' &&
      [...document.images].every(({ complete }) => complete),
  )
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

/** What a person reads there: as it is laid out, so that one cell of a table does not run into the next. */
export async function textOf(place: Locator): Promise<string> {
  await place.waitFor()
  return (await place.allInnerTexts()).join('\n')
}

/** Holds the key down: one press, and the repeats that a keyboard sends until it is let go. */
export async function holdKey(page: Page, key: string, repeats = 8): Promise<void> {
  for (let i = 0; i <= repeats; i++) await page.keyboard.down(key)
  await page.keyboard.up(key)
}

/** Presses Tab until the focus is on what carries this label. @throws Error when it is not reached. */
export async function tabTo(page: Page, label: string | RegExp): Promise<void> {
  const wanted = page.getByLabel(label).first()
  for (let i = 0; i < 60; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${label}`)
}
