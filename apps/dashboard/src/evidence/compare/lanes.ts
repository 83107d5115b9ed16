/** The way of a part through the cell as bars by source, in seconds since it was inserted. Pure. */
import type { EventData, TimelineEntry } from '@celltwin/contracts'

export interface Span {
  readonly lane: string
  readonly fromS: number
  readonly toS: number
  /** Phase, `computes` or `verdict`; what is an instant has no length. */
  readonly what: string
}

type Entry = Pick<TimelineEntry, 'type' | 'source' | 'occurredAt' | 'data'>

/** Bars of one part. Empty where it was never inserted: there is nothing to align on. */
export function spansOf(timeline: readonly Entry[]): readonly Span[] {
  const entries = timeline.toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt))
  const inserted = entries.find(({ type }) => type === 'part-inserted')
  if (!inserted) return []
  const since = ({ occurredAt }: Entry) => (Date.parse(occurredAt) - Date.parse(inserted.occurredAt)) / 1000
  const spans: Span[] = []
  const begun = new Map<string, { atS: number; what: string }>()
  const end = (lane: string, atS: number) => {
    const open = begun.get(lane)
    if (open) spans.push({ lane, fromS: open.atS, toS: atS, what: open.what })
    begun.delete(lane)
  }
  for (const entry of entries) {
    const atS = since(entry)
    switch (entry.type) {
      case 'phase-started':
        end(entry.source, atS)
        begun.set(entry.source, { atS, what: (entry.data as EventData<'phase-started'>).phase })
        break
      case 'part-arrived':
        end(entry.source, atS)
        break
      case 'evidence-captured':
        if (!begun.has(entry.source)) begun.set(entry.source, { atS, what: 'computes' })
        break
      case 'part-inspected':
      case 'inspection-failed':
        end(entry.source, atS)
        break
      case 'part-judged':
        spans.push({ lane: entry.source, fromS: atS, toS: atS, what: 'verdict' })
        break
    }
  }
  return spans
}

/** Lanes of both, in the order in which they first do something. */
export const lanesOf = (...parts: readonly (readonly Span[])[]): readonly string[] => [
  ...new Set(
    parts
      .flat()
      .toSorted((a, b) => a.fromS - b.fromS)
      .map(({ lane }) => lane),
  ),
]

/** The stretch that holds all of it. */
export function spanOf(...parts: readonly (readonly Span[])[]): readonly [number, number] {
  const all = parts.flat()
  return [Math.min(0, ...all.map(({ fromS }) => fromS)), Math.max(1, ...all.map(({ toS }) => toS))]
}
