/** What was issued, counted, said and signed of a shift, as its projection has it. */
import type { EventData, EventType } from '@celltwin/contracts'
import type pg from 'pg'
import { groupBy } from './group-by.ts'

type Queryable = Pick<pg.ClientBase, 'query'>
type ShiftEventType = Extract<
  EventType,
  'shift-closed' | 'shift-restated' | 'bin-counted' | 'shift-commented' | 'shift-signed'
>

export type ShiftEntry = {
  [T in ShiftEventType]: {
    readonly type: T
    readonly id: string
    readonly position: number
    readonly at: string
    readonly data: EventData<T>
  }
}[ShiftEventType]
export type ShiftEntryOf<T extends ShiftEventType> = Extract<ShiftEntry, { type: T }>

/** Entries of one shift, or of all those issued since an instant; in order. */
export async function readShiftEntries(db: Queryable, cellId: number, shift: string): Promise<ShiftEntry[]> {
  const { rows } = await db.query<ShiftEntry>(
    'select type, id, position, at, data from shift_entry where cell_id = $1 and shift = $2 order by position',
    [cellId, shift],
  )
  return rows
}

export type Issue = ShiftEntryOf<'shift-closed' | 'shift-restated'>

export const ofType = <T extends ShiftEventType>(entries: readonly ShiftEntry[], ...types: T[]): ShiftEntryOf<T>[] =>
  entries.filter((entry): entry is ShiftEntryOf<T> => (types as string[]).includes(entry.type))

/** How the report was issued, first to last. */
export const issuesOf = (entries: readonly ShiftEntry[]): Issue[] => ofType(entries, 'shift-closed', 'shift-restated')

/** Entries of shifts that ended after `since`, newest shift first. */
export async function readRecentEntries(
  db: Queryable,
  cellId: number,
  since: string,
  limit: number,
): Promise<Map<string, ShiftEntry[]>> {
  const { rows } = await db.query<ShiftEntry & { shift: string }>(
    `with issued as (
       select shift, max(data ->> 'from') as began from shift_entry
       where cell_id = $1 and type = 'shift-closed' and data ->> 'to' > $2 group by 1 order by 2 desc limit $3
     )
     select e.shift, e.type, e.id, e.position, e.at, e.data from shift_entry e join issued using (shift)
     where e.cell_id = $1 order by issued.began desc, e.position`,
    [cellId, since, limit],
  )
  return groupBy(rows, ({ shift }) => shift)
}
