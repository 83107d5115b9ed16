/** From what holds now to what is to be journalled: raised and returned after their delays, suppressed, off the shelf. */
import type { AlarmKind, CellTwin, EventData } from '@celltwin/contracts'
import { alarmDefinition, partsOfAlarm } from './alarm-definitions.ts'
import { alarmOf, alarmsIn } from './alarms.ts'

/** What is seen of one condition. `holds` undefined: between raising and clearing, so it stays as it is. */
export interface Observation {
  readonly kind: AlarmKind
  readonly of?: string
  readonly holds: boolean | undefined
  readonly value?: number
  readonly limit?: number
  readonly detail?: string
  /** When it began, where a fact says so. */
  readonly since?: string
}

/** Alarms whose condition differs from what is journalled, and since when. */
export type Pending = Readonly<Record<string, number>>

type Type = 'alarm-raised' | 'alarm-returned' | 'alarm-unshelved' | 'alarm-suppressed' | 'alarm-unsuppressed'
export type AlarmNews = { [T in Type]: { readonly type: T; readonly data: EventData<T> } }[Type]

export interface Watched {
  readonly pending: Pending
  readonly events: readonly AlarmNews[]
}

export const alarmIdOf = ({ kind, of }: Pick<Observation, 'kind' | 'of'>): string =>
  of === undefined ? kind : `${kind}/${of}`

const instant = (ms: number): string => new Date(ms).toISOString()

/** What has become due by `nowMs`. Nothing is forgotten where it cannot be journalled: it is due again next time. */
export function watchAlarms(
  twin: CellTwin,
  observations: readonly Observation[],
  before: Pending,
  nowMs: number,
): Watched {
  const seen = new Map(observations.map((observation) => [alarmIdOf(observation), observation]))
  const pending: Record<string, number> = {}
  const events: AlarmNews[] = []
  const active = new Set(Object.values(alarmsIn(twin)).flatMap((alarm) => (alarm.active ? [alarm.id] : [])))
  for (const id of new Set([...seen.keys(), ...active])) {
    const observation = seen.get(id)
    const definition = alarmDefinition(twin, partsOfAlarm(id).kind)
    const is = active.has(id)
    // What is not observed any more cannot hold: a source that the cell file does not name any more, say.
    const holds = observation && definition?.enabled !== false ? (observation.holds ?? is) : false
    if (holds === is) continue
    const sinceMs = before[id] ?? nowMs
    pending[id] = sinceMs
    const delayS = holds ? (definition?.onDelayS ?? 0) : (definition?.offDelayS ?? 0)
    if (nowMs - sinceMs < delayS * 1000) continue
    if (holds) active.add(id)
    else active.delete(id)
    events.push(
      holds
        ? { type: 'alarm-raised', data: raised(id, observation!, definition!, instant(sinceMs)) }
        : { type: 'alarm-returned', data: { alarm: id, since: instant(sinceMs) } },
    )
  }
  const sight = suppression(twin, active)
  const [suppressed, unsuppressed] = [sight.filter(isSuppressed), sight.filter((news) => !isSuppressed(news))]
  // Out of sight before it is raised, and back after it has returned: else it would be shown for no time at all.
  return { pending, events: [...suppressed, ...events, ...unsuppressed, ...endedShelves(twin, nowMs)] }
}

function raised(
  alarm: string,
  { value, limit, detail, since: known }: Observation,
  { priority, latching }: NonNullable<ReturnType<typeof alarmDefinition>>,
  since: string,
): EventData<'alarm-raised'> {
  return {
    ...{ alarm, priority, since: known ?? since },
    ...(value === undefined ? {} : { value }),
    ...(limit === undefined ? {} : { limit }),
    ...(detail === undefined ? {} : { detail }),
    ...(latching ? { latching } : {}),
  }
}

const isSuppressed = ({ type }: AlarmNews): boolean => type === 'alarm-suppressed'

/** Only what is active is suppressed: what is not has nothing to say. */
function suppression(twin: CellTwin, active: ReadonlySet<string>): AlarmNews[] {
  const activeKinds = new Map([...active].map((id) => [partsOfAlarm(id).kind, id]))
  const ids = new Set([...active, ...Object.keys(alarmsIn(twin))])
  return [...ids].flatMap((id): AlarmNews[] => {
    const { suppressed } = alarmOf(twin, id)
    const by = alarmDefinition(twin, partsOfAlarm(id).kind)?.suppressedBy ?? []
    const condition = active.has(id) ? by.map((kind) => activeKinds.get(kind)).find((other) => other) : undefined
    if (condition === suppressed?.condition) return []
    if (condition === undefined) return [{ type: 'alarm-unsuppressed', data: { alarm: id } }]
    return [{ type: 'alarm-suppressed', data: { alarm: id, condition } }]
  })
}

const endedShelves = (twin: CellTwin, nowMs: number): AlarmNews[] =>
  Object.values(alarmsIn(twin)).flatMap(({ id: alarm, shelved }): AlarmNews[] =>
    shelved && Date.parse(shelved.until) <= nowMs
      ? [{ type: 'alarm-unshelved', data: { alarm, by: 'server', reason: 'its time was over' } }]
      : [],
  )
