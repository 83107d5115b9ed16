/** The cell's own words (titles of its file, findings, reasons) in the language of this screen. */
import type { Tell } from '@celltwin/locales'
import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'
import { bookOf } from './phrase-book.ts'

export function useTold(): Tell {
  const { i18n } = useTranslation()
  const definition = useCell(({ live }) => live?.definition?.value.definition)
  return bookOf(i18n.language, definition)
}
