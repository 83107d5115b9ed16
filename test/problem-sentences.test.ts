/** What the server says when it cannot, in every language that the product speaks. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { phraseBook } from '@celltwin/locales'
import { readReadings } from '@celltwin/quality'
import { expect, it } from 'vitest'
import { nodesOf, type Source, type Syntax, sourcesIn, textsOf } from './support/syntax.ts'

const catalog = join(import.meta.dirname, '../packages/locales/pt-BR.json')
const tell = phraseBook(JSON.parse(readFileSync(catalog, 'utf8')).phrases, ',')

/** Stands for what differs from case to case. */
const VALUE = 'K7'
const nameOf = (node: unknown) => (node as { name?: string } | undefined)?.name ?? ''

/** Sentences of problems, of rules that were broken, and of decisions that were refused. */
function* saidIn({ program }: Source): Generator<string> {
  for (const node of nodesOf(program)) {
    const given = (node.arguments ?? []) as Syntax[]
    if (node.type === 'NewExpression' && nameOf(node.callee) === 'Problem')
      yield* given.slice(2, 4).flatMap((text) => textsOf(text, VALUE))
    if (node.type === 'CallExpression' && nameOf(node.callee) === 'notFound')
      yield* given.flatMap((text) => textsOf(text, VALUE)).map((what) => `There is no ${what}.`)
    if (node.type === 'CallExpression' && /^(refuse|flaw|wrong)$/.test(nameOf(node.callee)))
      yield* given.flatMap((text) => textsOf(text, VALUE))
    if (node.type === 'Property' && /^(detail|message|remedy|rule)$/.test(nameOf(node.key)))
      yield* textsOf(node.value, VALUE)
  }
}

it('says in Portuguese whatever a request may be answered', () => {
  const sources = ['apps/server/src', 'packages/contracts/src', 'packages/quality/src', 'packages/twin/src'].flatMap(
    sourcesIn,
  )
  const sentences = sources
    .filter(({ file }) => !file.includes('/generated/'))
    .flatMap((source) => [...saidIn(source)])
    .filter((text) => /[a-z] [a-z]/.test(text))
  expect(sentences.length).toBeGreaterThan(200)
  expect(sentences.filter((sentence) => tell(sentence) === sentence)).toEqual([])
})

it.each([
  ['part,value\n1,x', 'linha 2, coluna value: deve ser um número, é "x"'],
  ['part,value\n1,1\n2', 'linha 3: tem 1 colunas, o cabeçalho tem 2'],
  ['part,value\n1,1\n,2', 'linha 3, coluna part: não pode ficar vazio'],
  ['part\n1', 'linha 1: não tem a coluna "value"; type3 precisa de part, value'],
  ['part,value\n', 'não há leituras abaixo do cabeçalho'],
])('says in Portuguese why pasted readings are none: %j', (text, said) => {
  let problem = ''
  try {
    readReadings(text, 'type3')
  } catch (error) {
    problem = (error as Error).message
  }
  expect(tell(problem)).toBe(said)
})
