/** The text of a cell file as it is edited: what it says, what is wrong with it and where, one value changed in it. Pure. */
import { type CellDefinition, checkCellDefinition, checkCellFile, type Flaw } from '@celltwin/contracts'
import { Document, isCollection, isNode, LineCounter, parseDocument, visit } from 'yaml'

export type Path = readonly (string | number)[]

/** A flaw with its place in the text, both from 1. */
export interface PlacedFlaw extends Flaw {
  readonly line: number
  readonly column: number
}

export interface CellText {
  readonly flaws: readonly PlacedFlaw[]
  /** Undefined where the text describes no cell; one whose stations cannot stand so can still be drawn. */
  readonly definition: CellDefinition | undefined
  /** What a form can show of it: anything that is YAML. */
  readonly value: unknown
}

/** What stands in braces on one line. */
const ONE_LINE = 100
const WRITTEN = { lineWidth: 120 }

/** A definition as people write cell files: small things on one line. */
export function textOf(definition: CellDefinition): string {
  const document = new Document(definition)
  visit(document, {
    Collection(key, node) {
      if (key !== null && JSON.stringify(node.toJSON()).length <= ONE_LINE) node.flow = true
    },
  })
  return document.toString(WRITTEN)
}

export function readText(text: string): CellText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  if (document.errors.length > 0) {
    const flaws = document.errors.map(({ message, pos }) => ({ field: '/', rule: message, ...at(pos[0]) }))
    return { flaws, definition: undefined, value: undefined }
  }
  const value: unknown = document.toJS()
  const shape = checkCellDefinition(value)
  const checked = shape.ok ? checkCellFile(value) : shape
  return {
    flaws: checked.ok ? [] : checked.flaws.map((flaw) => ({ ...flaw, ...at(offsetOf(document, flaw.field)) })),
    definition: shape.ok ? shape.value : undefined,
    value,
  }
}

/** The text with one value changed, or without it; comments stay where they are. */
export function withValue(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text)
  if (value === undefined) document.deleteIn(path)
  else {
    const node = document.createNode(value)
    if (isCollection(node)) node.flow = true
    document.setIn(path, node)
  }
  return document.toString(WRITTEN)
}

const LISTS: readonly Path[] = [['stations'], ['cycle', 'phases'], ['shifts', 'pattern'], ['shifts', 'plannedStops']]

/** Whether a form can show it: its lists are lists of things. */
export const hasForm = (value: unknown): boolean =>
  isThing(value) &&
  LISTS.every((path) => {
    const list = valueAt(value, path) ?? []
    return Array.isArray(list) && list.every(isThing)
  })

const isThing = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((of, key) => (of as Record<string | number, unknown> | undefined)?.[key], value)
}

/** A path as JSON pointer; `byId` names items of a list by their id, as differences do. */
export function pointerOf(value: unknown, path: Path, byId = false): string {
  return path
    .map((key, n) => {
      const id = byId && typeof key === 'number' ? valueAt(value, [...path.slice(0, n + 1), 'id']) : undefined
      return `/${typeof id === 'string' ? id : key}`
    })
    .join('')
}

/** Where the value at a JSON pointer begins, or what holds it where the value is absent. */
function offsetOf(document: Document, pointer: string): number {
  const keys = pointer.split('/').filter((key) => key !== '')
  for (let depth = keys.length; depth > 0; depth--) {
    const path = keys.slice(0, depth).map((key) => (/^\d+$/.test(key) ? Number(key) : key))
    const node = document.getIn(path, true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}
