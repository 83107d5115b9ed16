/** Compiled checks for every boundary. Errors name the field and the rule. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { type CellEvent, Envelope, EVENT_DATA } from './events.ts'

export interface Flaw {
  /** JSON pointer, `/` for the whole. */
  readonly field: string
  readonly rule: string
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly flaws: readonly Flaw[] }

/** A compiled check of `schema`; unknown fields are kept. */
export function checker<S extends TSchema>(schema: S): (value: unknown) => Checked<Static<S>> {
  let compiled: ReturnType<typeof Compile<S>> | undefined
  return (value) => {
    compiled ??= Compile(schema)
    if (compiled.Check(value)) return { ok: true, value: value as Static<S> }
    return {
      ok: false,
      flaws: flawsOf([...compiled.Errors(value)]),
    }
  }
}

const MOST_FLAWS = 8

/** One flaw for each rule broken: the literals of a union are one rule, a field too many is told once. */
function flawsOf(errors: readonly TLocalizedValidationError[]): Flaw[] {
  const literals = new Map<string, Set<string>>()
  for (const { keyword, instancePath, schemaPath, params } of errors) {
    // Deeper in a union it is one member's literal; another member may want what is there.
    if (keyword !== 'const' || /\/anyOf\/\d+\//.test(schemaPath)) continue
    literals.set(instancePath, (literals.get(instancePath) ?? new Set()).add(String(params.allowedValue)))
  }
  const flaws = new Map<string, Flaw>()
  for (const error of errors) {
    const { keyword, instancePath } = error
    // The field that is not allowed says so itself.
    if (keyword === 'additionalProperties') continue
    const field = instancePath || '/'
    const allowed = literals.get(instancePath)
    const rule = allowed ? oneOf([...allowed]) : ruleOf(error)
    flaws.set(`${field} ${rule}`, { field, rule })
  }
  return [...flaws.values()].slice(0, MOST_FLAWS)
}

function ruleOf({ keyword, params, message }: TLocalizedValidationError): string {
  if (keyword === 'enum') return oneOf(params.allowedValues.map(String))
  return keyword === 'boolean' ? 'must not be there, no such field is known' : message
}

const oneOf = (allowed: readonly string[]) =>
  allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`

export const describeFlaws = (flaws: readonly Flaw[]): string =>
  flaws.map(({ field, rule }) => `${field}: ${rule}`).join('; ')

const checkEnvelope = checker(Envelope)
const checkData = new Map(Object.entries(EVENT_DATA).map(([type, schema]) => [type, checker(schema as TSchema)]))

/** Checks an event whole. A type we do not know passes with its data unread. */
export function checkEvent(value: unknown): Checked<CellEvent> {
  const envelope = checkEnvelope(value)
  if (!envelope.ok) return envelope
  const data = checkData.get(envelope.value.type)?.(envelope.value.data)
  if (data && !data.ok)
    return { ok: false, flaws: data.flaws.map(({ field, rule }) => ({ field: `/data${field}`, rule })) }
  return { ok: true, value: envelope.value as CellEvent }
}
