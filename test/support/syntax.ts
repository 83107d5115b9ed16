/** Reads source files as trees, for tests of what is written in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { ROOT } from './house.ts'

/** A node of ESTree with JSX. */
export interface Syntax {
  readonly type: string
  readonly start: number
  readonly [part: string]: unknown
}

export interface Source {
  readonly file: string
  readonly program: Syntax
  lineOf(node: Syntax): number
}

/** Sources below a folder of the repository, tests left out. */
export const sourcesIn = (folder: string): Source[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/testing\/|\.d\.ts$/.test(file))
    .map((file) => readSource(join(folder, file)))

export function readSource(file: string): Source {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const { program } = parseSync(file, text)
  return {
    file,
    program: program as unknown as Syntax,
    lineOf: ({ start }) => text.slice(0, start).split('\n').length,
  }
}

const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string'

export const childrenOf = (node: Syntax): Syntax[] => Object.values(node).flat().filter(isSyntax)

/** This node and all below it. */
export function* nodesOf(node: Syntax): Generator<Syntax> {
  yield node
  for (const child of childrenOf(node)) yield* nodesOf(child)
}

function textsOfTemplate({ quasis, expressions }: Syntax, value: string): string[] {
  const [first, ...others] = (quasis as { value: { cooked: string } }[]).map(({ value: { cooked } }) => cooked)
  return others.reduce<string[]>(
    (texts, after, i) => {
      const within = textsOf((expressions as Syntax[])[i], value)
      const said = within.length > 0 ? within : [value]
      return texts.flatMap((text) => said.map((each) => `${text}${each}${after}`))
    },
    [first ?? ''],
  )
}

/** The texts that an expression may become, `value` standing for what is not written there. */
export function textsOf(node: unknown, value: string): string[] {
  if (!isSyntax(node)) return []
  const among = (...parts: unknown[]) => parts.flatMap((part) => textsOf(part, value))
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : []
    case 'TemplateLiteral':
      return textsOfTemplate(node, value)
    case 'ConditionalExpression':
      return among(node.consequent, node.alternate)
    case 'LogicalExpression':
      return node.operator === '&&' ? among(node.right) : among(node.left, node.right)
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return among(node.expression)
    default:
      return []
  }
}
