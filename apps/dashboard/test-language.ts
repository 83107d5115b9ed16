/** Pages speak English in tests, as they do before a language is chosen. */
import { OPTIONS, SOURCE_LANGUAGE } from '@celltwin/locales'
import en from '@celltwin/locales/en.json'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

await i18next.use(initReactI18next).init({
  ...OPTIONS,
  lng: SOURCE_LANGUAGE,
  resources: { [SOURCE_LANGUAGE]: { [OPTIONS.defaultNS]: en } },
})

export { i18next }
