/** Descriptions of a cell on their way into it: what is released, and what the cell answered. */
import type { CellTwin, DescriptionTwin, DesiredDescription } from '@celltwin/contracts'
import { type Draft, type Mutable, newest, open, register } from './draft.ts'
import type { Effects } from './effects.ts'

function openDescription(draft: Draft): Mutable<DescriptionTwin> {
  draft.twin.description ??= {}
  return open(draft, draft.twin, 'description')
}

export const descriptionEffects: Effects = {
  'cell-description-released': (draft, event) => {
    const description = openDescription(draft)
    description.released = newest(description.released, register(event, event.data))
  },
  'cell-description-adopted': (draft, event) => {
    const description = openDescription(draft)
    const answer = { releaseId: event.data.releaseId, as: 'adopted' as const }
    description.answered = newest(description.answered, register(event, answer))
  },
  'cell-description-refused': (draft, event) => {
    const description = openDescription(draft)
    const { releaseId, reason } = event.data
    description.answered = newest(description.answered, register(event, { releaseId, as: 'refused' as const, reason }))
  },
}

/** Whether the cell has still to answer the newest release. [TW53] */
export function descriptionOutstanding({ description }: CellTwin): boolean {
  const released = description?.released?.value
  return released !== undefined && released.releaseId !== description?.answered?.value.releaseId
}

/** What the cell is told: the newest release, taken over or not. [TW53] */
export function desiredDescription({ description: told }: CellTwin): DesiredDescription | undefined {
  const released = told?.released?.value
  if (!released) return undefined
  const { releaseId, description, hash } = released
  return { releaseId, description, hash }
}
