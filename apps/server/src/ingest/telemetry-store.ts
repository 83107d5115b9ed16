/** Telemetry as series: written once a second, kept for a bounded time. A lost second is no loss. */
import type { Instant, Telemetry } from '@celltwin/contracts'
import type { Logger } from 'pino'
import { type Database, numbers, texts } from '../database/database.ts'
import type { LiveCell } from '../twins/cells.ts'

const FLUSH_MS = 1_000
const SWEEP_MS = 600_000
/** While the database is away no more than this waits. */
const MOST_WAITING = 20_000

export interface TelemetryStore {
  keep(cell: LiveCell, sample: Telemetry): void
  read(cell: LiveCell, query: TelemetryQuery): Promise<Telemetry[]>
  close(): Promise<void>
}

export interface TelemetryQuery {
  readonly source?: string | undefined
  readonly from: Instant
  readonly to: Instant
  readonly limit: number
}

export function openTelemetryStore({ pool }: Database, hours: number, log: Logger): TelemetryStore {
  let waiting: [cellId: number, sample: Telemetry][] = []
  const flush = async () => {
    const some = waiting
    waiting = []
    if (some.length === 0) return
    const samples = some.map(([, sample]) => sample)
    await pool.query(
      `insert into telemetry_sample (cell_id, source, at, values, simulated)
       select * from unnest($1::int[], $2::text[], $3::timestamptz[], $4::jsonb[], $5::bool[]) on conflict do nothing`,
      [
        numbers(some.map(([cellId]) => cellId)),
        texts(samples.map(({ source }) => source)),
        texts(samples.map(({ at }) => at)),
        texts(samples.map(({ values }) => JSON.stringify(values))),
        samples.map(({ simulated }) => simulated),
      ],
    )
  }
  const sweep = () => pool.query('delete from telemetry_sample where at < now() - make_interval(hours => $1)', [hours])
  const quietly = (work: () => Promise<unknown>) => () =>
    void work().catch((error: Error) => log.warn({ reason: error.message }, 'telemetry was not kept'))
  const timers = [setInterval(quietly(flush), FLUSH_MS), setInterval(quietly(sweep), SWEEP_MS)]

  return {
    keep: ({ id }, sample) => {
      if (waiting.length < MOST_WAITING) waiting.push([id, sample])
    },
    read: async ({ id }, { source, from, to, limit }) => {
      const { rows } = await pool.query<Omit<Telemetry, 'v'>>(
        `select source, at, values, simulated from telemetry_sample
         where cell_id = $1 and ($2::text is null or source = $2) and at between $3 and $4 order by at desc limit $5`,
        [id, source ?? null, from, to, limit],
      )
      return rows.reverse().map((row) => ({ v: 1, ...row }))
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      await flush().catch(() => {})
    },
  }
}
