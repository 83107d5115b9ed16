/** A query as tokens and text: `state:latched priority:high door`. Tokens of one key widen, those of several narrow. */

export const QUERY_KEYS = ['state', 'priority', 'source'] as const
export type QueryKey = (typeof QUERY_KEYS)[number]

export interface Token {
  readonly key: QueryKey
  readonly value: string
}

export interface Query {
  readonly tokens: readonly Token[]
  readonly text: string
}

const TOKEN = new RegExp(`^(${QUERY_KEYS.join('|')}):(\\S+)$`)

export function parseQuery(written: string): Query {
  const tokens: Token[] = []
  const text: string[] = []
  for (const word of written.split(/\s+/).filter(Boolean)) {
    const [, key, value] = TOKEN.exec(word) ?? []
    if (!key || !value) text.push(word)
    else if (!tokens.some((token) => token.key === key && token.value === value))
      tokens.push({ key: key as QueryKey, value })
  }
  return { tokens, text: text.join(' ') }
}

export const writeQuery = ({ tokens, text }: Query): string =>
  [...tokens.map(({ key, value }) => `${key}:${value}`), text].filter(Boolean).join(' ')

/** The query with the token, or without it where it has it. */
export function toggled({ tokens, text }: Query, { key, value }: Token): Query {
  const others = tokens.filter((token) => token.key !== key || token.value !== value)
  return { tokens: others.length < tokens.length ? others : [...tokens, { key, value }], text }
}

/** Whether this value passes: chosen, or nothing of its key is. */
export function admits({ tokens }: Query, key: QueryKey, value: string): boolean {
  const chosen = tokens.filter((token) => token.key === key)
  return chosen.length === 0 || chosen.some((token) => token.value === value)
}

export type Queried = Readonly<Record<QueryKey, string>> & { readonly words: string }

export const matches = (query: Query, row: Queried, except?: QueryKey): boolean =>
  QUERY_KEYS.every((key) => key === except || admits(query, key, row[key])) &&
  query.text
    .toLowerCase()
    .split(' ')
    .every((word) => row.words.toLowerCase().includes(word))
