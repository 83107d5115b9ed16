import fc from 'fast-check'
import { expect, it } from 'vitest'
import { useEmptyDatabase } from '../../../../test/support/postgres.ts'
import { toJson } from './write.ts'

const database = useEmptyDatabase()

it('writes any text so that Postgres takes it, and changes nothing but NUL and half characters', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\\', '\\u0000', '\0', '"', '\ud83d', '\udd29', '🔩', '\ufffd'),
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(text, async (reason) => {
      const { rows } = await database.client.query<{ reason: string }>(
        'select reason from jsonb_to_recordset($1) as r(reason text)',
        [toJson([{ reason }])],
      )
      expect(rows[0]!.reason).toBe(reason.replace(/\p{Cs}/gu, '\ufffd').replaceAll('\0', ''))
    }),
    { numRuns: 200 },
  )
})
