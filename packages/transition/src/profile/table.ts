/** Figures as text, in columns. */

export type Cell = string | number | null | undefined

export interface Row {
  readonly name: string
  readonly decimals?: number
  readonly cells: readonly Cell[]
}

/** Aligned columns: names left, figures right. null is written `unmeasured`. */
export function textTable(head: readonly string[], rows: readonly Row[]): string {
  const lines = [head, ...rows.map(({ name, decimals = 0, cells }) => [name, ...cells.map((c) => text(c, decimals))])]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => [...(line[column] ?? '')].length)))
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  )
  return aligned.map((line) => line.trimEnd()).join('\n')
}

function text(cell: Cell, decimals: number): string {
  if (cell === null) return 'unmeasured'
  if (cell === undefined) return '–'
  return typeof cell === 'number' ? cell.toFixed(decimals) : cell
}
