/** What people may release of a cell's description. Decided against the twin; refusals are values that name field and rule. */
import {
  type CellDescription,
  type CellTwin,
  canonicalJson,
  descriptionFlaws,
  descriptionOf,
  type EventData,
  type Flaw,
} from '@celltwin/contracts'
import type { Signer } from './decide-recipe.ts'

export interface ReleaseDescription extends Signer {
  readonly releaseId: string
  readonly description: CellDescription
  /** Hash of the definition that it was made of. */
  readonly base: string
  readonly reason: string
}

export interface DescriptionRefused {
  readonly refused: 'no-definition' | 'outdated' | 'description-flawed'
  readonly detail: string
  readonly flaws?: readonly Flaw[]
}

/** For the cell to take over between two parts. What it was made of must still be in force. [TW53] */
export function releaseDescription(
  { definition }: CellTwin,
  { description, base, ...said }: ReleaseDescription,
  hashOf: (description: CellDescription) => string,
):
  | { readonly event: { type: 'cell-description-released'; data: EventData<'cell-description-released'> } }
  | DescriptionRefused {
  if (!definition) return { refused: 'no-definition', detail: 'The cell has not told its definition yet.' }
  const { hash: inForce, definition: cell } = definition.value
  if (base !== inForce)
    return { refused: 'outdated', detail: 'The cell runs under another description by now: make it anew of that one.' }
  const flaws = descriptionFlaws(cell, description)
  if (canonicalJson(descriptionOf(cell)) === canonicalJson(description))
    flaws.push({ field: '/', rule: 'must differ from what is in force' })
  if (flaws.length > 0) return { refused: 'description-flawed', detail: 'The description breaks a rule.', flaws }
  const { releaseId, reason, by, byId } = said
  return {
    event: {
      type: 'cell-description-released',
      data: {
        releaseId,
        description,
        hash: hashOf(description),
        base,
        reason,
        by,
        ...(byId === undefined ? {} : { byId }),
      },
    },
  }
}
