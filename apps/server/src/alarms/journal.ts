/** The journal of alarms: searched page by page, exported as a stream, rated. */
import { ALARM_KINDS, type AlarmChange, type AlarmJournalPage, type AlarmRates } from '@celltwin/contracts'
import { alarmRates, alarmsIn, type RatedChange, STANDING_CHANGES } from '@celltwin/twin'
import type pg from 'pg'
import { LANGUAGES, translator } from '../languages.ts'
import { type Decimal, lineWriter, startOfFile } from '../shifts/csv.ts'
import type { LiveCell } from '../twins/cells.ts'

export interface AlarmQuery {
  readonly from?: string
  readonly to?: string
  readonly type?: string
  readonly alarm?: string
  readonly priority?: string
  /** In the name, by whom, why, or in the title in any language. */
  readonly text?: string
}

const PAGE = 500

/** Newest first, before a position. */
export async function readAlarmPage(
  pool: pg.Pool,
  cellId: number,
  query: AlarmQuery,
  before: number | undefined,
  limit: number,
): Promise<AlarmJournalPage> {
  const { text, type, alarm, priority, from, to } = query
  const like = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await pool.query<AlarmChange>(
    `select id, position, at, type, alarm, priority, by, data from alarm_entry
     where cell_id = $1 and position < $2 and at >= $3 and at < $4
       and ($5::text is null or type = $5) and ($6::text is null or alarm = $6)
       and ($7::text is null or priority = $7)
       and ($8::text is null or alarm ilike $8 or by ilike $8 or data ->> 'reason' ilike $8 or data ->> 'note' ilike $8
            or data ->> 'detail' ilike $8 or split_part(alarm, '/', 1) = any($9))
     order by position desc limit $10`,
    [
      ...[cellId, before ?? Number.MAX_SAFE_INTEGER, from ?? '1970-01-01', to ?? '9999-01-01', type ?? null],
      ...[alarm ?? null, priority ?? null, like, text === undefined ? [] : kindsNamed(text), limit],
    ],
  )
  return { items: rows, nextBefore: rows.length === limit ? rows.at(-1)!.position : null }
}

/** Kinds of which a title holds the text, in whatever language it was read. */
function kindsNamed(text: string): string[] {
  const sought = text.toLowerCase()
  return ALARM_KINDS.filter((kind) =>
    LANGUAGES.some((language) => translator(language)(`alarms.kind.${kind}.title`).toLowerCase().includes(sought)),
  )
}

async function* everyChange(pool: pg.Pool, cellId: number, query: AlarmQuery): AsyncGenerator<AlarmChange> {
  let before: number | undefined
  for (;;) {
    const { items, nextBefore } = await readAlarmPage(pool, cellId, query, before, PAGE)
    yield* items
    if (nextBefore === null) return
    before = nextBefore
  }
}

const COLUMNS = ['since', 'until', 'value', 'limit', 'detail', 'reason', 'note', 'condition'] as const

/** Without a limit of rows and in little memory. */
export async function* exportAlarms(
  pool: pg.Pool,
  cellId: number,
  query: AlarmQuery,
  { format, decimal }: { format: 'csv' | 'ndjson'; decimal: Decimal },
): AsyncGenerator<string> {
  const line = lineWriter(decimal)
  if (format === 'csv')
    yield startOfFile(decimal) + line(['at', 'position', 'alarm', 'change', 'priority', 'by', ...COLUMNS, 'id'])
  for await (const change of everyChange(pool, cellId, query)) {
    const { id, position, at, type, alarm, priority, by } = change
    const data = change.data as Record<string, string | number | undefined>
    if (format === 'ndjson') yield `${JSON.stringify(change)}\n`
    else yield line([at, position, alarm, type, priority, by, ...COLUMNS.map((name) => data[name]), id])
  }
}

/** How an alarm stood as the window began, by the last change of each pair, and all that came in the window. */
const RATED = `
  select s.at, s.type, s.alarm, s.position
  from unnest($4::text[]) known (alarm)
  cross join unnest($5::text[], $6::text[]) pair (begins, ends)
  cross join lateral (
    select at, type, alarm, position from alarm_entry
    where cell_id = $1 and alarm = known.alarm and type in (begins, ends) and at < $2
    order by position desc limit 1
  ) s
  union all
  select at, type, alarm, position from alarm_entry where cell_id = $1 and at >= $2 and at < $3
  order by position`

/** Changes of a window, and before it those that say how the alarms stood as it began. */
export async function readRatedChanges(
  client: pg.Pool | pg.ClientBase,
  { id, twin }: LiveCell,
  from: string,
  to: string,
): Promise<RatedChange[]> {
  const pairs = [STANDING_CHANGES.map(([begins]) => begins), STANDING_CHANGES.map(([, ends]) => ends)]
  return (await client.query<RatedChange>(RATED, [id, from, to, Object.keys(alarmsIn(twin)), ...pairs])).rows
}

export async function readAlarmRates(pool: pg.Pool, cell: LiveCell, from: string, to: string): Promise<AlarmRates> {
  const changes = await readRatedChanges(pool, cell, from, to)
  return alarmRates(changes, { fromMs: Date.parse(from), toMs: Date.parse(to) }, cell.twin)
}
