/** `npm run screenshots`: every page and its main states, in each theme and language, as people see them. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openPage, settled } from '../support/browser.ts'
import { ROOT } from '../support/house.ts'
import { pagePaths } from '../support/pages.ts'
import { contactSheet, type Shot } from './contact-sheet.ts'
import { type Stage, setStage } from './stage.ts'
import { STATES, type State } from './states.ts'

const THEMES = ['light', 'dark']
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
const TABLET = { width: 1024, height: 768 }
/** Where people stand at the cell with a tablet. */
const ON_TABLETS = /^(review|debug|alarms|second-review)/

const languages = readdirSync(join(ROOT, 'packages/locales'))
  .filter((name) => name.endsWith('.json') && name !== 'package.json')
  .map((name) => name.replace('.json', ''))

/** The bare page of an address: `/parts/$serial` is `parts-serial`. */
const pageState = (path: string): State => ({
  name: path.slice(1).replaceAll(/\/\$?/g, '-') || 'cell',
  path: ({ parameters }) =>
    path.replaceAll(/\$(\w+)/g, (_, name: string) => {
      const value = parameters[name]
      if (!value) throw new Error(`test/screenshots/stage.ts has nothing for the ${name} of ${path}`)
      return encodeURIComponent(value)
    }),
})

async function photograph(page: Page, stage: Stage, state: State, language: string, folder: string): Promise<Shot[]> {
  const path = state.path(stage)
  const address = `${path}${path.includes('?') ? '&' : '?'}cell=pulley-cell-1`
  await page.setViewportSize(SIZES[0]!)
  await page.evaluate((code) => localStorage.setItem('celltwin.language', code), language)
  await page.goto(stage.house.url + address)
  await settled(page)
  await state.reach?.(page, stage)
  const shots: Shot[] = []
  for (const { width, height } of ON_TABLETS.test(state.name) ? [TABLET, ...SIZES] : SIZES) {
    await page.setViewportSize({ width, height })
    for (const theme of THEMES) {
      await page.evaluate((chosen) => {
        document.documentElement.dataset.theme = chosen
      }, theme)
      await settled(page)
      const file = `${state.name}.${language}.${theme}.${width}.png`
      await page.screenshot({ path: join(folder, file) })
      shots.push({ state: state.name, address, as: `${language}, ${theme}, ${width} × ${height}`, file })
    }
  }
  return shots
}

/** Those of the Cell page, which shows a running cell. */
const moves = ({ name }: State) => /^cell\b/.test(name)

/** @param wanted only states with such a name; all where there is none */
export async function takeScreenshots(folder: string, wanted: readonly string[]): Promise<void> {
  const states = [...pagePaths().map(pageState), ...STATES].filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  )
  if (wanted.length === 0) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const started = Date.now()
  const stage = await setStage()
  try {
    const journey = await openPage(`${stage.house.url}/parts`, 1)
    try {
      const { page, errors } = journey
      await page.emulateMedia({ reducedMotion: 'reduce' })
      // Drawing the cell in software takes its time on few cores.
      page.setDefaultTimeout(60_000)
      const shots: Shot[] = []
      const missed: string[] = []
      const photographAll = async (some: readonly State[]) => {
        for (const state of some)
          for (const language of languages)
            await photograph(page, stage, state, language, folder).then(
              (more) => shots.push(...more),
              (error: Error) => missed.push(`${state.name}, ${language}: ${error.message.split('\n')[0]}`),
            )
      }
      await photographAll(states.filter(moves))
      // The other pages stand still then, and the cores are free for them.
      await stage.house.rest()
      await photographAll(states.filter((state) => !moves(state)))
      writeFileSync(join(folder, 'index.html'), contactSheet(shots, new Date()))
      const seconds = Math.round((Date.now() - started) / 1000)
      console.log(
        `${shots.length} photographs of ${states.length} states in ${seconds} s: ${join(folder, 'index.html')}`,
      )
      for (const line of [...missed, ...errors]) console.error(line)
      if (missed.length + errors.length > 0) process.exitCode = 1
    } finally {
      await journey.close()
    }
  } finally {
    await stage.house.stop()
  }
}
