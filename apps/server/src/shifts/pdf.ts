/** The report of a shift as a PDF: what the page says, on paper, with the digest of its figures on every sheet. */
import type { CellDefinition, ShareOf, ShiftReport } from '@celltwin/contracts'
import { ENOUGH, escapesText, type Formats, formatsOf, restatementText, type Tell } from '@celltwin/locales'
import type { TFunction } from 'i18next'
import { teller, translator } from '../languages.ts'
import { INK, label, PAGE, type Pdf, section, TONE, writeDocument } from '../pdf/document.ts'
import { paragraph } from '../pdf/table.ts'
import { drawCycleTimes, drawLosses, drawStates, lossInWords } from './pdf-charts.ts'

/** @param definition whose translations name stations, phases and characteristics */
export function shiftPdf(report: ShiftReport, language: string, definition: CellDefinition | undefined): Pdf {
  const t = translator(language)
  const tell = teller(language, definition)
  const formats = formatsOf(language, report.timeZone)
  const { from, to, title, cell, cellTitle, digest, position } = report
  const named = t('shift.title', { name: tell(title) })
  const when = t('shift.window', {
    day: formats.fullDay(from),
    from: formats.shortTime(from),
    to: formats.shortTime(to),
  })
  const origin = report.replayed ? ` · ${t('shift.replayed')}` : report.simulated ? ` · ${t('shift.simulated')}` : ''
  return writeDocument(
    {
      language,
      title: `${named}, ${when}`,
      subject: `${t('shift.pdf.head')} · ${cell}`,
      head: [t('shift.pdf.head'), `${tell(cellTitle)} · ${cell}${origin}`],
      foot: `sha256 ${digest} · ${t('shift.pdf.position', { position })} · ${t('shift.pdf.made', { at: formats.dateTime(new Date().toISOString()) })}`,
      pageOf: (page, pages) => t('shift.pdf.page', { page, pages }),
    },
    (pdf) => {
      label(pdf, named, PAGE.left, PAGE.top, { size: 18, bold: true })
      label(pdf, when, PAGE.left + PAGE.width, PAGE.top + 7, { size: 10, color: INK.mid, align: 'right' })
      label(pdf, standing(report, t, formats), PAGE.left, PAGE.top + 26, { color: INK.mid, width: PAGE.width })
      let y = drawHeadlines(pdf, report, t, tell, formats, PAGE.top + 46)
      y = drawEscapes(pdf, report, t, formats, y + 8)
      y = drawLosses(pdf, report, t, tell, formats, y + 12)
      y = drawCycleTimes(pdf, report, t, tell, formats, y + 12)
      y = drawCounts(pdf, report, t, formats, y + 12)
      y = drawStates(pdf, report, t, formats, y + 12)
      drawNotes(pdf, report, t, formats, y + 12)
    },
  )
}

function standing({ state, signature, blockers }: ShiftReport, t: TFunction, { dateTime }: Formats): string {
  if (state === 'signed' && signature) return t('shift.state.signed', { by: signature.by, at: dateTime(signature.at) })
  if (state !== 'closed') return t(`shift.state.${state}`)
  const why = blockers.map((blocker) => t(`shift.blocker.${blocker}`)).join(', ')
  return why ? t('shift.notSigned', { why }) : t('shift.ready')
}

function drawHeadlines(
  pdf: Pdf,
  { figures, taktMs, speed }: ShiftReport,
  t: TFunction,
  tell: Tell,
  formats: Formats,
  y: number,
): number {
  const { number, inMinutes, percentFigure } = formats
  const { production, quality, time } = figures
  const missing = (production.due ?? 0) - production.good
  const interval = ({ interval, of, count }: ShareOf, yields: boolean) => {
    if (!interval) return ''
    if (of < ENOUGH) return t('shift.few', { count, of })
    const [lower, upper] = yields ? [1 - interval.upper, 1 - interval.lower] : [interval.lower, interval.upper]
    return t('shift.interval', { lower: percentFigure(lower), upper: percentFigure(upper) })
  }
  const share = ({ interval, of, count }: ShareOf, yields: boolean) =>
    interval && of >= ENOUGH
      ? `${percentFigure(yields ? 1 - interval.share : interval.share)} %`
      : `${number(count)} / ${number(of)}`
  const behind = { count: Math.abs(missing), time: inMinutes(((taktMs ?? 0) * missing) / speed) }
  const cards: [string, string, string[]][] = [
    [
      t('shift.goodParts'),
      number(production.good),
      [
        production.target === null ? t('shift.noTarget') : t('shift.target', { count: production.target }),
        production.due === null
          ? ''
          : missing > 0
            ? t('shift.short', behind)
            : missing < 0
              ? t('shift.ahead', behind)
              : t('shift.onTarget'),
      ],
    ],
    [
      t('shift.firstPass'),
      share(quality.product, true),
      [
        t('shift.nonconformingOf', { count: quality.product.count, of: number(quality.product.of) }),
        interval(quality.product, true),
      ],
    ],
    [
      t('shift.ownLosses'),
      share(quality.own, false),
      [
        ...(['falseRejects', 'notInspected', 'reinspected'] as const).map(
          (figure) => `${number(quality[figure].count)} ${t(`shift.figure.${figure}`)}`,
        ),
        interval(quality.own, false),
      ],
    ],
    [
      t('shift.timeLost'),
      inMinutes(time.lostMs),
      [
        t('shift.ofAvailable', { time: inMinutes(time.availableMs) }),
        ...figures.stops
          .toSorted((a, b) => b.timeMs - a.timeMs)
          .slice(0, 2)
          .map((stop) => `${lossInWords(stop, t, tell)} ${inMinutes(stop.timeMs)}`),
      ],
    ],
  ]
  const width = PAGE.width / cards.length
  const left = (n: number) => PAGE.left + n * width + (n > 0 ? 8 : 0)
  const ends = cards.map(([title, value, lines], n) => {
    label(pdf, title, left(n), y, { size: 8, color: INK.dim, width: width - 12 })
    label(pdf, value, left(n), y + 12, { size: 18, bold: true })
    return paragraph(pdf, lines.filter(Boolean).join('\n'), left(n), y + 36, width - 12, 8)
  })
  const end = Math.max(...ends)
  for (const n of cards.keys())
    if (n > 0)
      pdf
        .moveTo(left(n) - 8, y)
        .lineTo(left(n) - 8, end)
        .lineWidth(0.5)
        .strokeColor(INK.line)
        .stroke()
  return end
}

/** An estimate of weeks, in words: no figure of this shift. */
function drawEscapes(pdf: Pdf, { escapes }: ShiftReport, t: TFunction, formats: Formats, y: number) {
  const since = t('secondReview.reported', { day: formats.fullDay(escapes.from) })
  const text = `${t('secondReview.escapes')} (${since}): ${escapesText(t, escapes, formats)}`
  return paragraph(pdf, text, PAGE.left, y, PAGE.width, 8)
}

const COLUMNS = [0, 190, 250, 310, 330, PAGE.width] as const

function drawCounts(
  pdf: Pdf,
  report: ShiftReport,
  t: TFunction,
  { number, signed, shortTime }: Formats,
  y: number,
): number {
  const { figures, handCounts } = report
  const rows = figures.counts.filter(({ place, sent, seen }) => place !== 'out' || sent + seen > 0)
  const aside = `${t('shift.figure.inserted')}: ${number(figures.production.inserted)}`
  let at = section(pdf, y, rows.length * 15 + 16, t('shift.counts'), aside)
  const cell = (text: string, column: number, right: boolean, more = {}) =>
    label(pdf, text, PAGE.left + COLUMNS[column]!, at, { size: 8, align: right ? 'right' : 'left', ...more })
  const heads = ['place', 'sent', 'seen', 'byHand', 'by', 'difference'] as const
  for (const [n, head] of heads.entries()) {
    cell(t(`shift.${head}`), n, n > 0 && n !== 4, { color: INK.dim })
  }
  at += 14
  for (const { place, sent, seen } of rows) {
    const hand = handCounts.find(({ bin }) => bin === place)
    const difference = hand ? hand.counted - seen : seen - sent
    if (difference !== 0 && !hand?.remark)
      pdf
        .rect(PAGE.left - 4, at - 3, PAGE.width + 8, 15)
        .fillColor(TONE.holdBg)
        .fill()
    cell(t(`shift.places.${place}`), 0, false)
    cell(number(sent), 1, true)
    cell(number(seen), 2, true)
    cell(hand ? number(hand.counted) : '–', 3, true)
    const by = hand ? [`${hand.by}, ${shortTime(hand.at)}`, hand.remark].filter(Boolean).join(' · ') : ''
    cell(by, 4, false, { width: 130, color: INK.mid })
    const agrees = difference === 0 && !hand
    cell(agrees ? t('shift.notCounted') : signed(difference), 5, true, { bold: difference !== 0 })
    at += 15
  }
  return at
}

function drawNotes(pdf: Pdf, report: ShiftReport, t: TFunction, formats: Formats, y: number): void {
  const { comments, issued, restatements, signature } = report
  const items = [
    ...comments.map(({ at, by, text }) => ({ at, text: `${text} – ${by}` })),
    ...(issued ? [{ at: issued.at, text: t('shift.closedNote', { position: issued.position }) }] : []),
    ...restatements.map((restatement) => ({ at: restatement.at, text: restatementText(t, restatement, formats) })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  let at = section(pdf, y, items.length === 0 ? 24 : 60, t('shift.notes'), String(items.length))
  for (const { at: instant, text } of items) {
    pdf.font('regular').fontSize(8)
    const height = pdf.heightOfString(text, { width: PAGE.width - 90 })
    if (at + height > PAGE.bottom) {
      pdf.addPage()
      at = PAGE.top
    }
    label(pdf, formats.dateTime(instant), PAGE.left, at, { size: 8, color: INK.dim })
    pdf.font('regular').fontSize(8).fillColor(INK.text)
    pdf.text(text, PAGE.left + 90, at, { width: PAGE.width - 90 })
    at += height + 4
  }
  const line = signature
    ? `${t('shift.pdf.signature')}: ${signature.by}, ${formats.dateTime(signature.at)} · sha256 ${signature.digest}`
    : t('shift.pdf.unsigned')
  label(pdf, line, PAGE.left, Math.min(at + 14, PAGE.bottom - 10), { size: 8, bold: true, width: PAGE.width })
}
