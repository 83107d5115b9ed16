/** What a person took out of the full bin: noted at once, then told part by part, over any restart. */
import { ofCycle } from './hands.ts'
import type { CellRecord, Store } from './record.ts'

/** The record once the bin is empty. A part that a request is taking out at this moment is told by that request. */
export function emptyBin(record: CellRecord): CellRecord {
  const { items, started } = record.requests
  const asked = items.find(({ id }) => id === started)?.target
  const isAskedFor = ({ cycleId }: { cycleId: string }) => asked?.kind === 'move-part' && asked.cycleId === cycleId
  const { bin } = record.places
  return {
    ...record,
    places: { ...record.places, bin: bin.filter(isAskedFor) },
    takenOut: [...(record.takenOut ?? []), ...bin.filter((part) => !isAskedFor(part))],
  }
}

export async function tellTakenOut(store: Store): Promise<void> {
  for (let part = store.record.takenOut?.[0]; part; part = store.record.takenOut?.[0])
    await store.tell('part-taken-out', ofCycle(part), (record) => ({ ...record, takenOut: record.takenOut!.slice(1) }))
}
