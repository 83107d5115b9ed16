/** Reading a cell file for the commands that need one. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type CellDefinition, checkCellFile } from '@celltwin/contracts'
import { parse } from 'yaml'

export interface CellFile {
  readonly file: string
  readonly definition: CellDefinition
}

/** @throws Error that names each path in the file and the rule it breaks. */
export function readCellFile(path: string): CellFile {
  const file = resolve(path)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Error(`there is no cell file ${path}; the reference is cells/pulley-cell-1.yaml`)
  const checked = checkCellFile(parseYaml(file, path))
  if (checked.ok) return { file, definition: checked.value }
  throw new Error(
    [`${path} is not a valid cell:`, ...checked.flaws.map(({ field, rule }) => `  ${field}: ${rule}`)].join('\n'),
  )
}

/** Cells that are to run together. @throws Error also where two files describe the same cell. */
export function readCellFiles(paths: readonly string[]): CellFile[] {
  const files = new Map<string, CellFile>()
  for (const path of paths) {
    const file = readCellFile(path)
    const { cell } = file.definition.path
    const other = files.get(cell)
    if (other) throw new Error(`${other.file} and ${file.file} both have path.cell ${cell}; give one another name`)
    files.set(cell, file)
  }
  return [...files.values()]
}

function parseYaml(file: string, path: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${path} is not YAML: ${(error as Error).message}`)
  }
}
