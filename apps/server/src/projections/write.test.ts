import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { toJson } from './write.ts'

let postgres: TestPostgres
let client: pg.Client

beforeAll(async () => {
  postgres = await startTestPostgres({ empty: true })
  client = new pg.Client(postgres.url)
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await postgres?.stop()
})

it('writes any text so that Postgres takes it, and changes nothing but NUL and half characters', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\\', '\\u0000', '\0', '"', '\ud83d', '\udd29', '🔩', '\ufffd'),
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(text, async (reason) => {
      const { rows } = await client.query<{ reason: string }>(
        'select reason from jsonb_to_recordset($1) as r(reason text)',
        [toJson([{ reason }])],
      )
      expect(rows[0]!.reason).toBe(reason.replace(/\p{Cs}/gu, '\ufffd').replaceAll('\0', ''))
    }),
    { numRuns: 200 },
  )
})
