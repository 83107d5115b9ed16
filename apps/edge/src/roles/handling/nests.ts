/** Where parts lie that the cell still answers for: nests of the hold fixture and the reject bin. */
import type { CellDefinition, Destination, StationKind } from '@celltwin/contracts'
import type { PartInFixture } from '../../devices/devices.ts'

/** A part with what must still be known of it when a person decides. */
export interface KeptPart extends PartInFixture {
  /** Recipe under which it was inspected. */
  readonly recipeHash: string
  /** Steps that people asked for and that took evidence. */
  readonly takes?: number
}

export interface Places {
  /** By nest number; null is a free nest. Grows where the fixture has no stated capacity. */
  readonly nests: readonly (KeptPart | null)[]
  readonly bin: readonly KeptPart[]
}

export type Whereabouts = { readonly at: 'hold'; readonly place: number } | { readonly at: 'reject' }

export const NO_PARTS: Places = { nests: [], bin: [] }

/** Undefined: as many as come. */
export const capacityOf = (cell: CellDefinition, kind: StationKind): number | undefined =>
  cell.stations.find((station) => station.kind === kind)?.capacity

/** Where a cell states no capacity, parts are forgotten that lie longer than so many others: someone took them away. */
const KEPT_WITHOUT_CAPACITY = 1000

export function freeNest({ nests }: Places, capacity: number | undefined): number | undefined {
  const free = nests.indexOf(null)
  if (free >= 0 && (capacity === undefined || free < capacity)) return free
  if (nests.length < (capacity ?? KEPT_WITHOUT_CAPACITY)) return nests.length
  return capacity === undefined ? oldest(nests) : undefined
}

function oldest(nests: Places['nests']): number {
  const numbers = nests.map((part) => part?.cycleNumber ?? 0)
  return numbers.indexOf(Math.min(...numbers))
}

/** The part lies at `at` now, and nowhere else. What is accepted has left the cell. */
export function placed(places: Places, part: KeptPart, at: Destination, place?: number): Places {
  const { nests, bin } = removed(places, part.cycleId)
  if (at === 'reject') return { nests, bin: [...bin, part].slice(-KEPT_WITHOUT_CAPACITY) }
  if (at === 'accept') return { nests, bin }
  const nest = place ?? freeNest({ nests, bin }, undefined)!
  const filled = Array.from({ length: Math.max(nests.length, nest + 1) }, (_, i) => nests[i] ?? null)
  return { nests: filled.with(nest, part), bin }
}

export function removed({ nests, bin }: Places, cycleId: string): Places {
  return {
    nests: nests.map((part) => (part?.cycleId === cycleId ? null : part)),
    bin: bin.filter((part) => part.cycleId !== cycleId),
  }
}

export function findPart({ nests, bin }: Places, cycleId: string): (Whereabouts & { part: KeptPart }) | undefined {
  const place = nests.findIndex((part) => part?.cycleId === cycleId)
  if (place >= 0) return { at: 'hold', place, part: nests[place]! }
  const part = bin.find((inBin) => inBin.cycleId === cycleId)
  return part && { at: 'reject', part }
}

/** Why one more part would find no nest; undefined while there is one. */
export function fixtureFull(places: Places, cell: CellDefinition): string | undefined {
  const capacity = capacityOf(cell, 'hold')
  if (freeNest(places, capacity) !== undefined) return undefined
  return `hold fixture full: ${capacity} ${capacity === 1 ? 'part waits' : 'parts wait'} for a person`
}

export function binFull({ bin }: Places, cell: CellDefinition): string | undefined {
  const capacity = capacityOf(cell, 'bin')
  if (capacity === undefined || bin.length < capacity) return undefined
  return `reject bin full: ${bin.length} ${bin.length === 1 ? 'part' : 'parts'}, to be emptied by a person`
}
