/** A cell file from disk: read, checked, hashed. Apart from the rest of the contracts, for it needs Node. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { CellDefinition } from './cell.ts'
import { checkCellFile } from './cell-check.ts'
import type { Flaw } from './check.ts'
import { ConfigError } from './configuration.ts'
import { hashOf, recipeRefOf } from './hash.ts'
import type { RecipeRef } from './recipe.ts'

export interface CellFile {
  /** Absolute. */
  readonly file: string
  readonly definition: CellDefinition
  /** sha256 of the definition's canonical JSON. */
  readonly hash: string
  readonly recipe: RecipeRef
}

/** @throws ConfigError with one line for each flaw: line in the file, path, rule. */
export function readCellFile(path: string): CellFile {
  const lines = new LineCounter()
  const file = resolve(path)
  const document = parseDocument(textOf(file, path), { lineCounter: lines })
  if (document.errors.length > 0)
    throw new ConfigError(`${path} is not valid YAML:\n${document.errors.map((e) => `  ${e.message}`).join('\n')}`)
  const checked = checkCellFile(document.toJS())
  if (!checked.ok) throw new ConfigError(describe(path, checked.flaws, document, lines))
  const definition = checked.value
  return { file, definition, hash: hashOf(definition), recipe: recipeRefOf(definition.recipe) }
}

function textOf(file: string, path: string): string {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new ConfigError(`there is no cell file ${path}; the reference is cells/pulley-cell-1.yaml`)
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`cannot read the cell file ${path}: ${(cause as Error).message}`)
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
