/** A type 3 study that the cell makes by itself: from the command to the studies that the page shows. */
import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CellDefinition, StudiedCharacteristic, StudyRecord, StudyRunOutcome } from '@celltwin/contracts'
import { type GrrFigures, studyOf } from '@celltwin/quality'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { temporaryFolder } from '../../apps/celltwin/src/bench/harness.ts'
import { PASSWORD, setUpAdmin, signUp } from '../../apps/server/src/testing/people.ts'
import { type House, PULLEY_CELL, ROOT, startHouse } from '../support/house.ts'

const CELL = `/api/cells/${PULLEY_CELL}`
const TRIALS = 2

const folder = temporaryFolder('celltwin-study-')
const definition = withoutCamera(parse(readFileSync(join(ROOT, 'cells/pulley-cell-1.yaml'), 'utf8')))
const masters = definition.masters!.map(({ id }) => id)
const measured = definition.recipe.characteristics.filter(({ kind }) => kind === 'measure')
let house: House

beforeAll(async () => {
  const file = join(folder, 'cell.yaml')
  writeFileSync(file, stringify(definition))
  house = await startHouse({ cells: [file], speed: 30 })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Fifty pictures would take two cores longer than all the rest. Master parts are out of the rack of any challenge. */
function withoutCamera(cell: CellDefinition): CellDefinition {
  const { challenge: _, ...rest } = cell
  const { visual: __, ...modules } = cell.modules
  const of = ({ module }: { module?: string }) => module !== 'visual'
  return {
    ...rest,
    modules,
    recipe: { ...cell.recipe, characteristics: cell.recipe.characteristics.filter(of) },
    stations: cell.stations.filter(of),
    agents: { ...cell.agents, vision: { ...cell.agents.vision!, roles: ['dimensional'] } },
    masters: cell.masters!.map(({ id }) => ({ id })),
  }
}

/** As a person runs it, with a file of sessions that is this test's own. */
const celltwin = (...args: string[]) =>
  new Promise<{ code: number; output: string; errors: string }>((done) => {
    const command = [join(ROOT, 'apps/celltwin/dist/main.js'), ...args]
    const env = { ...process.env, XDG_CONFIG_HOME: folder, CELLTWIN_PASSWORD: PASSWORD }
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, output, errors) =>
      done({ code: error ? Number(error.code) : 0, output, errors }),
    )
  })

it('studies what it measured of 25 parts put on twice, and says of the rest why not', {
  timeout: 300_000,
}, async () => {
  // Torque is judged between 18 and 28 °C: of parts this warm there is none.
  const warm = [{ id: 'warm', kind: 'hot-part', severity: 0.8, fromCycle: 1 }]
  await house.send('PUT', `${CELL}/faults`, { items: warm })
  const { output, errors, code } = await celltwin('study', 'run', 'type3', '--server', house.url, '--by', 'Ada')
  expect([0, 1, 2], errors).toContain(code)
  expect(errors).toMatch(/\d+ of 50 readings/)

  const listed = await house.get<StudiedCharacteristic[]>(`${CELL}/studies`)
  const outcome = await house.get<StudyRunOutcome>(`${CELL}/studies/run`)
  const runId = outcome.runId!
  const studied = listed.filter(({ studies }) => studies.some((study) => study.runId === runId))
  const short = new Map(outcome.shortfalls.map((one) => [one.characteristic, one]))
  const unstudied = outcome.shortfalls.filter(({ noStudy }) => noStudy !== null)
  expect([...studied, ...unstudied].map(({ characteristic }) => characteristic).sort()).toEqual(
    measured.map(({ id }) => id).sort(),
  )
  for (const { title } of [...studied, ...unstudied]) expect(output).toContain(title)

  for (const { characteristic, studies } of studied) {
    const record = await house.get<StudyRecord>(`${CELL}/studies/${studies[0]!.id}`)
    expect(record, characteristic).toMatchObject({ kind: 'type3', by: 'Ada', simulated: true, runId })
    const { verdict, ...figures } = studyOf('type3', record.readings, record.settings)
    expect(record).toMatchObject({ verdict, figures: JSON.parse(JSON.stringify(figures)) })
    const grr = record.figures as unknown as GrrFigures
    expect(grr).toMatchObject({ parts: masters.length, operators: 1, trials: TRIALS })
    expect(grr.components.some(({ name }) => name === 'av')).toBe(false)
    expect([...new Set(record.readings.map(({ part }) => part))].sort()).toEqual([...masters].sort())
    // Put on anew for every reading: each has a cycle of its own.
    expect(new Set(record.readings.map(({ cycleId }) => cycleId)).size).toBe(record.readings.length)
    expect(
      record.readings.length + (short.get(characteristic)?.of ?? 0) - (short.get(characteristic)?.readings ?? 0),
    ).toBe(masters.length * TRIALS)
  }

  const torque = short.get('running-torque')!
  expect(torque).toMatchObject({ readings: 0, of: 50, noStudy: expect.stringMatching(/^parts: must be at least 5/) })
  expect(torque.lost.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/judged between 18 and 28 °C/))
  expect(output).toMatch(/Running torque +no study: 0 of 50; .*judged between 18 and 28 °C/)
  expect(studied.map(({ characteristic }) => characteristic)).toContain('groove-diameter-over-balls')
})

it('asks the cell as the person who signed in, where the role allows it', { timeout: 180_000 }, async () => {
  const log = readFileSync(join(house.data, 'logs', 'server.log'), 'utf8')
  const admin = await setUpAdmin(house.url, /with the code ([A-Z0-9-]+)/.exec(log)![1]!)
  for (const [account, role] of [
    ['olga', 'operator'],
    ['quinn', 'quality'],
  ] as const)
    await signUp(admin, house.url, { account, name: account, roles: [role] })
  const study = ['study', 'run', 'type1', '--server', house.url, '--parts', masters[0]!, '--trials', '10']
  const login = (account: string) => celltwin('login', '--url', house.url, '--account', account)

  expect(await celltwin(...study)).toMatchObject({ code: 1, errors: expect.stringMatching(/celltwin login/) })
  expect((await login('olga')).code).toBe(0)
  expect(await celltwin(...study)).toMatchObject({ code: 1, errors: expect.stringMatching(/role/) })
  expect((await login('quinn')).output).toContain('quinn (quality)')
  const { errors } = await celltwin(...study)
  expect(errors).toMatch(/of 10 readings/)

  const { body } = await admin.get<StudiedCharacteristic[]>(`${CELL}/studies`)
  const made = body.flatMap(({ studies }) => studies.filter(({ kind }) => kind === 'type1'))
  expect(made.length).toBeGreaterThan(0)
  for (const { by } of made) expect(by).toBe('quinn')
})
