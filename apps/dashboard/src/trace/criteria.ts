/** Criteria for parts as tokens of the address: the same for the list, the trace, an export and a recall. */
import type { Criteria } from '../api/api.ts'

export type { Criteria }
export type CriterionKey = keyof Criteria

const VERDICTS = ['pass', 'reject', 'hold'] as const
const CONFORMANCES = ['pass', 'conditional-pass', 'conditional-fail', 'fail', 'warning', 'not-inspected'] as const
export const CHOICES = { verdict: VERDICTS, conformance: CONFORMANCES } as const

const TEXTS = [
  ...['serial', 'lot', 'measured', 'defect', 'characteristic', 'recipe', 'fixture', 'tool', 'gauge', 'calibration'],
  ...['model', 'operator', 'container', 'shipment', 'from', 'to'],
] as const satisfies readonly CriterionKey[]

export const NUMBERS: ReadonlySet<CriterionKey> = new Set(['above', 'below', 'fromCycle', 'toCycle'])

/** In the order in which they are offered and shown. */
export const CRITERIA: readonly CriterionKey[] = [
  ...(['serial', 'lot', 'verdict', 'defect', 'characteristic', 'measured', 'above', 'below', 'conformance'] as const),
  ...(['model', 'gauge', 'calibration', 'recipe', 'fixture', 'tool', 'operator', 'container', 'shipment'] as const),
  ...(['from', 'to', 'fromCycle', 'toCycle'] as const),
]

export const OF_CHARACTERISTIC: ReadonlySet<CriterionKey> = new Set(['defect', 'characteristic', 'measured'])

/** What of an address are criteria. Only what has a value stays, so that addresses are short. */
export function criteriaOf(search: Record<string, unknown>): Criteria {
  const found: Record<string, unknown> = {}
  for (const key of TEXTS) {
    const value = search[key]
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') found[key] = String(value)
  }
  for (const key of NUMBERS)
    if (search[key] !== undefined && search[key] !== '' && Number.isFinite(Number(search[key])))
      found[key] = Number(search[key])
  for (const key of ['verdict', 'conformance'] as const)
    if ((CHOICES[key] as readonly unknown[]).includes(search[key])) found[key] = search[key]
  return found as Criteria
}

export const isEmpty = (criteria: Criteria): boolean => CRITERIA.every((key) => criteria[key] === undefined)

/** Each criterion taken away, for `Clear all`. */
export const NONE = Object.fromEntries(CRITERIA.map((key) => [key, undefined])) as Criteria
