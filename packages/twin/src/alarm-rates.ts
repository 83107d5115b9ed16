/** How alarms are annunciated (ISA-18.2 § 16): rates, floods, chattering, stale ones, and how many were answered in time. */
import type { AlarmRates, CellTwin } from '@celltwin/contracts'
import { type Annunciation, annunciationsIn, type RatedChange } from './alarm-annunciations.ts'
import { alarmDefinition, partsOfAlarm } from './alarm-definitions.ts'
import { floodsOf } from './alarm-floods.ts'

const TEN_MIN_MS = 600_000
const CHATTER_COUNT = 3
const CHATTER_MS = 60_000
const STALE_MS = 86_400_000
const TOP = 5

/**
 * Of the changes of a window and, before it, those that say how the alarms stood as it began (`STANDING_CHANGES`),
 * oldest first; `twin` says how much time there was to respond.
 */
export function alarmRates(
  changes: readonly RatedChange[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  twin: CellTwin,
): AlarmRates {
  const { annunciations, active } = annunciationsIn(changes)
  const raises = annunciations.filter(({ atMs }) => atMs >= fromMs)
  const times = raises.map(({ atMs }) => atMs)
  const raisesOf = byAlarm(raises)
  const floods = floodsOf(times).map((flood) => ({ ...flood, toMs: Math.min(flood.toMs, toMs) }))
  const flooded = floods.reduce((ms, flood) => ms + flood.toMs - flood.fromMs, 0)
  return {
    from: instant(fromMs),
    to: instant(toMs),
    raised: raises.length,
    perHour: toMs > fromMs ? (raises.length * 3_600_000) / (toMs - fromMs) : 0,
    buckets: bucketsOf(times, fromMs, toMs),
    floods: floods.map((flood) => ({ from: instant(flood.fromMs), to: instant(flood.toMs), count: flood.count })),
    floodShare: toMs > fromMs ? flooded / (toMs - fromMs) : 0,
    chattering: [...raisesOf]
      .map(([alarm, of]) => ({
        alarm,
        most: mostWithin(
          of.map(({ atMs }) => atMs),
          CHATTER_MS,
        ),
      }))
      .filter(({ most }) => most >= CHATTER_COUNT)
      .sort((a, b) => b.most - a.most),
    top: [...raisesOf]
      .map(([alarm, { length: count }]) => ({ alarm, count }))
      .sort((a, b) => b.count - a.count || a.alarm.localeCompare(b.alarm))
      .slice(0, TOP),
    stale: active
      .filter(({ sinceMs }) => toMs - sinceMs > STALE_MS)
      .map(({ alarm, sinceMs }) => ({ alarm, since: instant(sinceMs) })),
    ...answered(changes, raises, twin, toMs),
  }
}

function byAlarm<T extends { readonly alarm: string }>(changes: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const change of changes) {
    const group = groups.get(change.alarm)
    if (group) group.push(change)
    else groups.set(change.alarm, [change])
  }
  return groups
}

const instant = (ms: number): string => new Date(ms).toISOString()

function bucketsOf(times: readonly number[], fromMs: number, toMs: number): AlarmRates['buckets'] {
  const first = Math.floor(fromMs / TEN_MIN_MS)
  const counts = Array.from({ length: Math.max(0, Math.ceil(toMs / TEN_MIN_MS) - first) }, () => 0)
  for (const at of times) {
    const n = Math.floor(at / TEN_MIN_MS) - first
    if (n in counts) counts[n] = counts[n]! + 1
  }
  return counts.map((count, n) => ({ from: instant((first + n) * TEN_MIN_MS), count }))
}

/** Most of them that fall into any stretch of `withinMs`. */
function mostWithin(times: readonly number[], withinMs: number): number {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! > withinMs) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

function answered(
  changes: readonly RatedChange[],
  raises: readonly Annunciation[],
  twin: CellTwin,
  toMs: number,
): Pick<AlarmRates, 'late' | 'due'> {
  const answers = byAlarm(changes.filter(({ type }) => type === 'alarm-acknowledged'))
  let [late, due] = [0, 0]
  for (const { alarm, atMs } of raises) {
    const allowedMs = (alarmDefinition(twin, partsOfAlarm(alarm).kind)?.timeToRespondMin ?? 0) * 60_000
    const answer = answers.get(alarm)?.find(({ at }) => Date.parse(at) >= atMs)
    const tookMs = (answer ? Date.parse(answer.at) : toMs) - atMs
    if (!answer && tookMs < allowedMs) continue
    due += 1
    if (tookMs > allowedMs) late += 1
  }
  return { late, due }
}
