/**
 * The one door into the journal.
 *
 * A batch is one statement, so entries, cursors, what could not be read and the head become durable together or not at
 * all. It takes effect only if the head is exactly the one the caller knows: two writers can never interleave.
 */
import type { CellEvent, Instant, JournalEntry } from '@celltwin/contracts'
import type pg from 'pg'
import { numbers, texts } from '../database/database.ts'
import { chainHash } from './chain.ts'

export interface Head {
  readonly position: number
  readonly hash: Buffer
  readonly recordedAt: Instant
}

/** An event with the bytes it came as. */
export interface Line {
  readonly event: CellEvent
  readonly payload: Buffer
}

export interface Cursor {
  readonly source: string
  readonly epoch: number
  readonly upTo: number
  readonly outbox: string | undefined
  readonly lastSeq: number | undefined
}

/** What could not be taken in. */
export interface Unread {
  readonly topic: string
  readonly source: string | undefined
  readonly epoch: number | undefined
  readonly seq: number | undefined
  readonly reason: string
  readonly payload: Buffer
}

export interface Batch {
  readonly lines: readonly Line[]
  readonly cursors: readonly Cursor[]
  readonly unread: readonly Unread[]
}

const APPEND = `
with head as (
  update cell_head set position = $2, hash = $3, recorded_at = $4
  where cell_id = $1 and position = $5 and hash = $6 returning 1
), lines as (
  insert into journal (cell_id, position, recorded_at, occurred_at, source, epoch, seq, type, subject, payload, hash)
  select $1, $5 + l.n, $4, l.occurred_at, l.source, l.epoch, l.seq, l.type, l.subject,
         substr($7::bytea, l.start, l.size), substr($8::bytea, (l.n * 32 - 31)::int, 32)
  from unnest($9::int[], $10::int[], $11::timestamptz[], $12::text[], $13::int[], $14::bigint[], $15::text[], $16::text[])
       with ordinality as l(start, size, occurred_at, source, epoch, seq, type, subject, n)
  where exists (select from head)
), cursors as (
  insert into stream (cell_id, source, epoch, up_to, outbox, last_seq)
  select $1, c.* from unnest($17::text[], $18::int[], $19::bigint[], $20::text[], $21::bigint[]) as c
  where exists (select from head)
  on conflict (cell_id, source, epoch)
  do update set up_to = excluded.up_to, outbox = excluded.outbox, last_seq = excluded.last_seq
), unread as (
  insert into unreadable (cell_id, recorded_at, topic, source, epoch, seq, reason, payload)
  select $1, $4, u.topic, u.source, u.epoch, u.seq, u.reason, substr($22::bytea, u.start, u.size)
  from unnest($23::text[], $24::text[], $25::int[], $26::bigint[], $27::text[], $28::int[], $29::int[])
       as u(topic, source, epoch, seq, reason, start, size)
  where exists (select from head)
)
select count(*) as heads from head`

/** Thrown where somebody else has appended: this process no longer owns the cell. */
export class HeadMoved extends Error {}

/** Appends a batch and answers the new head with the entries as committed. */
export async function append(client: pg.ClientBase, cellId: number, head: Head, batch: Batch) {
  const recordedAt = laterOf(new Date().toISOString(), head.recordedAt)
  const entries: JournalEntry[] = []
  const hashes: Buffer[] = []
  let hash = head.hash
  for (const { event, payload } of batch.lines) {
    const position = head.position + entries.length + 1
    hash = chainHash(hash, position, recordedAt, payload)
    hashes.push(hash)
    entries.push({ position, recordedAt, event })
  }
  const next: Head = { position: head.position + entries.length, hash, recordedAt }
  const events = entries.map(({ event }) => event)
  const lines = packed(batch.lines.map(({ payload }) => payload))
  const unread = packed(batch.unread.map(({ payload }) => payload))
  const { rows } = await client.query({
    name: 'append',
    text: APPEND,
    values: [
      ...[cellId, next.position, hash, recordedAt, head.position, head.hash],
      ...[lines.bytes, Buffer.concat(hashes), lines.starts, lines.sizes],
      texts(events.map(({ occurredAt }) => occurredAt)),
      texts(events.map(({ source }) => source)),
      numbers(events.map(({ epoch }) => epoch)),
      numbers(events.map(({ seq }) => seq)),
      texts(events.map(({ type }) => type)),
      texts(events.map(subjectOf)),
      texts(batch.cursors.map(({ source }) => source)),
      numbers(batch.cursors.map(({ epoch }) => epoch)),
      numbers(batch.cursors.map(({ upTo }) => upTo)),
      texts(batch.cursors.map(({ outbox }) => outbox ?? null)),
      texts(batch.cursors.map(({ lastSeq }) => lastSeq?.toString() ?? null)),
      unread.bytes,
      texts(batch.unread.map(({ topic }) => topic)),
      texts(batch.unread.map(({ source }) => source ?? null)),
      texts(batch.unread.map(({ epoch }) => epoch?.toString() ?? null)),
      texts(batch.unread.map(({ seq }) => seq?.toString() ?? null)),
      texts(batch.unread.map(({ reason }) => reason)),
      ...[unread.starts, unread.sizes],
    ],
  })
  if (rows[0].heads !== 1) throw new HeadMoved(`the journal of cell ${cellId} is not at position ${head.position}`)
  return { head: next, entries }
}

/** All payloads as one binary parameter, with where each starts (from 1) and its size. */
function packed(payloads: readonly Buffer[]) {
  const starts: number[] = []
  let start = 1
  for (const { length } of payloads) {
    starts.push(start)
    start += length
  }
  return {
    bytes: Buffer.concat(payloads),
    starts: numbers(starts),
    sizes: numbers(payloads.map(({ length }) => length)),
  }
}

/** What is longer names nothing of ours, and no index of Postgres takes much more: it would be refused for ever. */
const LONGEST_SUBJECT = 200

/** So that a passport or a history finds the event. */
function subjectOf(event: CellEvent): string | null {
  const subject = namedIn(event)
  return subject !== undefined && subject.length <= LONGEST_SUBJECT ? subject : null
}

/** The cycle, request, recipe or calibration an event is about. */
function namedIn({ type, data }: CellEvent): string | undefined {
  if (type === 'calibration-recorded') return calibrationSubject(data.calibration.id)
  const { requestId, cycleId, recipeId } = (data ?? {}) as Record<string, unknown>
  if (typeof cycleId === 'string') return cycleId
  if (typeof recipeId === 'string') return recipeSubject(recipeId)
  return typeof requestId === 'string' ? requestId : undefined
}

/** No cycle and no request has a name like these. */
export const recipeSubject = (recipeId: string): string => `recipe ${recipeId}`
export const calibrationSubject = (calibrationId: string): string => `calibration ${calibrationId}`

const laterOf = (a: Instant, b: Instant) => (a > b ? a : b)
