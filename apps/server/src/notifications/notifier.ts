/**
 * From raised alarms to people.
 *
 * Alarms become deliveries in the transaction that notes how far the journal was read, so none is told twice or
 * forgotten; a delivery is tried until it arrives or is given up, and either is seen.
 */
import type { NotificationRule } from '@celltwin/contracts'
import { alarmOf, alarmState, annunciationsIn, type Flood, floodsOf, isInFlood } from '@celltwin/twin'
import type pg from 'pg'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { readRatedChanges } from '../alarms/journal.ts'
import type { Projector } from '../projections/projector.ts'
import { Rounds } from '../rounds.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { applies, type RaisedAlarm } from './applies.ts'
import { documentOf, mailOf, type Sending } from './message.ts'
import { type Mailer, sendWebhook } from './send.ts'

/** What comes together is told together. */
const GATHER_MS = 2_000
/** More than these in ten minutes are told as one. */
const MOST_IN_TEN_MIN = 5
const TEN_MIN_MS = 600_000
/** What a rule's first second finds may be years of alarms. */
const AT_ONCE = 200
/** So far back the beginning of a flood is looked for. */
const LONGEST_FLOOD_MS = 3_600_000
const BACKOFF_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000]

export interface NotifierOptions {
  readonly pool: pg.Pool
  readonly cells: Cells
  readonly projector: Pick<Projector, 'caughtUp'>
  readonly mailer: Mailer | undefined
  readonly publicUrl: string | undefined
  readonly log: Logger
  readonly backoffMs?: readonly number[]
}

interface Rule {
  readonly id: string
  readonly rule: NotificationRule
}
type KeptRule = Rule & { readonly createdMs: number }

type Figures = Pick<RaisedAlarm, 'value' | 'limit' | 'detail'>
type Raised = Omit<RaisedAlarm, keyof Figures> & { readonly position: number; readonly data: Figures }

interface Due {
  readonly id: string
  readonly rule_id: string
  readonly cell_id: number
  readonly attempts: number
  readonly flood: boolean
  readonly alarms: RaisedAlarm[]
  readonly rule: NotificationRule
}

export class Notifier {
  readonly #options: NotifierOptions
  readonly #rounds: Rounds

  constructor(options: NotifierOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.log, 'notifications could not be sent')
  }

  /** Takes in what was raised and sends what is due. Called every second; once at a time. */
  run(): Promise<void> {
    return this.#rounds.run(() => this.#run())
  }

  async stop(): Promise<void> {
    await this.#rounds.settled()
    this.#options.mailer?.close()
  }

  async #run(): Promise<void> {
    for (const cell of this.#options.cells.all()) await this.#takeIn(cell)
    const { rows } = await this.#options.pool.query<Due>(
      `select d.id, d.rule_id, d.cell_id, d.attempts, d.flood, d.alarms, r.rule
       from notification_delivery d join notification_rule r on r.id = d.rule_id
       where d.state = 'pending' and d.next_at <= now() order by d.next_at limit 10`,
    )
    await Promise.all(rows.map((due) => this.#deliver(due)))
  }

  async #takeIn(cell: LiveCell): Promise<void> {
    await this.#options.projector.caughtUp(cell)
    const client = await this.#options.pool.connect()
    try {
      await client.query('begin')
      const { rows: known } = await client.query<{ position: number }>(
        `insert into notified (cell_id, position) values ($1, 0)
         on conflict (cell_id) do update set position = notified.position returning position`,
        [cell.id],
      )
      const { rows: raised } = await client.query<Raised>(
        `select position, id as event, alarm, priority, at, simulated, data from alarm_entry
         where cell_id = $1 and position > $2 and type = 'alarm-raised' order by position limit ${AT_ONCE}`,
        [cell.id, known[0]!.position],
      )
      const last = raised.at(-1)
      if (last) {
        const { rows: rules } = await client.query<KeptRule>(
          `select id, rule, extract(epoch from created_at)::float * 1000 as "createdMs"
           from notification_rule order by created_at`,
        )
        let floods: readonly Flood[] | undefined
        for (const { position: _, data, ...known } of raised) {
          const alarm = { ...known, ...figuresOf(data) }
          // What was raised before somebody asked to be told is history.
          const told = rules.filter(
            ({ id, rule, createdMs }) => createdMs <= Date.parse(alarm.at) && applies(rule, id, cell.path.cell, alarm),
          )
          if (told.length === 0) continue
          floods ??= await readFloods(client, cell, alarm.at, last.at)
          const flood = isInFlood(floods, Date.parse(alarm.at))
          for (const rule of told) await enqueue(client, cell.id, rule, alarm, flood)
        }
        await client.query('update notified set position = $2 where cell_id = $1', [cell.id, last.position])
      }
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  async #deliver(due: Due): Promise<void> {
    const { pool, cells, log, backoffMs = BACKOFF_MS } = this.#options
    const cell = cells.all().find(({ id }) => id === due.cell_id)
    const alarms = cell ? due.alarms.filter((raised) => isStillTold(cell, due.rule, raised)) : []
    if (!cell || alarms.length === 0) {
      await pool.query(`update notification_delivery set state = 'skipped' where id = $1`, [due.id])
      return
    }
    try {
      await this.send(due.rule, {
        ...{ delivery: due.id, rule: due.rule.name, language: due.rule.language, twin: cell.twin },
        ...{ flood: due.flood, alarms, publicUrl: this.#options.publicUrl },
      })
      await pool.query(
        `update notification_delivery set state = 'sent', attempts = attempts + 1, error = null where id = $1`,
        [due.id],
      )
    } catch (error) {
      const reason = (error as Error).message
      const waitMs = backoffMs[due.attempts]
      log.warn({ rule: due.rule.name, attempt: due.attempts + 1, reason }, 'a notification did not arrive')
      await pool.query(
        `update notification_delivery set attempts = attempts + 1, error = $2, state = $3,
           next_at = now() + $4 * interval '1 millisecond' where id = $1`,
        [due.id, reason, waitMs === undefined ? 'failed' : 'pending', waitMs ?? 0],
      )
    }
  }

  /** @throws Error with the reason why it did not arrive. */
  async send(rule: NotificationRule, sending: Sending): Promise<void> {
    const { channel } = rule
    if (channel.kind === 'webhook')
      return sendWebhook(channel.url, channel.secret ?? '', sending.delivery, documentOf(sending))
    if (!this.#options.mailer) throw new Error('the server has no SMTP_URL')
    const { subject, text } = mailOf(sending)
    await this.#options.mailer.send(await this.#addressesOf(channel), subject, text)
  }

  /** Those named, and the accounts that are addresses of everybody with one of the roles. */
  async #addressesOf({ addresses, roles }: Extract<NotificationRule['channel'], { kind: 'email' }>): Promise<string[]> {
    const { rows } = await this.#options.pool.query<{ account: string }>(
      `select account from person where active and roles && $1 and account like '%@%'`,
      [roles],
    )
    return [...new Set([...addresses, ...rows.map(({ account }) => account)])]
  }
}

const figuresOf = ({ value, limit, detail }: Figures): Figures => ({
  ...(value === undefined ? {} : { value }),
  ...(limit === undefined ? {} : { limit }),
  ...(detail === undefined ? {} : { detail }),
})

/** Set aside meanwhile, or, where it waited for somebody to acknowledge it, acknowledged or raised anew. */
function isStillTold({ twin }: LiveCell, { afterMin }: NotificationRule, { event, alarm: id }: RaisedAlarm): boolean {
  const alarm = alarmOf(twin, id)
  if (['shelved', 'suppressed', 'out-of-service'].includes(alarmState(alarm, Date.now()))) return false
  return afterMin === 0 || (alarm.raised?.id === event && !alarm.acknowledged)
}

/** Floods of what people were shown, as the figures of alarms count it, that may hold an instant between these. */
async function readFloods(client: pg.ClientBase, cell: LiveCell, first: string, last: string): Promise<Flood[]> {
  const fromMs = Date.parse(first) - LONGEST_FLOOD_MS
  const before = new Date(Date.parse(last) + 1).toISOString()
  const changes = await readRatedChanges(client, cell, new Date(fromMs).toISOString(), before)
  return floodsOf(annunciationsIn(changes).annunciations.flatMap(({ atMs }) => (atMs < fromMs ? [] : [atMs])))
}

/** Into the delivery that is being gathered, else a new one: at once, or when a rule that said much may speak again. */
async function enqueue(
  client: pg.ClientBase,
  cellId: number,
  { id, rule: { afterMin } }: Rule,
  alarm: RaisedAlarm,
  flood: boolean,
): Promise<void> {
  const dueMs = Date.parse(alarm.at) + afterMin * 60_000
  const { rowCount } = await client.query(
    `update notification_delivery set alarms = alarms || $3::jsonb, flood = flood or $4
     where id = (select id from notification_delivery
                 where rule_id = $1 and cell_id = $2 and state = 'pending' and attempts = 0 and next_at > now()
                   and ($5 = 0 or abs(extract(epoch from next_at) * 1000 - $6) < 30000)
                 order by next_at limit 1)`,
    [id, cellId, JSON.stringify([alarm]), flood, afterMin, dueMs],
  )
  if (rowCount === 1) return
  const { rows } = await client.query<{ created_at: string }>(
    `select created_at from notification_delivery where rule_id = $1 and created_at > now() - interval '10 minutes'
     order by created_at desc limit $2`,
    [id, MOST_IN_TEN_MIN],
  )
  const oldest = rows[MOST_IN_TEN_MIN - 1]
  const freeMs = oldest ? Date.parse(oldest.created_at) + TEN_MIN_MS : 0
  const nextAt = new Date(Math.max(dueMs, Date.now() + GATHER_MS, freeMs)).toISOString()
  await client.query(
    `insert into notification_delivery (id, rule_id, cell_id, state, next_at, flood, alarms)
     values ($1, $2, $3, 'pending', $4, $5, $6)`,
    [uuidv7(), id, cellId, nextAt, flood, JSON.stringify([alarm])],
  )
}
