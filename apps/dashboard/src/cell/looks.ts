/** How far each station can be trusted, and whether a person is awaited there. Pure; scene, labels and drawer agree on it. */
import type { CellDefinition, Source, Station } from '@celltwin/contracts'
import { moduleCameLateBy } from '@celltwin/twin'
import { waitingIn } from '../twin/per-twin.ts'
import { type Shown, sourcesOf, standingOf, type Trust, worse } from '../twin/trust.ts'
import { runningCycle } from './scene/shown.ts'

export interface StationLook {
  readonly trust: Trust
  /** A person is awaited there. */
  readonly awaited: boolean
}

/** By station id. */
export type Looks = Readonly<Record<string, StationLook>>

/** The source whose word a station's state rests on: its module, else whoever handles parts. */
export function sourceOf(definition: CellDefinition, station: Station): Source | undefined {
  if (station.module) return station.module
  return sourcesOf(definition).handling[0]
}

export function looksOf(definition: CellDefinition, state: Shown, nowMs: number): Looks {
  const waiting = state.twin ? waitingIn(state.twin) : []
  const atHold = waiting.some((cycle) => cycle.arrived?.where === 'hold')
  const running = state.twin && runningCycle(state.twin)
  const isLate = (source: Source) =>
    state.twin && running && moduleCameLateBy(state.twin, running, source) !== undefined
  const known = new Map<Source, Trust>()
  const trustIn = (source: Source | undefined): Trust => {
    if (source === undefined) return 'stale'
    const before = known.get(source)
    if (before) return before
    const standing = standingOf(state, [source], nowMs).trust
    const trust = isLate(source) ? worse(standing, 'late') : standing
    known.set(source, trust)
    return trust
  }
  return Object.fromEntries(
    definition.stations.map((station) => [
      station.id,
      {
        trust: trustIn(sourceOf(definition, station)),
        awaited: station.kind === 'hold' && atHold,
      },
    ]),
  )
}
