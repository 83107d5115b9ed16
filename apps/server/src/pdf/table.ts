/** Tables that go on over pages, their head on each. */
import { INK, label, PAGE, type Pdf, rule } from './document.ts'

export interface Column {
  readonly title: string
  /** From the left edge of the page's text; the next column or the right edge ends it. */
  readonly at: number
  readonly right?: boolean
}

/** Words with the code that stands for them in records and exports: small, behind them. */
export interface Coded {
  readonly text: string
  readonly code: string
}

export interface TableRow {
  readonly cells: readonly (string | Coded)[]
  /** Fill behind the row. */
  readonly tint?: string
  readonly bold?: boolean
  readonly draw?: (y: number) => void
  /** Of any length, below the row from a column on. */
  readonly note?: { readonly column: number; readonly text: string } | undefined
}

const ROW = 14
const SIZE = 8
const CODE = { size: 6, gap: 4 } as const

/** Draws from `y` on; answers where it ended. */
export function drawTable(pdf: Pdf, y: number, columns: readonly Column[], rows: Iterable<TableRow>): number {
  // What ends at the right keeps clear of what begins beside it.
  const gapOf = (n: number) => (n === columns.length - 1 ? 0 : columns[n]!.right && !columns[n + 1]!.right ? 14 : 6)
  const widthOf = (n: number) => (columns[n + 1]?.at ?? PAGE.width) - columns[n]!.at - gapOf(n)
  const write = (text: string, n: number, top: number, more: { bold?: boolean; color?: string }) => {
    const { at, right = false } = columns[n]!
    const width = widthOf(n)
    label(pdf, text, PAGE.left + at + (right ? width : 0), top, {
      ...{ size: SIZE, width, align: right ? 'right' : 'left' },
      ...more,
    })
  }
  const writeCoded = ({ text, code }: Coded, n: number, top: number, bold: boolean) => {
    pdf.font('regular').fontSize(CODE.size)
    const width = widthOf(n) - pdf.widthOfString(code) - CODE.gap
    const left = PAGE.left + columns[n]!.at
    label(pdf, text, left, top, { size: SIZE, width, bold })
    const end = left + Math.min(width, pdf.widthOfString(text))
    label(pdf, code, end + CODE.gap, top + 1.5, { size: CODE.size, color: INK.dim })
  }
  const head = (top: number) => {
    if (columns.every(({ title }) => title === '')) return top
    for (const [n, { title }] of columns.entries()) write(title, n, top, { color: INK.dim })
    rule(pdf, top + 12)
    return top + 16
  }
  let at = head(y)
  for (const { cells, tint, bold = false, draw, note } of rows) {
    if (at + ROW > PAGE.bottom) {
      pdf.addPage()
      at = head(PAGE.top)
    }
    if (tint)
      pdf
        .rect(PAGE.left - 4, at - 3, PAGE.width + 8, ROW)
        .fillColor(tint)
        .fill()
    for (const [n, cell] of cells.entries())
      if (typeof cell === 'string') write(cell, n, at, { bold })
      else writeCoded(cell, n, at, bold)
    draw?.(at)
    at += ROW
    if (note) {
      const from = columns[note.column]!.at
      at = paragraph(pdf, note.text, PAGE.left + from, at, PAGE.width - from, SIZE) + 4
    }
  }
  return at
}

/** A paragraph of any length; answers where it ended. */
export function paragraph(pdf: Pdf, text: string, x: number, y: number, width: number, size = 9): number {
  pdf.font('regular').fontSize(size).fillColor(INK.text)
  const height = pdf.heightOfString(text, { width })
  let top = y
  if (top + height > PAGE.bottom && height < PAGE.bottom - PAGE.top) {
    pdf.addPage()
    top = PAGE.top
  }
  pdf.text(text, x, top, { width })
  return top + height
}
