/** What of the journal of alarms a person was shown: what is raised out of sight is not annunciated. */

/** What of a journalled change the figures need. */
export interface RatedChange {
  readonly at: string
  readonly type: string
  readonly alarm: string
}

export interface Annunciation {
  readonly alarm: string
  readonly atMs: number
}

const HIDES = ['alarm-suppressed', 'alarm-shelved', 'alarm-out-of-service']
const SHOWS = ['alarm-unsuppressed', 'alarm-unshelved', 'alarm-in-service']

/** Pairs of changes: the last of each before an instant says how an alarm stands at it. */
export const STANDING_CHANGES: readonly (readonly [begins: string, ends: string])[] = [
  ['alarm-raised', 'alarm-returned'],
  ...HIDES.map((type, n): [string, string] => [type, SHOWS[n]!]),
]

interface Standing {
  activeSinceMs?: number | undefined
  annunciated: boolean
  readonly hiddenBy: Set<number>
}

/**
 * Of changes, oldest first: when each alarm was annunciated, as it was raised or as it came into sight while active;
 * and since when those that are active and in sight at the end are so.
 */
export function annunciationsIn(changes: readonly RatedChange[]) {
  const alarms = new Map<string, Standing>()
  const annunciations: Annunciation[] = []
  for (const { alarm, type, at } of changes) {
    const standing = alarms.get(alarm) ?? { annunciated: false, hiddenBy: new Set() }
    alarms.set(alarm, standing)
    const atMs = Date.parse(at)
    if (HIDES.includes(type)) standing.hiddenBy.add(HIDES.indexOf(type))
    else if (SHOWS.includes(type)) standing.hiddenBy.delete(SHOWS.indexOf(type))
    else if (type === 'alarm-raised') Object.assign(standing, { activeSinceMs: atMs, annunciated: false })
    else if (type === 'alarm-returned') standing.activeSinceMs = undefined
    if (standing.activeSinceMs === undefined || standing.annunciated || standing.hiddenBy.size > 0) continue
    standing.annunciated = true
    annunciations.push({ alarm, atMs })
  }
  const active = [...alarms].flatMap(([alarm, { activeSinceMs, hiddenBy }]) =>
    activeSinceMs === undefined || hiddenBy.size > 0 ? [] : [{ alarm, sinceMs: activeSinceMs }],
  )
  return { annunciations, active }
}
