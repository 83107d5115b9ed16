/** What no schema says and no table keeps: told as a wrong field, before anybody asks the database. */
import { type ApiError, INSTANT_PATTERN, isInstant } from '@celltwin/contracts'
import type { FastifyInstance } from 'fastify'
import { wrong } from './problems.ts'

type Flaws = NonNullable<ApiError['errors']>

/** For every route registered after it. */
export function refuseUnstorable(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ params, query, body }) => {
    const flaws = [...flawsIn(params, 'params'), ...flawsIn(query, 'querystring'), ...flawsIn(body, 'body')]
    if (flaws.length > 0) throw wrong(...flaws)
  })
}

/** NUL, or one half of a character outside the basic plane. */
const UNSTORABLE = /[\0\p{Cs}]/u
const LIKE_AN_INSTANT = new RegExp(INSTANT_PATTERN)

function flawsIn(value: unknown, field: string): Flaws {
  if (typeof value === 'string') {
    if (UNSTORABLE.test(value)) return [{ field, rule: 'must be text without NUL and without half characters' }]
    return LIKE_AN_INSTANT.test(value) && !isInstant(value) ? [{ field, rule: 'must be an instant that there is' }] : []
  }
  // From text the check of types takes what is beyond all numbers for a whole one.
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [{ field, rule: 'must be a finite number' }]
  if (Array.isArray(value)) return value.flatMap((each, n) => flawsIn(each, `${field}/${n}`))
  // A body of bytes is no record.
  if (typeof value !== 'object' || value === null || !isRecord(value)) return []
  return Object.entries(value).flatMap(([name, each]) => flawsIn(each, `${field}/${name}`))
}

/** With nothing above what its literal or parser made it of; streams and buffers have more. */
function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
