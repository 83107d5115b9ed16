/** Whatever a person reads or hears on a screen comes from the catalogs: pages hold keys, no sentences. */
import { expect, it } from 'vitest'
import { nodesOf, type Source, type Syntax, sourcesIn, textsOf } from './support/syntax.ts'

/** Attributes that are read out or shown. */
const SPOKEN =
  /^(title|alt|label|placeholder|summary|heading|caption|hint|note|empty|question|verb|aria-(label|description|valuetext|roledescription|placeholder))$/
/** Fields of objects that pages draw as they are. */
const FIELDS = /^(title|label|caption|hint|heading|placeholder|message|remedy)$/
/** Names, keys, formats, figures and units, the same in every language. */
const SAME =
  /^(Celltwin|Ctrl|Enter|Esc|API|CSV|PDF|sha256|Cgk?|p\d+|UTC|µm|mm²?|nm|ms|s|min|h|d|Hz|kHz|rpm|1\/min|dB|N·m|m\/s²|mm\/s|°C|RMS)$/
/** What people type, not what they are told. */
const COMMAND = /^celltwin [a-z]+ /
/** A page for programs: it measures how fast others are. */
const UNREAD = /LatencyPage/

const words = (text: string) => text.split(/[^\p{L}\d²·/°.-]+/u).filter((word) => /\p{L}/u.test(word))
/** A single letter is a key or a symbol. */
const isSaid = (text: string) => !COMMAND.test(text) && words(text).some((word) => word.length > 1 && !SAME.test(word))
/** What a field names in one small word is a key. */
const isKey = (text: string) => /^[a-z]+$/.test(text)

function* spokenIn({ program }: Source): Generator<[Syntax, string]> {
  for (const node of nodesOf(program)) {
    if (node.type === 'JSXText') yield [node, node.value as string]
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      for (const child of node.children as Syntax[])
        if (child.type === 'JSXExpressionContainer') for (const text of textsOf(child, ' ')) yield [child, text]
    if (node.type === 'JSXAttribute' && SPOKEN.test((node.name as { name: string }).name))
      for (const text of textsOf(node.value, ' ')) yield [node, text]
    if (node.type === 'Property' && FIELDS.test((node.key as { name?: string }).name ?? ''))
      for (const text of textsOf(node.value, ' ')) if (!isKey(text)) yield [node, text]
    if (node.type === 'NewExpression' && (node.callee as { name?: string }).name === 'RequestFailed')
      for (const argument of node.arguments as Syntax[]) for (const text of textsOf(argument, ' ')) yield [node, text]
  }
}

it('finds no words in the pages themselves', () => {
  const found = sourcesIn('apps/dashboard/src')
    .filter(({ file }) => !UNREAD.test(file))
    .flatMap((source) => {
      return [...spokenIn(source)]
        .filter(([, text]) => isSaid(text))
        .map(([node, text]) => `${source.file}:${source.lineOf(node)} ${text.trim()}`)
    })
  expect(found).toEqual([])
})
