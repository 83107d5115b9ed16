/** Results in the order and grouping of the recipe, and what they come to in words. */
import type { CellDefinition, Characteristic, Conformance, PassportCycle } from '@celltwin/contracts'
import { type Expected, expectedOf, latest, shownBy } from '@celltwin/twin'
import i18next from 'i18next'
import { number } from '../ui/format.ts'
import { type Look, lookOfResult } from '../ui/State.tsx'
import { shownIn } from '../ui/units.ts'

export type PassportResult = PassportCycle['results'][number]

/** The latest of results and of the evidence that they rest on, as a mark tells it. */
export const arrivalOf = (results: readonly PassportResult[], evidence: PassportCycle['evidence']) => ({
  cameLateMs: latest([...results, ...evidence].map(({ cameLateMs }) => cameLateMs)),
  afterVerdict: results.some(({ late }) => late),
})

const SEVERITY: Readonly<Record<Conformance, number>> = {
  pass: 0,
  'conditional-pass': 1,
  warning: 1,
  'not-inspected': 2,
  'conditional-fail': 3,
  fail: 4,
}

export const severity = (conformance: Conformance): number => SEVERITY[conformance]

export interface Row {
  readonly characteristic: Characteristic
  /** Undefined: the module has not told, or has not told yet. */
  readonly result: PassportResult | undefined
  /** Undefined of production. */
  readonly expected?: Expected | undefined
}

/** What of its result people are told; undefined where there is none. */
export const lookOfRow = ({ result, expected }: Row): Look | undefined => result && lookOfResult(result, expected)

const shownOf = ({ result, expected }: Row) => result && shownBy(result, expected)

/** How much a row asks to be looked at: before all else, what a part of the rack must not show. */
export const gravity = (row: Row): number =>
  shownOf(row) === 'failed' ? SEVERITY.fail + 1 : row.result ? severity(row.result.conformance) : -1

/** The gravest first. */
export const byGravity = (rows: readonly Row[]): readonly Row[] => rows.toSorted((a, b) => gravity(b) - gravity(a))

/** It says that something is wrong, with the part or with how the cell sees it. */
export const isAlarming = (row: Row): boolean => lookOfRow(row)?.tone === 'reject'

export interface RowGroup {
  readonly title: string
  readonly module: string
  readonly rows: readonly Row[]
}

/** Rows under `by`, each group where the recipe first mentions it. */
export function groupRows(
  definition: CellDefinition,
  { results, challenge }: Pick<PassportCycle, 'results' | 'challenge'>,
  by: (characteristic: Characteristic) => string,
): readonly RowGroup[] {
  const found = new Map(results.map((result) => [result.characteristic, result]))
  const expected = expectedOf(challenge, definition)
  const groups = new Map<string, { module: string; rows: Row[] }>()
  for (const characteristic of definition.recipe.characteristics) {
    const title = by(characteristic)
    const group = groups.get(title) ?? { module: characteristic.module, rows: [] }
    groups.set(title, group)
    group.rows.push({
      characteristic,
      result: found.get(characteristic.id),
      expected: expected(characteristic),
    })
  }
  return [...groups].map(([title, group]) => ({ title, ...group }))
}

const KINDS = [
  'not-as-expected',
  'fail',
  'conditional-fail',
  'conditional-pass',
  'warning',
  'as-expected',
  'pass',
  'not-inspected',
] as const

const kindOf = (row: Row): (typeof KINDS)[number] | undefined => {
  const shown = shownOf(row)
  if (shown === 'failed') return 'not-as-expected'
  return shown === 'as-expected' ? shown : row.result?.conformance
}

/** `1 fail, 1 conditional, 20 pass, 1 not inspected` */
export function tally(rows: readonly Row[]): string {
  const kinds = rows.map(kindOf)
  return KINDS.map((kind) => [kind, kinds.filter((each) => each === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => i18next.t(`part.tally.${kind}`, { count, n: number(count) }))
    .join(', ')
}

/** The limits as a drawing writes them: `1.00–1.40`, `≤ 0.050`, `≥ 3`, `6`. */
export function limitsText(
  { lower, upper }: { lower?: number; upper?: number },
  measured: Pick<Characteristic, 'unit' | 'decimals'>,
): string {
  const { of, text } = shownIn(measured)
  if (lower !== undefined && upper !== undefined) {
    if (lower === upper) return text(lower)
    if (of(lower) === -of(upper)) return `± ${text(upper)}`
    return `${text(lower)}–${text(upper)}`
  }
  if (upper !== undefined) return `≤ ${text(upper)}`
  return lower === undefined ? '–' : `≥ ${text(lower)}`
}

/** `5` or `1.18`; a dash where nothing was inspected. */
export const valueText = ({ characteristic, result }: Row): string =>
  result === undefined || result.value === null ? '–' : shownIn(characteristic).text(result.value)

/** One line for a group: its worst result, else how many are inside. */
export function groupSummary(rows: readonly Row[]): string {
  const told = rows.filter(({ result }) => result !== undefined)
  if (told.length === 0) return i18next.t('part.results.none')
  const gravest = byGravity(told)[0]!
  const { unit } = shownIn(gravest.result!)
  const one = `${valueText(gravest)}${unit ? ` ${unit}` : ''}`
  const { title } = gravest.characteristic
  if (gravest.result!.conformance === 'not-inspected') return i18next.t('part.results.notInspected', { title })
  if (told.length === 1 || gravity(gravest) > 0) return `${title} ${one}`
  return i18next.t('part.results.allInside', { count: told.length, n: number(told.length) })
}
