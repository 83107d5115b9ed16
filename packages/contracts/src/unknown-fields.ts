/** Fields that a schema does not know: on the wire they are kept, in a file that a person wrote they are slips of the pen. */
import type { TSchema } from 'typebox'
import { Clean, Clone } from 'typebox/value'

/** JSON pointers of what `schema` would leave unread of a value that it accepts. */
export function unknownFields(schema: TSchema, value: unknown): string[] {
  return [...beyond(value, Clean(schema, Clone(value)), '')]
}

function* beyond(given: unknown, known: unknown, path: string): Generator<string> {
  if (!isObject(given) || !isObject(known)) return
  for (const [key, value] of Object.entries(given)) {
    if (!(key in known)) yield `${path}/${key}`
    else yield* beyond(value, known[key], `${path}/${key}`)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
