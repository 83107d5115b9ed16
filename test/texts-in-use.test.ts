/** No text of a catalog is left over: each is asked for by some page, or by the server for what it sends. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './support/house.ts'
import { nodesOf, sourcesIn } from './support/syntax.ts'

type Tree = { readonly [key: string]: string | Tree }

/** Without their plural forms. */
function* keysIn(tree: Tree, path = ''): Generator<string> {
  for (const [key, value] of Object.entries(tree))
    if (typeof value === 'string') yield path + key.replace(/_(zero|one|many|other)$/, '')
    else yield* keysIn(value, `${path}${key}.`)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** All that the sources write as a text or as the name of a field, and what their templates may become. */
function writtenIn(folders: readonly string[]) {
  const texts = new Set<string>()
  const templates = new Set<string>()
  for (const { program } of folders.flatMap(sourcesIn))
    for (const node of nodesOf(program)) {
      if (node.type === 'Literal' && typeof node.value === 'string') texts.add(node.value)
      if (node.type === 'Property' || node.type === 'TSPropertySignature')
        texts.add((node.key as { name?: string }).name ?? '')
      if (node.type === 'TemplateLiteral') {
        const parts = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked)
        if (parts.length === 1) texts.add(parts[0]!)
        else if (/^\w+\./.test(parts[0]!)) templates.add(`^${parts.map(escaped).join('([^.]+)')}$`)
      }
    }
  return { texts, templates: [...templates].map((template) => new RegExp(template)) }
}

it('has no text that nothing asks for', { timeout: 120_000 }, () => {
  const { texts, templates } = writtenIn([
    ...['dashboard', 'server'].map((name) => `apps/${name}/src`),
    ...['contracts', 'locales', 'quality', 'twin', 'world'].map((name) => `packages/${name}/src`),
  ])
  const isAskedFor = (key: string) =>
    texts.has(key) ||
    templates.some((template) => {
      const filled = template.exec(key)?.slice(1)
      return filled?.every((value) => texts.has(value))
    })
  const { phrases, ...catalog } = JSON.parse(readFileSync(join(ROOT, 'packages/locales/en.json'), 'utf8')) as Tree
  expect([...new Set(keysIn(catalog))].filter((key) => !isAskedFor(key))).toEqual([])
})
