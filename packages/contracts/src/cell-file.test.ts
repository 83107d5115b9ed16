import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readCellFile } from './cell-file.ts'
import { ConfigError } from './configuration.ts'

const REFERENCE = fileURLToPath(new URL('../../../cells/pulley-cell-1.yaml', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'celltwin-cell-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The reference cell with one thing changed. */
function changed(from: string | RegExp, to: string): string {
  const text = readFileSync(REFERENCE, 'utf8')
  const path = join(folder, 'cell.yaml')
  const other = text.replace(from, to)
  if (other === text) throw new Error(`nothing changed: ${from}`)
  writeFileSync(path, other)
  return path
}

const lineOf = (path: string, text: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1

describe('a cell file', () => {
  it('is read, and hashed by what it says and not by how it is written', () => {
    const { definition, hash, recipe } = readCellFile(REFERENCE)
    expect(definition.path.cell).toBe('pulley-cell-1')
    expect(recipe).toMatchObject({ id: '6PK-120', version: 16 })
    expect(readCellFile(changed('# Metres.', '# Meters.')).hash).toBe(hash)
    expect(readCellFile(changed('taktMs: 16900', 'taktMs: 17000'))).toMatchObject({ recipe })
    expect(readCellFile(changed('taktMs: 16900', 'taktMs: 17000')).hash).not.toBe(hash)
    expect(readCellFile(changed('version: 16', 'version: 17')).recipe.hash).not.toBe(recipe.hash)
  })

  it('names path, rule and line of what has the wrong shape', () => {
    const path = changed('dueMs: 8500', 'dueMs: soon')
    expect(() => readCellFile(path)).toThrow(`line ${lineOf(path, 'soon')}  /modules/visual/dueMs: must be number`)
  })

  it('names path, rule and line of what does not agree', () => {
    const path = changed('evidence: face-profile, phase: scan', 'evidence: face-profile, phase: skan')
    expect(() => readCellFile(path)).toThrow(
      `line ${lineOf(path, 'skan')}  /modules/dimensional/takes/0/phase: must be one of insert,`,
    )
  })

  it('says where it is no YAML, and when it is not there', () => {
    expect(() => readCellFile(changed('stations:', 'stations: ]'))).toThrow(/not valid YAML/)
    expect(() => readCellFile('/nowhere/cell.yaml')).toThrow(/there is no cell file \/nowhere\/cell.yaml/)
    expect(() => readCellFile(folder)).toThrow(ConfigError)
  })
})
