/** The language of this screen: chosen by the person, else the browser's, else English. */
import { OPTIONS, SOURCE_LANGUAGE } from '@celltwin/locales'
import en from '@celltwin/locales/en.json'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

const files = import.meta.glob<object>(['../../../packages/locales/*.json', '!**/package.json'], { import: 'default' })
const codeOf = (path: string) => path.replace(/^.*\/|\.json$/g, '')

/** Codes (BCP 47) of all languages there is a file for. */
export const LANGUAGES = Object.keys(files).map(codeOf).sort()

/** `português (Brasil)`: each language in its own words. */
export const languageName = (code: string): string =>
  new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code

const REMEMBERED = 'celltwin.language'

function preferred(): string {
  const wanted = [localStorage.getItem(REMEMBERED), ...navigator.languages].filter((code) => code !== null)
  const match = (code: string) =>
    LANGUAGES.find((have) => have.toLowerCase() === code.toLowerCase()) ??
    LANGUAGES.find((have) => have.split('-')[0] === code.split('-')[0])
  return wanted.map(match).find((code) => code !== undefined) ?? SOURCE_LANGUAGE
}

async function load(code: string): Promise<void> {
  const path = Object.keys(files).find((path) => codeOf(path) === code)
  if (path && !i18next.hasResourceBundle(code, OPTIONS.defaultNS))
    i18next.addResourceBundle(code, OPTIONS.defaultNS, await files[path]?.())
}

export async function startLanguage(): Promise<void> {
  i18next.on('languageChanged', (code) => {
    document.documentElement.lang = code
  })
  await i18next.use(initReactI18next).init({
    ...OPTIONS,
    lng: SOURCE_LANGUAGE,
    resources: { [SOURCE_LANGUAGE]: { [OPTIONS.defaultNS]: en } },
  })
  const code = preferred()
  await load(code)
  await i18next.changeLanguage(code)
}

export async function chooseLanguage(code: string): Promise<void> {
  localStorage.setItem(REMEMBERED, code)
  await load(code)
  await i18next.changeLanguage(code)
}
