/** How late facts came: by their stamps, and by what is known of the clock that made them. */
import {
  type CellTwin,
  type CycleTwin,
  type Heard,
  type Instant,
  LATE_AFTER_MS,
  type Source,
} from '@celltwin/contracts'

/** From happened to recorded, ms, where that is more than the way explains; by the stamps alone. [TW61] */
export function lateBy(occurredAt: Instant, recordedAt: Instant): number | undefined {
  const delayMs = Date.parse(recordedAt) - Date.parse(occurredAt)
  return delayMs > LATE_AFTER_MS ? delayMs : undefined
}

/** Whose word verdicts are. */
export const VERIFIER: Source = 'verifier'

/** How late a fact of a source came, ms, its clock put right; undefined where it came in time. [TW62] */
export function cameLateBy(
  twin: Pick<CellTwin, 'alarms'> | undefined,
  source: Source,
  fact: Pick<Heard, 'at' | 'lateByMs'> | undefined,
): number | undefined {
  if (fact?.lateByMs === undefined) return undefined
  const recordedMs = Date.parse(fact.at) + fact.lateByMs
  const delayMs = fact.lateByMs + skewAt(twin, source, recordedMs)
  return delayMs > LATE_AFTER_MS ? delayMs : undefined
}

/** The source's clock minus the server's, ms, as the last alarm on it had it; 0 outside its time. */
function skewAt(twin: Pick<CellTwin, 'alarms'> | undefined, source: Source, atMs: number): number {
  const alarm = twin?.alarms?.[`clock-skew/${source}`]
  if (alarm?.raised?.value === undefined || atMs < Date.parse(alarm.raised.since)) return 0
  if (alarm.returnedAt !== undefined && atMs > Date.parse(alarm.returnedAt)) return 0
  return alarm.raised.value
}

/** How late the newest word of a module on a part came, ms: its results, else what it captured or why it failed. */
export function moduleCameLateBy(twin: CellTwin, { modules }: CycleTwin, module: Source): number | undefined {
  const { inspected, captured, failed } = modules[module] ?? {}
  return cameLateBy(twin, module, inspected ?? failed ?? captured)
}

/** How late the last of a part's values came, ms: results and verdict; undefined where all came in time. */
export function partCameLateBy(twin: CellTwin, cycle: CycleTwin): number | undefined {
  const each = Object.keys(cycle.modules).map((module) => moduleCameLateBy(twin, cycle, module))
  return latest([...each, cameLateBy(twin, VERIFIER, cycle.verdict)])
}

/** The greatest of several latenesses; undefined where there is none. */
export const latest = (each: readonly (number | undefined)[]): number | undefined =>
  each.reduce((most, ms) => (ms !== undefined && ms > (most ?? 0) ? ms : most), undefined)
