import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SOURCE_LANGUAGE } from './index.ts'
import type { Phrases } from './phrases.ts'

const FOLDER = join(import.meta.dirname, '..')
const languages = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && name !== 'package.json')
  .map((name) => name.replace('.json', ''))

type Tree = { readonly [key: string]: string | Tree }
/** What the cell says is English at its source: only other languages have phrases for it. */
const catalogOf = (language: string): Tree & { phrases?: Phrases } =>
  JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8'))
const read = (language: string): Tree => {
  const { phrases, ...catalog } = catalogOf(language)
  return catalog as Tree
}

const texts = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : texts(value, `${path}${key}.`),
  )

const PLURAL = /_(zero|one|two|few|many|other)$/
/** Keys without their plural forms, which differ by language. */
const said = (language: string) => [...new Set(texts(read(language)).map(([key]) => key.replace(PLURAL, '')))].sort()
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort()

describe.each(languages.filter((language) => language !== SOURCE_LANGUAGE))('%s', (language) => {
  it('says all that English says, and nothing else', () => {
    expect(said(language)).toEqual(said(SOURCE_LANGUAGE))
  })

  it('has every plural form that the language needs', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const present = new Set(texts(read(language)).map(([key]) => key))
    const plurals = new Set([...present].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))
    const missing = [...plurals].flatMap((key) =>
      forms.filter((form) => !present.has(`${key}_${form}`)).map((form) => `${key}_${form}`),
    )
    expect(missing).toEqual([])
  })

  it('names the same values in each text', () => {
    const english = new Map(texts(read(SOURCE_LANGUAGE)).map(([key, text]) => [key.replace(PLURAL, '_other'), text]))
    for (const [key, text] of texts(read(language))) {
      const source = english.get(key.replace(PLURAL, '_other')) ?? english.get(key) ?? ''
      const allowed = placeholders(source)
      expect(
        placeholders(text).filter((name) => !allowed.includes(name)),
        key,
      ).toEqual([])
      if (!/_(zero|one|two)$/.test(key)) expect(placeholders(text), key).toEqual(allowed)
    }
  })
})

it.each(languages.filter((language) => language !== SOURCE_LANGUAGE))('%s loses no value of a phrase', (language) => {
  for (const [english, said] of Object.entries(catalogOf(language).phrases ?? {}))
    expect(placeholders(said), english).toEqual(placeholders(english))
})

it('leaves nothing empty', () => {
  for (const language of languages)
    expect(
      texts(read(language)).filter(([, text]) => text.trim() === ''),
      language,
    ).toEqual([])
})
