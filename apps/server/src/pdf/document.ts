/** A document on A4 in the house's style: ink on paper, tabular figures, a head and a foot on every page. */
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import { FONTS } from '../fonts.ts'

export type Pdf = PDFKit.PDFDocument

export const PAGE = { left: 42, top: 64, width: 511, bottom: 778 } as const
/** Print knows one theme. */
export const INK = { text: '#15171a', mid: '#45494e', dim: '#606469', line: '#dcdcd6', line2: '#c6c6bf' } as const
export const TONE = { data: '#2b2f33', data2: '#7d8288', data3: '#c3c5c3', hold: '#eeb02b', holdBg: '#fbf0d3' } as const

export interface DocumentHead {
  readonly language: string
  readonly title: string
  readonly subject: string
  /** Left and right of the head, and of the foot. */
  readonly head: readonly [string, string]
  readonly foot: string
  readonly pageOf: (page: number, pages: number) => string
}

/** Draws a document and answers its bytes as a stream; pages are numbered once all are known. */
export function writeDocument(about: DocumentHead, draw: (pdf: Pdf) => void): Pdf {
  const pdf = new PDFDocument({
    ...{ size: 'A4', bufferPages: true, lang: about.language, displayTitle: true },
    margins: { left: PAGE.left, right: 595 - PAGE.left - PAGE.width, top: PAGE.top, bottom: 842 - PAGE.bottom },
    info: { Title: about.title, Subject: about.subject, Creator: 'Celltwin' },
  })
  pdf.registerFont('regular', fileURLToPath(new URL('dejavu-sans-condensed.ttf', FONTS)))
  pdf.registerFont('bold', fileURLToPath(new URL('dejavu-sans-condensed-bold.ttf', FONTS)))
  pdf.font('regular').fontSize(9).fillColor(INK.text)
  draw(pdf)
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page)
    // What stands in the margins must not begin a page of its own.
    pdf.page.margins.bottom = 0
    const right = PAGE.left + PAGE.width
    label(pdf, about.head[0], PAGE.left, 34, { bold: true })
    label(pdf, about.head[1], right, 34, { align: 'right', color: INK.mid })
    rule(pdf, 50)
    rule(pdf, 796)
    label(pdf, about.foot, PAGE.left, 804, { size: 7, color: INK.dim })
    label(pdf, about.pageOf(page - start + 1, count), right, 804, { size: 7, color: INK.dim, align: 'right' })
  }
  pdf.end()
  return pdf
}

export interface LabelStyle {
  readonly size?: number
  readonly bold?: boolean
  readonly color?: string
  readonly align?: 'left' | 'right' | 'center'
  /** Cut with an ellipsis where it is wider. */
  readonly width?: number
}

/** One line of text; `x` is its left end, right end or middle. */
export function label(pdf: Pdf, text: string, x: number, y: number, style: LabelStyle = {}): void {
  const { size = 9, bold = false, color = INK.text, align = 'left', width } = style
  pdf
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(color)
  const shown = width === undefined ? text : cut(pdf, text, width)
  const left = align === 'left' ? x : x - pdf.widthOfString(shown) / (align === 'right' ? 1 : 2)
  pdf.text(shown, left, y, { lineBreak: false })
}

function cut(pdf: Pdf, text: string, width: number): string {
  if (pdf.widthOfString(text) <= width) return text
  let shown = text
  while (shown.length > 1 && pdf.widthOfString(`${shown}…`) > width) shown = shown.slice(0, -1)
  return `${shown}…`
}

export function rule(pdf: Pdf, y: number, x: number = PAGE.left, width: number = PAGE.width): void {
  pdf
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(0.5)
    .strokeColor(INK.line2)
    .stroke()
}

/** A heading with what it says of unit, window and sample at the right; on a new page where `height` does not fit. */
export function section(pdf: Pdf, y: number, height: number, title: string, aside = ''): number {
  let top = y
  if (top + 22 + height > PAGE.bottom) {
    pdf.addPage()
    top = PAGE.top
  }
  label(pdf, title, PAGE.left, top, { bold: true, size: 10, width: 260 })
  label(pdf, aside, PAGE.left + PAGE.width, top + 1, { size: 8, color: INK.dim, align: 'right', width: 330 })
  rule(pdf, top + 15)
  return top + 22
}
