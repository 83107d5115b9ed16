import { type CellDefinition, type Footprint, footprintOf } from '@celltwin/contracts'
import type { CellLayout } from './layout.ts'

/** What stations with a line round them cover of the base plate, by station id. */
export function footprintsOf(
  { stations }: Pick<CellDefinition, 'stations'>,
  { gantry: { x0, x1, z } }: CellLayout,
): ReadonlyMap<string, Footprint> {
  // It bridges the plate: the line goes round its rail.
  const rail = { x: (x0 + x1) / 2, z: z + 0.02, width: x1 - x0 + 0.15, depth: 0.15 }
  return new Map(
    stations.flatMap((station) => {
      const footprint = station.kind === 'gantry' ? rail : footprintOf(station)
      return footprint ? [[station.id, footprint]] : []
    }),
  )
}
