/** Makes every projection again from the first entry. A running server waits, and finds its own place afterwards. */
import type pg from 'pg'
import { readAfter } from '../journal/read.ts'
import { rowsOf } from './rows.ts'
import { clearProjections, PROJECTING_LOCK, writeRows } from './write.ts'

const PAGE = 2_000

/** Answers how many entries each cell's projections were made of. */
export async function rebuildProjections(client: pg.ClientBase): Promise<Map<string, number>> {
  await client.query('select pg_advisory_lock($1)', [PROJECTING_LOCK])
  try {
    return await makeAgain(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [PROJECTING_LOCK])
  }
}

async function makeAgain(client: pg.ClientBase): Promise<Map<string, number>> {
  await clearProjections(client)
  const made = new Map<string, number>()
  const { rows } = await client.query<{ id: number; slug: string }>('select id, slug from cell order by id')
  for (const { id, slug } of rows) {
    let position = 0
    for (;;) {
      const entries = await readAfter(client, id, position, PAGE)
      const last = entries.at(-1)
      if (!last) break
      await writeRows(client, id, rowsOf(entries), position, last.position)
      position = last.position
    }
    made.set(slug, position)
  }
  return made
}
