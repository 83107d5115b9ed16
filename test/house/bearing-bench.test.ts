/** A second cell is a second file: the bench replays recordings from device to passport, and damage shows. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type House, ROOT, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const BENCH = 'bearing-bench'
const PATIENCE_MS = 90_000

let house: House | undefined
const folders: string[] = []
afterEach(async () => {
  await house?.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const isSound = ({ serial }: { readonly serial: string }) => /sound|normal/i.test(serial)

it('passes the sound parts of the shipped sample and rejects the damaged', { timeout: 2 * PATIENCE_MS }, async () => {
  house = await startHouse({ cells: ['cells/bearing-bench.yaml'], speed: 4 })
  const parts = await house.judged(6, PATIENCE_MS, BENCH)
  expect(parts.filter(isSound).length).toBeGreaterThan(0)
  for (const part of parts)
    expect(part, part.serial).toMatchObject({ verdict: isSound(part) ? 'pass' : 'reject', replayed: true })
  const { cycles } = await house.passport(parts[0]!.serial)
  expect(cycles[0]!.evidence.map(({ kind }) => kind).sort()).toEqual(['photograph', 'waveform'])
  const photograph = cycles[0]!.evidence.find(({ kind }) => kind === 'photograph')!
  const url = `${house.url}/api/evidence/${photograph.sha256}`
  // Events never wait for bytes: these may still be on their way.
  await until(async () => (await fetch(url, { method: 'HEAD' })).ok, 30_000)
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('image/jpeg')
})

const data = process.env.CELLTWIN_DATA
if (!data) console.log('skipped: no data (CELLTWIN_DATA names the folder of real recordings)')

it.skipIf(!data)('tells real sound bearings from damaged ones', { timeout: 3 * PATIENCE_MS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'celltwin-recordings-'))
  folders.push(folder)
  execFileSync(process.execPath, [
    join(ROOT, 'scripts/import-recordings.mjs'),
    '--data',
    resolve(data!),
    '--out',
    folder,
  ])
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { serial: string }[]
  const chosen = [...manifest.filter(isSound).slice(0, 2), ...manifest.filter((item) => !isSound(item)).slice(0, 4)]
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(chosen))
  const cell = join(folder, 'bench.yaml')
  const file = readFileSync(join(ROOT, 'cells/bearing-bench.yaml'), 'utf8')
  writeFileSync(cell, file.replace(/^devices:.*$/m, `devices: { kind: replay, folder: ${folder} }`))
  house = await startHouse({ cells: [cell], speed: 4 })
  const parts = await house.judged(chosen.length, 2 * PATIENCE_MS, BENCH)
  for (const part of parts) expect(part, part.serial).toMatchObject({ verdict: isSound(part) ? 'pass' : 'reject' })
  expect(parts.filter(isSound).length).toBeGreaterThan(0)
})
