import { SOURCE_LANGUAGE } from '@celltwin/locales'
import i18next from 'i18next'

/** A day with its year, as the reader writes it: an expiry may be years away. */
export const dateOf = (instant: string): string =>
  new Intl.DateTimeFormat(i18next.resolvedLanguage ?? SOURCE_LANGUAGE, { dateStyle: 'medium' }).format(
    new Date(instant),
  )
