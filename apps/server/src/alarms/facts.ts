/** What alarms need to know that stands in no journal: what agents measure of themselves, and how the server fares. */
import { statfs } from 'node:fs/promises'
import type { CellTwin, FoundEscape, JournalEntry, Telemetry } from '@celltwin/contracts'
import type { ServerFacts } from '@celltwin/twin'
import type pg from 'pg'
import { readFound } from '../second-review/looks.ts'
import type { LiveCell } from '../twins/cells.ts'

/** A moment's trouble is seen for so long, so that an alarm comes of it. */
const MOMENT_MS = 10_000
/** The journal may be away for so long, as while the database starts again. */
const PATIENCE_MS = 5_000
const RECENT = "interval '10 minutes'"
/** After that it is no news; its alarm stays until a person has contained the part. */
const FOUND_LATELY_MS = 3_600_000
const EVER = '9999-01-01'
const DELAYS_KEPT = 32
/** An event that comes later than this was away; that is no clock's fault. */
const LATE_MS = 10_000

interface CellFacts {
  readonly delays: Map<string, number[]>
  readonly lost: { readonly source: string; readonly count: number; readonly atMs: number }[]
}

interface Asked {
  readonly diskFreePercent?: number
  readonly failingRules: Record<string, string>
  readonly unreadable: Map<number, number>
  readonly conflicts: Map<number, Record<string, number>>
  readonly found: Map<number, readonly FoundEscape[]>
}

export class AlarmFacts {
  readonly #pool: pg.Pool
  readonly #folder: string
  readonly #cells = new Map<number, CellFacts>()
  #asked: Asked = { failingRules: {}, unreadable: new Map(), conflicts: new Map(), found: new Map() }
  #away: { readonly sinceMs: number; endedMs?: number } | undefined

  constructor(pool: pg.Pool, folder: string) {
    this.#pool = pool
    this.#folder = folder
  }

  /** Notes what entries tell of clocks and of events that are gone. */
  follow({ id }: LiveCell, entries: readonly JournalEntry[]): void {
    const { delays, lost } = this.#of(id)
    for (const { event, recordedAt } of entries) {
      const delayMs = Date.parse(recordedAt) - Date.parse(event.occurredAt)
      if (delayMs < LATE_MS) keepLast(delays, event.source, delayMs)
      if (event.type !== 'events-lost') continue
      lost.push({ source: event.source, count: event.data.to - event.data.from + 1, atMs: Date.now() })
    }
  }

  /** Telemetry is never kept to be sent later: however old it is when it comes, that is its clock's doing. */
  hear({ id }: LiveCell, { source, at }: Telemetry, nowMs: number): void {
    keepLast(this.#of(id).delays, source, nowMs - Date.parse(at))
  }

  /** Whether the journal can be written now. */
  note(writable: boolean, nowMs: number): void {
    if (!writable && this.#away?.endedMs === undefined) this.#away ??= { sinceMs: nowMs }
    else if (!writable) this.#away = { sinceMs: nowMs }
    else if (this.#away) this.#away.endedMs ??= nowMs
  }

  /** Looks at the disk, at what could not be read or sent, and at what second looks found. */
  async ask(cells: readonly LiveCell[]): Promise<void> {
    const { rows: unread } = await this.#pool.query<{
      cell: number
      source: string | null
      conflict: boolean
      n: number
    }>(
      `select cell_id as cell, source, reason like 'epoch % belongs to another outbox' as conflict, count(*) as n
       from unreadable where recorded_at > now() - ${RECENT} and cell_id is not null group by 1, 2, 3
       union all
       select cell_id, null, false, count(*) from unprojected where recorded_at > now() - ${RECENT} group by 1`,
    )
    const { rows: rules } = await this.#pool.query<{ rule: string; error: string | null; state: string }>(
      `select distinct on (rule_id) rule_id as rule, error, state from notification_delivery
       where state in ('sent', 'failed') order by rule_id, created_at desc`,
    )
    const unreadable = new Map<number, number>()
    const conflicts = new Map<number, Record<string, number>>()
    for (const { cell, source, conflict, n } of unread)
      if (conflict && source !== null) conflicts.set(cell, { ...conflicts.get(cell), [source]: n })
      else unreadable.set(cell, (unreadable.get(cell) ?? 0) + n)
    const from = new Date(Date.now() - FOUND_LATELY_MS).toISOString()
    const found = new Map<number, readonly FoundEscape[]>()
    for (const { id } of cells) found.set(id, await readFound(this.#pool, { cellId: id, from, to: EVER }))
    const failed = rules.filter(({ state }) => state === 'failed')
    this.#asked = {
      ...{ unreadable, conflicts, found, diskFreePercent: await freePercent(this.#folder) },
      failingRules: Object.fromEntries(failed.map(({ rule, error }) => [rule, error ?? ''])),
    }
  }

  of({ id, telemetry, twin }: LiveCell, nowMs: number): ServerFacts {
    const { delays, lost } = this.#of(id)
    const measured = (value: string) =>
      Object.fromEntries(
        [...telemetry.values()].flatMap(({ source, values }) =>
          values[value] !== undefined && twin.sources[source]?.presence?.value.online ? [[source, values[value]]] : [],
        ),
      )
    const { diskFreePercent, failingRules, unreadable, conflicts, found } = this.#asked
    const eventsLost: Record<string, number> = {}
    for (const { source, count, atMs } of lost)
      if (nowMs - atMs < MOMENT_MS) eventsLost[source] = (eventsLost[source] ?? 0) + count
    lost.splice(0, lost.findLastIndex(({ atMs }) => nowMs - atMs >= MOMENT_MS) + 1)
    return {
      backlogEvents: measured('backlogEvents'),
      evidenceOnItsWay: measured('evidenceOnItsWay'),
      skewMs: Object.fromEntries([...delays].map(([source, of]) => [source, Math.round(-Math.min(...of))])),
      ...{ eventsLost, failingRules, unreadable: unreadable.get(id) ?? 0, outboxConflicts: conflicts.get(id) ?? {} },
      escapes: escapesOf(twin, found.get(id) ?? []),
      ...this.#awayFor(nowMs),
      ...(diskFreePercent === undefined ? {} : { diskFreePercent }),
    }
  }

  #awayFor(nowMs: number): Pick<ServerFacts, 'databaseAwayS'> {
    if (!this.#away) return {}
    const { sinceMs, endedMs = nowMs } = this.#away
    const seen = endedMs - sinceMs >= PATIENCE_MS && nowMs - endedMs < MOMENT_MS
    return seen ? { databaseAwayS: (endedMs - sinceMs) / 1000 } : {}
  }

  #of(cellId: number): CellFacts {
    const known = this.#cells.get(cellId) ?? { delays: new Map<string, number[]>(), lost: [] }
    this.#cells.set(cellId, known)
    return known
  }
}

/** By serial, what does not conform in the words of the recipe. */
const escapesOf = ({ definition }: CellTwin, found: readonly FoundEscape[]): Record<string, string> => {
  const known = definition?.value.definition.recipe.characteristics ?? []
  const titleOf = (id: string) => known.find((characteristic) => characteristic.id === id)?.title ?? id
  return Object.fromEntries(
    found.map(({ serial, defect }) => [serial, (defect ?? '').split(', ').map(titleOf).join(', ')]),
  )
}

/** In place: every event of the journal comes by here. */
function keepLast(delays: Map<string, number[]>, source: string, delayMs: number): void {
  const known = delays.get(source)
  if (!known) delays.set(source, [delayMs])
  else if (known.push(delayMs) > DELAYS_KEPT) known.shift()
}

async function freePercent(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder)
  return Math.round((1000 * bavail) / blocks) / 10
}
