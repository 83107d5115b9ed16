/** Values measured off-line as a gauge's own program writes them: one value a row below a heading. */
import { Problem } from '../problems.ts'

export interface MeasuredRow {
  readonly serial: string
  readonly characteristic: string
  readonly value: number
  readonly uncertainty?: number
  readonly gauge?: string
}

const NEEDED = ['serial', 'characteristic', 'value'] as const
const MOST_ROWS = 5_000

/**
 * Separated by comma, semicolon or tab, whichever the heading has; with semicolons a decimal comma is read too.
 *
 * @throws Problem 422 naming row, column and rule of everything that is wrong.
 */
export function readMeasured(text: string): MeasuredRow[] {
  const [heading = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const separator = [';', '\t', ','].find((one) => heading.includes(one)) ?? ','
  const cellsOf = (line: string) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  const names = cellsOf(heading).map((name) => name.toLowerCase())
  const errors: { field: string; rule: string }[] = NEEDED.filter((name) => !names.includes(name)).map((name) => ({
    field: 'row 1',
    rule: `has no column ${name}; needed are ${NEEDED.join(', ')}, and gauge and uncertainty where known`,
  }))
  const rows = lines.flatMap((line, n): MeasuredRow[] => {
    if (line.trim() === '' || errors.some(({ field }) => field === 'row 1')) return []
    const cells = cellsOf(line)
    const at = (name: string) => cells[names.indexOf(name)] ?? ''
    const wrong = (name: string, rule: string) => errors.push({ field: `row ${n + 2}, ${name}`, rule })
    const number = (name: string) => {
      const value = at(name) === '' ? Number.NaN : Number(separator === ';' ? at(name).replace(',', '.') : at(name))
      if (!Number.isFinite(value)) wrong(name, `must be a number, is "${at(name)}"`)
      return value
    }
    for (const name of ['serial', 'characteristic']) if (at(name) === '') wrong(name, 'must not be empty')
    const uncertainty = at('uncertainty') === '' ? undefined : number('uncertainty')
    if (uncertainty !== undefined && uncertainty < 0) wrong('uncertainty', 'must not be negative')
    return [
      {
        ...{ serial: at('serial'), characteristic: at('characteristic'), value: number('value') },
        ...(uncertainty === undefined ? {} : { uncertainty }),
        ...(at('gauge') === '' ? {} : { gauge: at('gauge') }),
      },
    ]
  })
  if (errors.length === 0 && rows.length === 0)
    errors.push({ field: 'row 2', rule: 'must be there: no value below the heading' })
  if (rows.length > MOST_ROWS) errors.push({ field: `row ${MOST_ROWS + 2}`, rule: `is too many: at most ${MOST_ROWS}` })
  if (errors.length > 0) throw unreadable(errors)
  return rows
}

export const unreadable = (errors: { field: string; rule: string }[]): Problem =>
  new Problem(
    422,
    'measurements-flawed',
    'Nothing was taken: the measurements have flaws.',
    'Mend them and send all again.',
    errors,
  )
