/** Readings of a study from CSV: a heading row, then one reading a row. */
import type { Study, StudyReading } from './study.ts'

type StudyKind = Study['kind']

/** Columns by kind of study; those in `optional` may be missing. */
export const STUDY_COLUMNS: Readonly<Record<StudyKind, { needed: readonly string[]; optional: readonly string[] }>> = {
  type1: { needed: ['value'], optional: ['part'] },
  type3: { needed: ['part', 'value'], optional: [] },
  grr: { needed: ['part', 'operator', 'value'], optional: [] },
  linearity: { needed: ['part', 'reference', 'value'], optional: [] },
  attribute: { needed: ['part', 'rating', 'reference'], optional: ['operator', 'borderline'] },
}
/** What people write for a decision. */
const RATINGS: Readonly<Record<string, 'conforming' | 'nonconforming'>> = {
  ...Object.fromEntries(
    ['conforming', 'ok', 'pass', 'good', 'accept', '1'].map((word) => [word, 'conforming'] as const),
  ),
  ...Object.fromEntries(
    ['nonconforming', 'nok', 'ng', 'fail', 'bad', 'reject', '0'].map((word) => [word, 'nonconforming'] as const),
  ),
}
const YES = ['yes', 'true', '1', 'x']
const NO = ['', 'no', 'false', '0']

/**
 * Separated by comma, semicolon or tab, whichever the heading has; with semicolons a decimal comma is read too.
 *
 * @throws Error that names row, column and rule.
 */
export function readReadings(text: string, kind: StudyKind): StudyReading[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const heading = lines[0] ?? ''
  const separator = [';', '\t', ','].find((one) => heading.includes(one)) ?? ','
  const names = cellsOf(heading, separator).map((name) => name.toLowerCase())
  const { needed, optional } = STUDY_COLUMNS[kind]
  for (const name of needed)
    if (!names.includes(name))
      throw new Error(
        `row 1: has no column "${name}"; ${kind} needs ${[...needed, ...optional.map((o) => `[${o}]`)].join(', ')}`,
      )

  const readings = lines.flatMap((line, i): StudyReading[] => {
    if (i === 0 || line.trim() === '') return []
    const cells = cellsOf(line, separator)
    const wrong = (column: string, rule: string) => new Error(`row ${i + 1}, column ${column}: ${rule}`)
    const at = (column: string) => cells[names.indexOf(column)] ?? ''
    if (cells.length !== names.length)
      throw new Error(`row ${i + 1}: has ${cells.length} columns, the heading has ${names.length}`)
    const text = (column: string) => {
      if (at(column) === '') throw wrong(column, 'must not be empty')
      return at(column)
    }
    const number = (column: string) => {
      const value = Number(separator === ';' ? text(column).replace(',', '.') : text(column))
      if (!Number.isFinite(value)) throw wrong(column, `must be a number, is "${at(column)}"`)
      return value
    }
    const rating = (column: string) => {
      const found = RATINGS[text(column).toLowerCase()]
      if (!found) throw wrong(column, `must be ok or nok (conforming, nonconforming), is "${at(column)}"`)
      return found
    }
    const operator = names.includes('operator') ? { operator: text('operator') } : {}
    const part = names.includes('part') ? text('part') : '1'
    if (kind === 'attribute') {
      const borderline = at('borderline').toLowerCase()
      if (![...YES, ...NO].includes(borderline)) throw wrong('borderline', `must be yes or no, is "${borderline}"`)
      const decided = { rating: rating('rating'), reference: rating('reference') }
      return [{ part, ...operator, ...decided, ...(YES.includes(borderline) ? { borderline: true } : {}) }]
    }
    const reference = kind === 'linearity' ? { referenceValue: number('reference') } : {}
    return [{ part, ...operator, ...reference, value: number('value') }]
  })
  if (readings.length === 0) throw new Error('there are no readings below the heading')
  return readings
}

const cellsOf = (line: string, separator: string) =>
  line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
