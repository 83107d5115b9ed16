import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MISCONFIGURED } from '@celltwin/contracts'
import { afterAll, expect, it } from 'vitest'
import { openDataFolder, UnusableFolder } from './data-folder.ts'

const home = mkdtempSync(join(tmpdir(), 'celltwin-data-'))
const file = join(home, 'file')
writeFileSync(file, '')
afterAll(() => rmSync(home, { recursive: true }))

const flawOf = (path: string, roomBytes?: number): unknown => {
  try {
    return openDataFolder(path, roomBytes)
  } catch (error) {
    return error
  }
}

it.runIf(process.platform === 'linux')('is refused at once where no folder can be made', () => {
  expect(flawOf('/proc/x')).toEqual(
    new UnusableFolder(
      '/proc/x cannot be made or written to (ENOENT). Give another folder with --data, or let this account write there.',
    ),
  )
})

it.each([file, join(file, 'deeper')])('is refused where it is a file, or within one', (path) => {
  expect(flawOf(path)).toEqual(new UnusableFolder(`${path} is a file, or lies within one. Give a folder with --data.`))
})

it('is refused where the disk is full, and nobody need try again', () => {
  const flaw = flawOf(join(home, 'full'), 2 ** 70) as UnusableFolder
  expect(flaw.message).toContain('is on a disk without')
  expect(flaw.exitCode).toBe(MISCONFIGURED)
})

it('is made with all above it, and keeps what it keeps', () => {
  const path = join(home, 'some', 'where')
  const first = openDataFolder(path)
  first.recordPorts({ mqtt: 1883 })
  expect(openDataFolder(path)).toMatchObject({ path, ports: { mqtt: 1883 }, agentKey: first.agentKey })
})
