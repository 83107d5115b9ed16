/**
 * Wrong answers in a row, for each account and badge, known or not.
 *
 * An attempt is counted before it is checked, so that many at once gain nothing; the right answer clears the count.
 */
import type pg from 'pg'
import { Problem } from '../problems.ts'

/** So many slips are free. */
const FREE_ATTEMPTS = 4
const FIRST_WAIT_S = 15
const LONGEST_WAIT_S = 900
/** A PIN is short: after so many wrong ones it is locked until its owner chooses another. */
const PIN_ATTEMPTS = 10

export interface Attempt {
  succeeded(): Promise<void>
}

/** @throws Problem 429 while it is blocked */
export async function attempt(pool: pg.Pool, kind: 'password' | 'pin' | 'code', name: string): Promise<Attempt> {
  const key = `${kind}:${name.toLowerCase()}`
  const { rows } = await pool.query(
    `insert into sign_in_attempt as a (key, failures, blocked_until, at) values ($1, 1, now(), now())
     on conflict (key) do update set
       failures = case when a.at < now() - interval '1 day' then 1 else a.failures + 1 end,
       at = now(),
       blocked_until = now() + case
         when $5 and a.failures + 1 >= $4 then interval '10 years'
         when a.failures < $2 then interval '0'
         else least($6, $3 * power(2, least(a.failures - $2, 12))) * interval '1 second' end
     where a.blocked_until <= now()
     returning failures`,
    [key, FREE_ATTEMPTS, FIRST_WAIT_S, PIN_ATTEMPTS, kind === 'pin', LONGEST_WAIT_S],
  )
  if (rows.length === 0) throw await blocked(pool, key)
  return { succeeded: () => forgive(pool, kind, name) }
}

/** The count begins anew. */
export async function forgive(pool: pg.Pool, kind: 'password' | 'pin' | 'code', name: string): Promise<void> {
  await pool.query('delete from sign_in_attempt where key = $1', [`${kind}:${name.toLowerCase()}`])
}

async function blocked(pool: pg.Pool, key: string): Promise<Problem> {
  const { rows } = await pool.query(
    'select ceil(extract(epoch from blocked_until - now()))::int as seconds from sign_in_attempt where key = $1',
    [key],
  )
  const seconds = Math.max(1, rows[0]?.seconds ?? 1)
  return seconds > LONGEST_WAIT_S
    ? new Problem(
        429,
        'locked',
        'This PIN is locked.',
        'Choose another at a desk, or ask an admin for a one-time code.',
      )
    : new Problem(429, 'wait', `Too many wrong answers in a row: wait ${seconds} s.`, 'Then try again.')
}
