/** What a person can choose, and under which digit. */
import type { CellDefinition, Disposition, Finding, PassportCycle, Verdict } from '@celltwin/contracts'
import i18next from 'i18next'
import { severity } from '../part/results.ts'
import { words } from '../ui/format.ts'

export const FINDINGS: readonly { readonly digit: string; readonly finding: Finding }[] = [
  { digit: '1', finding: 'conforming' },
  { digit: '2', finding: 'nonconforming' },
]

export const DISPOSITIONS: readonly { readonly digit: string; readonly disposition: Disposition }[] = [
  { digit: '6', disposition: 'rework' },
  { digit: '7', disposition: 'repair' },
  { digit: '8', disposition: 'scrap' },
  { digit: '9', disposition: 'return-to-supplier' },
  { digit: '0', disposition: 'concession' },
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
    { id: 'other', title: words('other') },
  ]
}

/** What a defect is called: as the characteristic that it is a defect of; by itself where it is of none. */
export const defectTitle = (defect: string, named: readonly DefectChoice[]): string =>
  named.find(({ id }) => id === defect)?.title ?? words(defect)

const CONFORMING = {
  reject: [
    ['false-reject', 'false-reject'],
    ['measured-by-hand', 'measured-inside'],
    ['evidence-misleading', 'evidence-misleading'],
  ],
  hold: [
    ['inspected-by-person', 'inspected-by-person'],
    ['measured-by-hand', 'measured-inside'],
    ['identity-confirmed', 'identity-confirmed'],
  ],
} as const
const NONCONFORMING = [
  ['confirmed', 'confirmed'],
  ['measured-by-hand', 'measured-outside'],
  ['not-inspectable', 'not-inspectable'],
  ['handling-damage', 'handling-damage'],
] as const

export interface ReasonCode {
  readonly code: string
  readonly title: string
}

/** Reasons that suit what was found and what the machine had said. */
export function reasonsFor(finding: Finding | undefined, verdict: Verdict | null): readonly ReasonCode[] {
  if (finding === undefined) return []
  const suited = finding === 'nonconforming' ? NONCONFORMING : CONFORMING[verdict === 'reject' ? 'reject' : 'hold']
  return suited.map(([code, text]) => ({ code, title: i18next.t(`review.reasons.${text}`) }))
}

/** What the cell, or a person at it, will be asked to do. */
export function consequence(
  whereabouts: PassportCycle['whereabouts'],
  finding: Finding | undefined,
  disposition: Disposition | undefined,
): string {
  const { t } = i18next
  if (whereabouts === 'in-process') return t('review.consequence.inProcess')
  if (whereabouts !== 'hold' && whereabouts !== 'reject') return t('review.consequence.left')
  if (!finding) return t('review.consequence.request')
  if (disposition === 'scrap')
    return whereabouts === 'hold' ? t('review.consequence.toBin') : t('review.consequence.stays')
  if (whereabouts === 'reject') return t('review.consequence.outOfBin')
  return finding === 'conforming' || disposition === 'concession'
    ? t('review.consequence.toChute')
    : t('review.consequence.offFixture')
}
