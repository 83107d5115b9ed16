/** `cell.yaml` from disk: read, checked, hashed. */
import { readFileSync } from 'node:fs'
import { type CellDefinition, checkCellFile, type Flaw, type RecipeRef } from '@celltwin/contracts'
import { hashOf, recipeRefOf } from '@celltwin/contracts/hash'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { ConfigError } from './config.ts'

export interface CellFile {
  readonly path: string
  readonly cell: CellDefinition
  /** sha256 of the definition's canonical JSON. */
  readonly hash: string
  readonly recipe: RecipeRef
}

export class CellFileError extends ConfigError {
  override readonly name = 'CellFileError'
}

/** @throws CellFileError with one line for each flaw: file, line, path, rule. */
export function readCellFile(path: string): CellFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CellFileError(`Cannot read the cell file ${path}: ${(cause as Error).message}`)
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0)
    throw new CellFileError(`${path} is not valid YAML:\n${document.errors.map((e) => `  ${e.message}`).join('\n')}`)
  const checked = checkCellFile(document.toJS())
  if (!checked.ok) throw new CellFileError(describe(path, checked.flaws, document, lines))
  return {
    path,
    cell: checked.value,
    hash: hashOf(checked.value),
    recipe: recipeRefOf(checked.value.recipe),
  }
}

function describe(path: string, flaws: readonly Flaw[], document: Document, lines: LineCounter): string {
  const each = flaws.map(({ field, rule }) => `  line ${lineOf(field, document, lines)}  ${field}: ${rule}`)
  return `${path} does not describe a cell:\n${each.join('\n')}`
}

/** Line of the value at a JSON pointer, or of what holds it where the value is absent. */
function lineOf(pointer: string, document: Document, lines: LineCounter): number {
  const keys = pointer.split('/').filter((key) => key !== '')
  for (let depth = keys.length; depth >= 0; depth--) {
    const path = keys.slice(0, depth).map((key) => (/^\d+$/.test(key) ? Number(key) : key))
    const node = depth === 0 ? document.contents : document.getIn(path, true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
