/** The one function that changes a twin. The rules are in SPEC.md. */
import type { CellEvent, CellTwin, JournalEntry } from '@celltwin/contracts'
import { alarmEffects } from './alarms.ts'
import { cycleEffects } from './cycles.ts'
import { decisionEffects } from './decisions.ts'
import { descriptionEffects } from './descriptions.ts'
import { type Draft, draftOf, newest, register } from './draft.ts'
import type { Effects } from './effects.ts'
import { trustEffects } from './gauge-trust.ts'
import { limitSampleEffects } from './limit-samples.ts'
import { modelEffects } from './models.ts'
import { recipeEffects } from './recipes.ts'
import { countIn, SERVER, sourceEffects } from './sources.ts'
import { steppingEffects } from './stepping.ts'

/** The twin of a cell of which nothing is known yet. */
export const emptyTwin = (cell: string): CellTwin => ({
  cell,
  position: 0,
  sources: {},
  cycles: {},
  evicted: [],
  requests: {},
  counters: {
    inserted: 0,
    judged: { pass: 0, reject: 0, hold: 0 },
    arrived: { accept: 0, reject: 0, hold: 0, out: 0 },
    notInspected: 0,
    missing: 0,
    late: 0,
    duplicate: 0,
    unreadable: 0,
    mismatches: 0,
    reviewed: 0,
    falseRejects: 0,
  },
})

/** What a twin becomes by one event. */
export const evolve = (twin: CellTwin, entry: JournalEntry): CellTwin => fold(twin, [entry])

/** `evolve` for each entry in turn, copying what changes once for all of them. */
export function fold(twin: CellTwin, entries: Iterable<JournalEntry>): CellTwin {
  const draft = draftOf(twin)
  for (const entry of entries) apply(draft, entry)
  return draft.twin
}

/** `fold` in the order of time; the twin's position is the highest that went into it. */
export function foldByTime(twin: CellTwin, entries: readonly JournalEntry[]): CellTwin {
  const position = entries.reduce((highest, entry) => Math.max(highest, entry.position), twin.position)
  return { ...fold(twin, entries), position }
}

const cellEffects: Effects = {
  'cell-described': ({ twin }, event) => {
    const { hash, definition } = event.data
    twin.definition = newest(twin.definition, register(event, { hash, definition }))
  },
  'cell-state-changed': ({ twin }, event) => {
    const { state, reason, suspects } = event.data
    twin.state = newest(twin.state, register(event, { state, reason, ...(suspects ? { suspects } : {}) }))
  },
  'cell-inputs-changed': ({ twin }, event) => {
    twin.inputs = newest(twin.inputs, register(event, event.data))
  },
}

type Effect = (draft: Draft, event: CellEvent) => void

const EFFECTS = new Map<string, Effect>(
  Object.entries({
    ...alarmEffects,
    ...cellEffects,
    ...cycleEffects,
    ...decisionEffects,
    ...sourceEffects,
    ...trustEffects,
    ...steppingEffects,
    ...limitSampleEffects,
    ...modelEffects,
    ...recipeEffects,
    ...descriptionEffects,
  }) as [string, Effect][],
)

function apply(draft: Draft, { position, recordedAt, event }: JournalEntry): void {
  const { twin } = draft
  twin.position = position
  draft.recordedAt = recordedAt
  if (event.source !== SERVER && !(twin.occurredAt !== undefined && twin.occurredAt >= event.occurredAt))
    twin.occurredAt = event.occurredAt
  countIn(draft, event)
  EFFECTS.get(event.type)?.(draft, event)
}
