/** Puts accepted parts into containers, closes the full ones and sends them off: told step by step, over any restart. */
import type { EventData, Packing } from '@celltwin/contracts'
import { ofCycle } from './hands.ts'
import type { KeptPart } from './nests.ts'
import type { CellRecord, Store } from './record.ts'

export interface PackingRecord {
  /** Accepted and not yet told as packed. */
  readonly waiting: readonly KeptPart[]
  /** Running number of the container being filled. */
  readonly container: number
  readonly parts: number
  /** Closed and not yet shipped, oldest first. */
  readonly closed: readonly string[]
  readonly shipment: number
  /** Of the shipment that is leaving, still to be told. */
  readonly leaving: number
}

const NOTHING_PACKED: PackingRecord = { waiting: [], container: 1, parts: 0, closed: [], shipment: 1, leaving: 0 }

type Told = 'part-packed' | 'container-closed' | 'container-shipped'
type Step = {
  [T in Told]: { readonly type: T; readonly data: EventData<T>; readonly next: PackingRecord }
}[Told]

const numbered = (prefix: string, n: number) => `${prefix}-${String(n).padStart(6, '0')}`

/** The record once the part lies in the chute; nothing changes where the cell does not pack. */
export function accepted(record: CellRecord, part: KeptPart, packing: Packing | undefined): CellRecord {
  if (!packing) return record
  const kept = record.packing ?? NOTHING_PACKED
  return { ...record, packing: { ...kept, waiting: [...kept.waiting, part] } }
}

/** What is to be told next: a shipment that leaves before a container that closes before a part that is packed. */
export function nextStep(kept: PackingRecord, { container, shipment }: Packing): Step | undefined {
  const id = numbered(container.prefix, kept.container)
  const [leaving] = kept.closed
  if (kept.leaving > 0 && shipment && leaving !== undefined) {
    const last = kept.leaving === 1 ? { shipment: kept.shipment + 1 } : {}
    return {
      type: 'container-shipped',
      data: { container: leaving, shipment: numbered(shipment.prefix, kept.shipment) },
      next: { ...kept, closed: kept.closed.slice(1), leaving: kept.leaving - 1, ...last },
    }
  }
  if (kept.parts >= container.positions) {
    const closed = [...kept.closed, id]
    const full = shipment !== undefined && closed.length >= shipment.containers
    const label = container.label === undefined ? {} : { label: numbered(container.label, kept.container) }
    return {
      type: 'container-closed',
      data: { container: id, parts: kept.parts, ...label },
      next: { ...kept, container: kept.container + 1, parts: 0, closed, leaving: full ? closed.length : 0 },
    }
  }
  const [part, ...waiting] = kept.waiting
  if (!part) return undefined
  const position = kept.parts + 1
  return {
    type: 'part-packed',
    data: { ...ofCycle(part), container: id, position, positions: container.positions },
    next: { ...kept, waiting, parts: position },
  }
}

export async function tellPacked(store: Store, packing: Packing | undefined): Promise<void> {
  if (!packing) return
  for (;;) {
    const step = store.record.packing && nextStep(store.record.packing, packing)
    if (!step) return
    await store.tell(step.type, step.data, (record) => ({ ...record, packing: step.next }))
  }
}
