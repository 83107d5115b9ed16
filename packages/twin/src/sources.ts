/** Effects on what is known of the agents: presence, newest event, holes in their streams. */
import type { CellEvent, SourceTwin } from '@celltwin/contracts'
import { type Draft, type Mutable, newest, open, openEntry, register } from './draft.ts'
import type { Effects } from './effects.ts'
import { excluding, including, type Range } from './ranges.ts'

/** The name under which the backend signs its own events. */
export const SERVER = 'server'

type Source = Mutable<SourceTwin>
type Gap = Source['gaps'][number]

const sourceOf = (draft: Draft, source: string): Source =>
  openEntry<Source>(draft, open(draft, draft.twin, 'sources'), source, () => ({
    source,
    events: 0,
    gaps: [],
    simulated: false,
  }))

/** Counts an event in its source. [TW6] */
export function countIn(draft: Draft, event: CellEvent): void {
  const source = sourceOf(draft, event.source)
  source.events += 1
  const { occurredAt, epoch, seq } = event
  const last = newest(source.last, { occurredAt, epoch, seq })
  if (last === source.last) return
  source.last = last
  source.simulated = event.simulated
  if (event.replayed) source.replayed = true
  else delete source.replayed
}

/** Changes the open holes of one epoch; holes declared lost stay as they are. [TW7] */
function mend(source: Source, epoch: number, change: (open: Range[], lost: Range[]) => Range[]): void {
  const inEpoch = source.gaps.filter((gap) => gap.epoch === epoch)
  const ranges = (gaps: Gap[]) => gaps.map(({ from, to }): Range => [from, to])
  const lost = inEpoch.filter((gap) => gap.lost !== undefined)
  const stillOpen = change(ranges(inEpoch.filter((gap) => gap.lost === undefined)), ranges(lost))
  source.gaps = [
    ...source.gaps.filter((gap) => gap.epoch !== epoch),
    ...lost,
    ...stillOpen.map(([from, to]): Gap => ({ epoch, from, to })),
  ].sort((a, b) => a.epoch - b.epoch || a.from - b.from || a.to - b.to || ((a.lost ?? '') < (b.lost ?? '') ? -1 : 1))
}

export const sourceEffects: Effects = {
  'presence-changed': (draft, event) => {
    const { of, at: _, ...presence } = event.data
    const source = sourceOf(draft, of)
    source.presence = newest(source.presence, register(event, presence))
  },
  'gap-detected': (draft, { data: { of, epoch, from, to } }) =>
    mend(sourceOf(draft, of), epoch, (open, lost) =>
      lost.reduce((ranges, [a, b]) => excluding(ranges, a, b), including(open, from, to)),
    ),
  'gap-filled': (draft, { data: { of, epoch, from, to } }) =>
    mend(sourceOf(draft, of), epoch, (open) => excluding(open, from, to)),
  'events-lost': (draft, { source: name, data: { epoch, from, to, reason } }) => {
    const source = sourceOf(draft, name)
    source.gaps = [...source.gaps, { epoch, from, to, lost: reason }]
    mend(source, epoch, (open) => excluding(open, from, to))
  },
}
