/**
 * Conditions of breakpoints as a person writes them: `crimp-count < 6 and vibration passes`, `every 50th good part`.
 *
 *     condition = all, { "or", all }          all  = term, { "and", term }
 *     term      = "not", term | "(", condition, ")" | "every", N"th", [ "good" | "rejected" | "held" ], "part"
 *               | "verdict", "is", [ "not" ], ( "pass" | "reject" | "hold" )
 *               | name, ( "<" | "<=" | "=" | "!=" | ">" | ">=" ), number
 *               | name, ( "passes" | "fails" | "warns" | "is not inspected" )
 */
import type { CellDefinition, Verdict } from '@celltwin/contracts'

export type Comparison = '<' | '<=' | '=' | '!=' | '>' | '>='
export type Outcome = 'passes' | 'fails' | 'warns' | 'is not inspected'
export type Counted = 'part' | 'good' | 'rejected' | 'held'

export type Condition =
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'compare'; readonly characteristic: string; readonly by: Comparison; readonly value: number }
  | { readonly is: 'outcome'; readonly characteristics: readonly string[]; readonly outcome: Outcome }
  | { readonly is: 'verdict'; readonly verdict: Verdict; readonly not: boolean }
  | { readonly is: 'every'; readonly nth: number; readonly counted: Counted }

/** Where the text stops making sense, counted in characters from 0, and what could stand there. */
export interface Flaw {
  readonly position: number
  readonly message: string
  readonly expected: readonly string[]
}

export type Parsed = { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly flaw: Flaw }

/** What a name stands for: characteristics by id, their groups and modules. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>

const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** A characteristic's own id wins over a group's or module's name. */
export function vocabularyOf({ recipe }: Pick<CellDefinition, 'recipe'>): Vocabulary {
  const names = new Map<string, string[]>()
  const add = (name: string, id: string) => names.set(name, [...(names.get(name) ?? []), id])
  for (const { id, group, module } of recipe.characteristics)
    for (const name of new Set([slugOf(group), module])) add(name, id)
  for (const { id } of recipe.characteristics) names.set(id, [id])
  return names
}

interface Token {
  readonly text: string
  readonly at: number
}

const TOKEN = /\s*(<=|>=|!=|[<>=()]|\d+(?:st|nd|rd|th)\b|-?\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9-]*)/y
const COMPARISONS: readonly string[] = ['<', '<=', '=', '!=', '>', '>=']
const VERDICTS: readonly string[] = ['pass', 'reject', 'hold']
const COUNTED: Readonly<Record<string, Counted>> = { good: 'good', rejected: 'rejected', held: 'held' }
const KEYWORDS = ['not', '(', 'every', 'verdict']

class Unexpected extends Error {
  readonly flaw: Flaw
  constructor(flaw: Flaw) {
    super(flaw.message)
    this.flaw = flaw
  }
}

export function parseCondition(text: string, names: Vocabulary): Parsed {
  try {
    const reader = new Reader(tokensOf(text), text.length, names)
    const condition = reader.condition()
    reader.end()
    return { ok: true, condition }
  } catch (cause) {
    if (cause instanceof Unexpected) return { ok: false, flaw: cause.flaw }
    throw cause
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) {
      const position = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
      throw new Unexpected({ position, message: `“${text[position]}” has no meaning here`, expected: [] })
    }
    tokens.push({ text: found[1]!, at: TOKEN.lastIndex - found[1]!.length })
  }
  return tokens
}

class Reader {
  #next = 0
  readonly #tokens: readonly Token[]
  readonly #length: number
  readonly #names: Vocabulary

  constructor(tokens: readonly Token[], length: number, names: Vocabulary) {
    this.#tokens = tokens
    this.#length = length
    this.#names = names
  }

  condition(): Condition {
    return this.#chain('or', () => this.#chain('and', () => this.#term()))
  }

  end(): void {
    if (this.#tokens[this.#next]) this.#fail(['and', 'or', 'the end'])
  }

  #chain(word: 'and' | 'or', one: () => Condition): Condition {
    const of = [one()]
    while (this.#take(word)) of.push(one())
    return of.length === 1 ? of[0]! : { is: word, of }
  }

  #term(): Condition {
    if (this.#take('not')) return { is: 'not', of: this.#term() }
    if (this.#take('(')) {
      const inner = this.condition()
      this.#need([')'])
      return inner
    }
    if (this.#take('every')) return this.#every()
    if (this.#take('verdict')) {
      this.#need(['is'])
      const not = this.#take('not')
      return { is: 'verdict', verdict: this.#need(VERDICTS) as Verdict, not }
    }
    return this.#aboutName()
  }

  #every(): Condition {
    const token = this.#tokens[this.#next]
    const nth = Number.parseInt(token?.text ?? '', 10)
    if (!token || !/^\d+(st|nd|rd|th)$/.test(token.text) || nth < 1) this.#fail(['2nd', '3rd', '50th'])
    this.#next++
    const kind = this.#tokens[this.#next]?.text ?? ''
    const counted = COUNTED[kind]
    if (counted) this.#next++
    this.#need(['part'], counted ? [] : Object.keys(COUNTED))
    return { is: 'every', nth, counted: counted ?? 'part' }
  }

  #aboutName(): Condition {
    const token = this.#tokens[this.#next]
    const characteristics = token && this.#names.get(token.text)
    if (!token || !characteristics) this.#fail([...KEYWORDS, ...this.#names.keys()])
    this.#next++
    const said = this.#need(
      characteristics.length === 1 ? [...COMPARISONS, ...OUTCOME_WORDS] : OUTCOME_WORDS,
      [],
      characteristics.length > 1
        ? `${token.text} stands for ${characteristics.length} characteristics: compare one of them, `
        : '',
    )
    if (COMPARISONS.includes(said)) {
      const value = this.#tokens[this.#next]
      if (!value || !/^-?\d+(\.\d+)?$/.test(value.text)) this.#fail(['a number'])
      this.#next++
      return { is: 'compare', characteristic: characteristics[0]!, by: said as Comparison, value: Number(value.text) }
    }
    if (said !== 'is') return { is: 'outcome', characteristics, outcome: said as Outcome }
    this.#need(['not'])
    this.#need(['inspected'])
    return { is: 'outcome', characteristics, outcome: 'is not inspected' }
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#next]?.text.toLowerCase() !== word) return false
    this.#next++
    return true
  }

  #need(words: readonly string[], also: readonly string[] = [], why = ''): string {
    const found = words.find((word) => this.#take(word))
    if (found === undefined) this.#fail([...words, ...also], why)
    return found
  }

  #fail(expected: readonly string[], why = ''): never {
    const token = this.#tokens[this.#next]
    const met = token ? `“${token.text}” is not expected here` : 'the condition ends too early'
    const near = token ? closest(token.text, expected) : undefined
    const hint = near ? `; did you mean ${near}?` : ''
    throw new Unexpected({ position: token?.at ?? this.#length, message: `${why}${met}${hint}`, expected })
  }
}

const OUTCOME_WORDS = ['passes', 'fails', 'warns', 'is']

/** The word with the fewest edits, where these are few. */
function closest(text: string, words: readonly string[]): string | undefined {
  const ranked = words.map((word) => ({ word, edits: editsBetween(text, word) })).sort((a, b) => a.edits - b.edits)
  return ranked[0] && ranked[0].edits <= Math.max(1, Math.floor(text.length / 3)) ? ranked[0].word : undefined
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
