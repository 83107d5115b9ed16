/** The cell's own words (titles of its file, findings, reasons) in the language of this screen. */
import { type Phrases, phraseBook, type Tell, titlePhrases } from '@celltwin/locales'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'
import { decimalMark } from './format.ts'

/** One book at a time: making it anew costs more than a page full of sentences. */
let latest: { readonly language: string; readonly named: Phrases | undefined; readonly tell: Tell } | undefined

function bookOf(language: string, named: Phrases | undefined): Tell {
  if (latest?.language === language && latest.named === named) return latest.tell
  const { phrases = {} } = (i18next.getResourceBundle(language, 'translation') ?? {}) as { phrases?: Phrases }
  const tell = phraseBook({ ...phrases, ...titlePhrases(named ?? {}) }, decimalMark(language))
  latest = { language, named, tell }
  return tell
}

export function useTold(): Tell {
  const { i18n } = useTranslation()
  const named = useCell(({ live }) => live?.definition?.value.definition.translations?.[i18n.language])
  return bookOf(i18n.language, named)
}
