/** How far each station can be trusted, and whether a person is awaited there. Pure; scene, labels and drawer agree on it. */
import type { CellDefinition, Source, Station } from '@celltwin/contracts'
import type { CellState } from '../twin/cell-store.ts'
import { waitingIn } from '../twin/per-twin.ts'

export type Trust = 'live' | 'simulated' | 'replayed' | 'stale'
export interface StationLook {
  readonly trust: Trust
  /** A person is awaited there. */
  readonly awaited: boolean
}

type Known = Pick<CellState, 'twin' | 'link' | 'at'>

/** The source whose word a station's state rests on: its module, else whoever handles parts. */
export function sourceOf(definition: CellDefinition, station: Station): Source | undefined {
  if (station.module) return station.module
  const roles = Object.values(definition.agents).flatMap((agent) => agent.roles)
  return roles.includes('handling') ? 'handling' : roles[0]
}

export function trustOfSource({ twin, link, at }: Known, source: Source | undefined): Trust {
  const known = source === undefined ? undefined : twin?.sources[source]
  if (!known || (link.state !== 'live' && at === undefined)) return 'stale'
  if (known.presence && !known.presence.value.online) return 'stale'
  if (known.replayed) return 'replayed'
  return known.simulated ? 'simulated' : 'live'
}

export function looksOf(definition: CellDefinition, state: Known): Record<string, StationLook> {
  const waiting = state.twin ? waitingIn(state.twin) : []
  const atHold = waiting.some((cycle) => cycle.arrived?.where === 'hold')
  return Object.fromEntries(
    definition.stations.map((station) => [
      station.id,
      {
        trust: trustOfSource(state, sourceOf(definition, station)),
        awaited: station.kind === 'hold' && atHold,
      },
    ]),
  )
}
