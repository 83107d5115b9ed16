/** Compiled checks for every boundary. Errors name the field and the rule. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
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
      flaws: [...compiled.Errors(value)].slice(0, 8).map((e) => ({
        field: e.instancePath || '/',
        rule: e.keyword === 'enum' ? `must be one of ${e.params.allowedValues.join(', ')}` : e.message,
      })),
    }
  }
}

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
