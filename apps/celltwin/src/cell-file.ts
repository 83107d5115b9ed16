/** Reading a cell file for the commands that need one. */
import { existsSync, readFileSync } from 'node:fs'
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
  if (!existsSync(file)) throw new Error(`there is no cell file ${path}; the reference is cells/pulley-cell-1.yaml`)
  const checked = checkCellFile(parseYaml(file, path))
  if (checked.ok) return { file, definition: checked.value }
  throw new Error(
    [`${path} is not a valid cell:`, ...checked.flaws.map(({ field, rule }) => `  ${field}: ${rule}`)].join('\n'),
  )
}

function parseYaml(file: string, path: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${path} is not YAML: ${(error as Error).message}`)
  }
}
