/** How far a value may be trusted at a moment. */

/** `live`: holds now. `stale`: it held once; nobody vouches for it any more. */
export type Trust = 'live' | 'stale'

/** Without presence of its source an event-borne value is believed this long. */
const UNVOUCHED_MS = 30_000

export interface Vouching {
  /** Whether the source is online, as the server saw it; undefined where it never said. */
  readonly online?: boolean | undefined
  /** How long a value is good for in any case: telemetry ages, facts do not. */
  readonly goodForMs?: number
}

/**
 * A fact told by a source that is online holds until it tells another one, however long ago that was. A fact of a
 * source that is gone, or a sample older than it is good for, is stale.
 */
export function trustOf(occurredAt: string, nowMs: number, { online, goodForMs }: Vouching): Trust {
  const ageMs = nowMs - Date.parse(occurredAt)
  if (online === false) return 'stale'
  if (ageMs > (goodForMs ?? (online === undefined ? UNVOUCHED_MS : Number.POSITIVE_INFINITY))) return 'stale'
  return 'live'
}
