/** Makes every projection again from the first entry. A running server waits, and finds its own place afterwards. */
import type pg from 'pg'
import { readAfter } from '../journal/read.ts'
import { applyEntries } from './apply.ts'
import { clearProjections, PROJECTING_LOCK } from './write.ts'

const PAGE = 2_000

export interface Rebuilt {
  readonly entries: number
  /** Of them, those that could not be projected. */
  readonly passedOver: number
}

/** Answers what each cell's projections were made of. */
export async function rebuildProjections(client: pg.ClientBase): Promise<Map<string, Rebuilt>> {
  await client.query('select pg_advisory_lock($1)', [PROJECTING_LOCK])
  try {
    return await makeAgain(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [PROJECTING_LOCK])
  }
}

async function makeAgain(client: pg.ClientBase): Promise<Map<string, Rebuilt>> {
  await clearProjections(client)
  const made = new Map<string, Rebuilt>()
  const { rows } = await client.query<{ id: number; slug: string }>('select id, slug from cell order by id')
  for (const { id, slug } of rows) {
    let position = 0
    let passedOver = 0
    for (;;) {
      const entries = await readAfter(client, id, position, PAGE)
      const last = entries.at(-1)
      if (!last) break
      passedOver += (await applyEntries(client, id, entries, position)).length
      position = last.position
    }
    made.set(slug, { entries: position, passedOver })
  }
  return made
}
