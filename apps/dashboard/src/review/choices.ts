/** What a person can choose, and under which digit. */
import type { CellDefinition, Disposition, Finding, PassportCycle, Verdict } from '@celltwin/contracts'
import { severity } from '../part/results.ts'

export const FINDINGS: readonly { readonly digit: string; readonly finding: Finding; readonly title: string }[] = [
  { digit: '1', finding: 'conforming', title: 'Conforming' },
  { digit: '2', finding: 'nonconforming', title: 'Nonconforming' },
]

export const DISPOSITIONS: readonly {
  readonly digit: string
  readonly disposition: Disposition
  readonly title: string
}[] = [
  { digit: '6', disposition: 'rework', title: 'Rework' },
  { digit: '7', disposition: 'repair', title: 'Repair' },
  { digit: '8', disposition: 'scrap', title: 'Scrap' },
  { digit: '9', disposition: 'return-to-supplier', title: 'Return to supplier' },
  { digit: '0', disposition: 'concession', title: 'Concession' },
]

export const DEFECT_DIGITS = ['3', '4', '5'] as const

export interface DefectChoice {
  readonly id: string
  readonly title: string
}

/** Defects to choose from: what the machine found first, then the rest of the recipe, then other. */
export function defectsOf(cycle: PassportCycle, definition: CellDefinition): readonly DefectChoice[] {
  const grade = new Map(cycle.results.map(({ characteristic, conformance }) => [characteristic, severity(conformance)]))
  return [
    ...definition.recipe.characteristics
      .toSorted((a, b) => (grade.get(b.id) ?? 0) - (grade.get(a.id) ?? 0))
      .map(({ id, title }) => ({ id, title })),
    { id: 'other', title: 'Other' },
  ]
}

export interface ReasonCode {
  readonly code: string
  readonly title: string
}

const CONFORMING: Readonly<Record<Exclude<Verdict, 'pass'>, readonly ReasonCode[]>> = {
  reject: [
    { code: 'false-reject', title: 'False reject: the part is good' },
    { code: 'measured-by-hand', title: 'Measured by hand, inside the limits' },
    { code: 'evidence-misleading', title: 'Evidence was misleading' },
  ],
  hold: [
    { code: 'inspected-by-person', title: 'Inspected by a person' },
    { code: 'measured-by-hand', title: 'Measured by hand, inside the limits' },
    { code: 'identity-confirmed', title: 'Identity confirmed' },
  ],
}
const NONCONFORMING: readonly ReasonCode[] = [
  { code: 'confirmed', title: 'Confirmed by what is seen' },
  { code: 'measured-by-hand', title: 'Measured by hand, outside the limits' },
  { code: 'not-inspectable', title: 'Cannot be inspected' },
  { code: 'handling-damage', title: 'Damaged in handling' },
]

export const reasonsFor = (finding: Finding | undefined, verdict: Verdict | null): readonly ReasonCode[] =>
  finding === undefined
    ? []
    : finding === 'nonconforming'
      ? NONCONFORMING
      : CONFORMING[verdict === 'reject' ? 'reject' : 'hold']

/** What the cell, or a person at it, will be asked to do. */
export function consequence(
  whereabouts: PassportCycle['whereabouts'],
  finding: Finding | undefined,
  disposition: Disposition | undefined,
): string {
  if (whereabouts === 'in-process') return 'The part is still in the cell. It can be decided on when it has arrived.'
  if (whereabouts !== 'hold' && whereabouts !== 'reject') return 'The part has left the cell; the decision is recorded.'
  if (!finding) return 'A decision is a request: the cell moves the part when its own inputs allow.'
  if (disposition === 'scrap')
    return whereabouts === 'hold'
      ? 'The robot will be asked to bring the part from the hold fixture to the reject bin.'
      : 'The part stays in the reject bin; nothing has to move.'
  if (whereabouts === 'reject') return 'A person will be asked to take the part out of the reject bin.'
  return finding === 'conforming' || disposition === 'concession'
    ? 'The robot will be asked to bring the part from the hold fixture to the accept chute.'
    : 'A person will be asked to take the part off the hold fixture.'
}
