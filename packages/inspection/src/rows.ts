/** Text in columns, as recorders and spreadsheets write it. */

export interface Row {
  /** From 1, as editors count. */
  readonly line: number
  readonly cells: readonly string[]
}

/** Where one of the first stands in a line, a comma beside it is a decimal comma. */
const SEPARATORS = [';', '\t', ',']

/**
 * Lines that are neither empty nor begin with #, cut as the last one that begins with a number shows how: at semicolons,
 * tabs, commas, else spaces.
 * @throws Error naming a line whose only comma is a decimal one.
 */
export function rowsOf(text: string): Row[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((content, i) => ({ line: i + 1, content }))
    .filter(({ content }) => content.trim() !== '' && !content.startsWith('#'))
  const shown = lines.findLast(({ content }) => /^[\s"]*[-+.,]?\d/.test(content)) ?? lines[0]
  const separator = SEPARATORS.find((mark) => shown?.content.includes(mark))
  const rows = lines.map(({ line, content }) => ({
    line,
    cells: (separator ? content.split(separator) : content.trim().split(/ +/)).map(plain),
  }))
  const halved = separator === ',' && rows.find(({ cells }) => isHalvedNumber(cells))
  if (halved)
    throw new Error(
      `line ${halved.line}: "${halved.cells.join(',')}" looks like a decimal comma; then semicolons or tabs must separate columns`,
    )
  return rows
}

const plain = (cell: string) => cell.trim().replace(/^"(.*)"$/, '$1')

/** `0,05` or `-0,5` cut at its comma: no recorder writes whole numbers so. */
const isHalvedNumber = ([first = '', second = '', ...more]: readonly string[]) =>
  more.length === 0 && /^[-+]?\d+$/.test(first) && /^\d+$/.test(second) && (/^0\d/.test(second) || /^-0$/.test(first))

/** With a decimal point or comma; NaN for anything else, and for an empty cell. */
export const numberIn = (cell: string): number =>
  cell === '' ? Number.NaN : Number(/^[-+]?\d*,\d/.test(cell) ? cell.replace(',', '.') : cell)
