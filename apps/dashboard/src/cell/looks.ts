/** How far each station can be trusted, and whether a person is awaited there. Pure; scene, labels and drawer agree on it. */
import type { CellDefinition, Source, Station } from '@celltwin/contracts'
import { waitingIn } from '../twin/per-twin.ts'
import { type Shown, sourcesOf, standingOf, type Trust } from '../twin/trust.ts'

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
  const known = new Map<Source | undefined, Trust>([[undefined, 'stale']])
  const trustIn = (source: Source | undefined): Trust => {
    const trust = known.get(source) ?? standingOf(state, source ? [source] : [], nowMs).trust
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
