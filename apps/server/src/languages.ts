/** The catalogs of all languages, for what the server writes itself: documents and mail. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CellDefinition } from '@celltwin/contracts'
import {
  cellPhrases,
  formatsOf,
  OPTIONS,
  type Phrases,
  phraseBook,
  SOURCE_LANGUAGE,
  type Tell,
} from '@celltwin/locales'
import i18next, { type TFunction } from 'i18next'

/** This file is at apps/server/src, or bundled at apps/server/dist. */
const FOLDER = fileURLToPath(new URL('../../../packages/locales/', import.meta.url))

const catalogs = new Map<string, object>(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== 'package.json')
    .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8'))]),
)

/** Codes (BCP 47) of all languages there is a file for. */
export const LANGUAGES = [...catalogs.keys()].sort()

const instance = i18next.createInstance({
  ...OPTIONS,
  lng: SOURCE_LANGUAGE,
  initAsync: false,
  resources: Object.fromEntries([...catalogs].map(([code, catalog]) => [code, { [OPTIONS.defaultNS]: catalog }])),
})
void instance.init()

/** The language asked for, else another of its family, else English. */
export const languageFor = (asked: string | undefined): string =>
  LANGUAGES.find((code) => code === asked) ??
  LANGUAGES.find((code) => code.split('-')[0] === asked?.split('-')[0]) ??
  SOURCE_LANGUAGE

export const translator = (language: string): TFunction => instance.getFixedT(languageFor(language))

/** The cell's own words (titles of its file, findings, reasons) in the language of a document. */
export function teller(language: string, definition: CellDefinition | undefined): Tell {
  const code = languageFor(language)
  const { phrases = {} } = (catalogs.get(code) ?? {}) as { phrases?: Phrases }
  return phraseBook({ ...phrases, ...(definition && cellPhrases(definition, code)) }, formatsOf(code).decimalMark)
}
