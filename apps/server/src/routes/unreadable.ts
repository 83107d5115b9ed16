/** What could not be taken in: messages that nobody could read, and entries that no projection could be made of. */
import { MOST_INTEGER, type Unreadable, UnreadablePage } from '@celltwin/contracts'
import Type from 'typebox'
import { notFound } from '../problems.ts'
import type { App, House } from './context.ts'

const PREVIEW_BYTES = 2_000

/** One list of both: their ids are of one sequence. What an entry consists of is in the journal. */
const PAGE = `
with newest as (
  (select id, cell_id, source, topic, epoch, seq, null::bigint as position, null as projection, reason, recorded_at, payload
   from unreadable where id < $1 order by id desc limit $2)
  union all
  (select u.id, u.cell_id, j.source, null, j.epoch, j.seq, u.position, u.projection, u.reason, u.recorded_at, j.payload
   from unprojected u join journal j using (cell_id, position) where u.id < $1 order by u.id desc limit $2)
)
select newest.id, cell.slug as cell, source, topic, epoch, seq, position, projection, reason,
       recorded_at as "recordedAt", octet_length(payload) as bytes, substr(payload, 1, $3) as head
from newest left join cell on cell.id = cell_id order by newest.id desc limit $2`

const TOTAL = `
select (select count(*) from unreadable) + (select count(*) from unprojected) as total`

const PAYLOAD = `
select payload from unreadable where id = $1
union all
select j.payload from unprojected u join journal j using (cell_id, position) where u.id = $1`

export function unreadableRoutes(app: App, { database: { pool } }: House): void {
  app.get(
    '/api/unreadable',
    {
      schema: {
        summary: 'What could not be taken in, newest first',
        querystring: Type.Object({
          cursor: Type.Integer({ maximum: MOST_INTEGER, default: MOST_INTEGER, description: 'nextCursor of a page' }),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: { 200: UnreadablePage },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const { rows } = await pool.query<Omit<Unreadable, 'preview'> & { head: Buffer }>(PAGE, [
        ...[cursor, limit + 1, PREVIEW_BYTES],
      ])
      const counted = await pool.query<{ total: number }>(TOTAL)
      const items = rows.slice(0, limit).map(({ head, ...row }) => ({ ...row, preview: head.toString() }))
      return { items, total: counted.rows[0]!.total, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
    },
  )

  app.get(
    '/api/unreadable/:id/payload',
    {
      schema: {
        summary: 'What could not be taken in, as it came',
        params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: MOST_INTEGER }) }),
      },
    },
    async ({ params: { id } }, reply) => {
      const { rows } = await pool.query<{ payload: Buffer }>(PAYLOAD, [id])
      if (!rows[0]) throw notFound(`unreadable message ${id}`)
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="unreadable-${id}"`)
        .send(rows[0].payload)
    },
  )
}
