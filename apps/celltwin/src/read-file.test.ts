import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lastWords } from './read-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'celltwin-files-'))
const there = join(folder, 'key.pem')
writeFileSync(there, '')
afterAll(() => rmSync(folder, { recursive: true }))

const endOf = (work: Promise<unknown>) => work.then(() => 'done', lastWords)

it('tells in words which file the system refused, and why', async () => {
  const away = join(folder, 'nope.csv')
  expect(await endOf(readFile(away))).toBe(`there is no file ${away}`)
  expect(await endOf(readFile(join(there, 'x')))).toBe(`there is no file ${join(there, 'x')}`)
  expect(await endOf(writeFile(there, '', { flag: 'wx' }))).toBe(`${there} is there already and is not overwritten`)
  expect(await endOf(writeFile(folder, ''))).toBe(`${folder} is a folder; a file is wanted`)
  expect(lastWords(new Error('no tolerance'))).toBe('no tolerance')
})
