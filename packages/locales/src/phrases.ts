/**
 * The cell says in English what it found and why it waits; that is the record. People read it in their own language:
 * a phrase book knows each sentence by its English words, with `{{names}}` where it differs from case to case.
 */

/** English sentence to the same one in another language; both name the same values. */
export type Phrases = Readonly<Record<string, string>>

interface Phrase {
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly said: string
}

interface Said {
  readonly text: string
  /** Nothing of it was left in English. */
  readonly whole: boolean
}

/** What has three lower-case letters in a row is words; units and serials are not. */
const WORD = /\p{Ll}{3}/u
const VALUE = /\{\{(\w+)\}\}/g
/** Sentences inside sentences: deeper there are none. */
const DEEPEST = 4

/** Phrases for what a cell file names: by itself, and before a value. */
const titlePhrases = (translations: Phrases): Phrases =>
  Object.fromEntries(
    Object.entries(translations).flatMap(([english, said]) => [
      [english, said],
      [`${english} {{value}}`, `${said} {{value}}`],
    ]),
  )

/** As much of a cell file as names things. */
interface Naming {
  readonly recipe: { readonly characteristics: readonly { readonly id: string; readonly title: string }[] }
  readonly translations?: Readonly<Record<string, Phrases>>
}

/** Phrases for what a cell file names, and for the codes by which machines name its characteristics. */
export function cellPhrases({ recipe, translations }: Naming, language: string): Phrases {
  const titles = translations?.[language] ?? {}
  const codes = recipe.characteristics.map(({ id, title }) => [id, titles[title] ?? title])
  return { ...Object.fromEntries(codes), ...titlePhrases(titles) }
}

/** The sentence in another language; as it came where the book does not have it. */
export type Tell = (sentence: string) => string

/** A number with tenths: versions and addresses have more points than one. */
const DECIMAL = /(?<!\d|\d\.)(\d+)\.(\d+)(?!\d|\.\d)/g

/** @param decimal what stands between units and tenths in that language */
export function phraseBook(phrases: Phrases, decimal: string): Tell {
  const exact = new Map(Object.entries(phrases))
  // What has more words of its own is the better match.
  const patterns = Object.entries(phrases)
    .filter(([english]) => english.includes('{{'))
    .sort(([a], [b]) => wordsOf(b) - wordsOf(a))
    .map(([english, said]): Phrase => ({ ...patternOf(english), said }))

  const find = (text: string, depth: number): Said | undefined => {
    const same = exact.get(text)
    if (same !== undefined) return { text: same, whole: true }
    if (depth === DEEPEST) return undefined
    let some: Said | undefined
    for (const { pattern, names, said } of patterns) {
      const found = pattern.exec(text)
      if (!found) continue
      const values = new Map(names.map((name, i) => [name, part(found[i + 1]!, depth + 1)]))
      const whole = [...values.values()].every((value) => value.whole)
      const candidate = { text: said.replace(VALUE, (_, name: string) => values.get(name)?.text ?? ''), whole }
      if (whole) return candidate
      some ??= candidate
    }
    return some
  }
  /** Each of a list, where the book has all of them. */
  const each = (text: string, depth: number): Said | undefined => {
    if (!text.includes(', ')) return undefined
    const items = text.split(', ').map((item) => find(item, depth))
    const told = items.flatMap((item) => (item?.whole ? item.text : []))
    return told.length === items.length ? { text: told.join(', '), whole: true } : undefined
  }
  const part = (text: string, depth: number): Said =>
    find(text, depth) ?? each(text, depth) ?? { text: text.replace(DECIMAL, `$1${decimal}$2`), whole: !WORD.test(text) }

  return (sentence) => (find(sentence, 0) ?? each(sentence, 0))?.text ?? sentence
}

const wordsOf = (english: string) => english.replace(VALUE, '').length

function patternOf(english: string): Pick<Phrase, 'pattern' | 'names'> {
  const names = [...english.matchAll(VALUE)].map(([, name]) => name!)
  const literals = english.split(/\{\{\w+\}\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return { pattern: new RegExp(`^${literals.join('(.*?)')}$`, 's'), names }
}
