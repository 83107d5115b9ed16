/** Charts of the report as vectors: Pareto bars, cycle times against budget and takt, the states of the cell. */
import type { ShiftReport } from '@celltwin/contracts'
import { type Formats, overrunsTexts, type Tell } from '@celltwin/locales'
import { pareto } from '@celltwin/quality'
import type { TFunction } from 'i18next'
import { INK, label, PAGE, type Pdf, section, TONE } from '../pdf/document.ts'
import { paragraph } from '../pdf/table.ts'

const MOST_LOSSES = 8
const ROW = 13
const HOUR_MS = 3_600_000
const BIN_MS = 15 * 60_000

type Loss = ShiftReport['figures']['stops'][number]

/** What was lost by, as the page calls it: a stop by its reason, else by the state of the cell. */
export const lossInWords = ({ title, of }: Pick<Loss, 'title' | 'of'>, t: TFunction, tell: Tell): string =>
  tell(title) || t(`shift.packml.${of as 'held'}`)

/** Parts by characteristic at the left, by count; stops by reason at the right, by time. */
export function drawLosses(
  pdf: Pdf,
  { figures }: ShiftReport,
  t: TFunction,
  tell: Tell,
  formats: Formats,
  y: number,
): number {
  const { number, inMinutes } = formats
  const lists = [
    { title: t('shift.nonconforming'), none: t('shift.noLosses'), by: 'count' as const, of: figures.losses },
    { title: t('shift.stops'), none: t('shift.noStopsYet'), by: 'timeMs' as const, of: figures.stops },
  ]
  const rows = Math.max(1, ...lists.map(({ of }) => Math.min(of.length, MOST_LOSSES)))
  const top = section(pdf, y, rows * ROW + 12, t('shift.losses'), `${t('shift.byCount')} · ${t('shift.byTime')}`)
  const width = PAGE.width / 2 - 10
  for (const [n, { title, none, by, of }] of lists.entries()) {
    const x = PAGE.left + n * (width + 20)
    label(pdf, title, x, top, { size: 8, color: INK.dim })
    if (of.length === 0) label(pdf, none, x, top + ROW, { size: 8, color: INK.mid, width })
    const ranked = pareto(of, by).slice(0, MOST_LOSSES)
    const most = Math.max(1, ...ranked.map((loss) => loss[by]))
    for (const [row, loss] of ranked.entries()) {
      const at = top + 12 + row * ROW
      label(pdf, lossInWords(loss, t, tell), x, at, { size: 8, width: width * 0.5 })
      pdf.rect(x + width * 0.52, at + 1, (width * 0.18 * loss[by]) / most, 7)
      pdf.fillColor(row === 0 ? TONE.data : TONE.data2).fill()
      const value = by === 'count' ? number(loss.count) : inMinutes(loss.timeMs)
      label(pdf, value, x + width * 0.88, at, { size: 8, bold: true, align: 'right' })
      label(pdf, `${number(loss.cumulative * 100)} %`, x + width, at, { size: 8, color: INK.mid, align: 'right' })
    }
  }
  return top + 12 + rows * ROW
}

export function drawCycleTimes(
  pdf: Pdf,
  report: ShiftReport,
  t: TFunction,
  tell: Tell,
  formats: Formats,
  y: number,
): number {
  const { from, to, budgetMs, taktMs, figures } = report
  const { bins, histogram, measured, p50Ms, p95Ms } = figures.cycleTime
  const height = 110
  const top = section(pdf, y, height + 32, t('shift.cycleTime'), t('shift.cycleAside', { count: measured }))
  if (measured === 0) {
    label(pdf, t('shift.noCycles'), PAGE.left, top, { size: 8, color: INK.mid })
    return top + 14
  }
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const plot = { left: PAGE.left + 22, right: PAGE.left + 370, top, bottom: top + height - 14 }
  const high = Math.max(budgetMs, taktMs ?? 0, Math.min(p95Ms ?? 0, 2 * budgetMs)) * 1.08
  const low = Math.max(0, Math.min(budgetMs, ...bins.map(({ p5Ms }) => p5Ms)) - 2_000)
  const x = (ms: number) => plot.left + ((ms - fromMs) / (toMs - fromMs)) * (plot.right - plot.left)
  const sy = (ms: number) => plot.bottom - ((Math.min(ms, high) - low) / (high - low)) * (plot.bottom - plot.top)
  for (let s = Math.ceil(low / 2_000) * 2_000; s <= high; s += 2_000) {
    pdf
      .moveTo(plot.left, sy(s))
      .lineTo(PAGE.left + PAGE.width, sy(s))
      .lineWidth(0.4)
      .strokeColor(INK.line)
      .stroke()
    label(pdf, formats.number(s / 1000), plot.left - 5, sy(s) - 4, { size: 7, color: INK.dim, align: 'right' })
  }
  for (let at = fromMs; at <= toMs; at += HOUR_MS)
    label(pdf, formats.shortTime(at).slice(0, 2), x(at), plot.bottom + 3, { size: 7, color: INK.dim, align: 'center' })
  for (const { from, p5Ms, p50Ms, p95Ms } of bins) {
    const [left, right] = [x(Date.parse(from)) + 0.6, x(Date.parse(from) + BIN_MS) - 0.6]
    pdf
      .rect(left, sy(p95Ms), right - left, Math.max(0.8, sy(p5Ms) - sy(p95Ms)))
      .fillColor(TONE.data3)
      .fill()
    if (p50Ms <= high)
      pdf.moveTo(left, sy(p50Ms)).lineTo(right, sy(p50Ms)).lineWidth(1.2).strokeColor(TONE.data).stroke()
  }
  const most = Math.max(...histogram.bins.map(({ n }) => n))
  for (const { fromMs: at, n } of histogram.bins) {
    if (at < low || at + histogram.stepMs > high) continue
    pdf.rect(
      plot.right + 8,
      sy(at + histogram.stepMs) + 0.4,
      (60 * n) / most,
      Math.max(0.6, sy(at) - sy(at + histogram.stepMs) - 0.8),
    )
    pdf.fillColor(TONE.data2).fill()
  }
  const names: { readonly y: number; readonly text: string; readonly bold: boolean }[] = []
  const level = (ms: number, text: string, dashed: boolean) => {
    if (dashed) pdf.dash(3, { space: 2 })
    pdf
      .moveTo(plot.left, sy(ms))
      .lineTo(PAGE.left + PAGE.width, sy(ms))
      .lineWidth(dashed ? 0.8 : 1.1)
    pdf.strokeColor(INK.text).stroke().undash()
    names.push({ y: sy(ms) - 9, text, bold: !dashed })
  }
  level(budgetMs, t('shift.budget', { s: formats.secondsFigure(budgetMs) }), false)
  if (taktMs !== null) level(taktMs, t('shift.takt', { s: formats.secondsFigure(taktMs) }), true)
  if (p50Ms !== null) names.push({ y: sy(p50Ms) - 4, text: `p50 ${formats.secondsFigure(p50Ms)}`, bold: true })
  // A name that would lie on the one below steps up.
  let above = Number.POSITIVE_INFINITY
  for (const { y, text, bold } of names.toSorted((a, b) => b.y - a.y)) {
    above = Math.min(y, above - 9)
    label(pdf, text, PAGE.left + PAGE.width, above, { size: 7, bold, align: 'right' })
  }
  const said = overrunsTexts(t, tell, figures.cycleTime, formats).join(' · ')
  return paragraph(pdf, said, PAGE.left, top + height + 2, PAGE.width, 8) + 4
}

const STATES = ['execute', 'held', 'suspended', 'stopped'] as const

export function drawStates(pdf: Pdf, report: ShiftReport, t: TFunction, formats: Formats, y: number): number {
  const { from, to, figures } = report
  const { inMinutes } = formats
  const aside = `PackML · ${inMinutes(figures.time.scheduledMs)} · ${t('shift.ofAvailable', { time: inMinutes(figures.time.availableMs) })}`
  const top = section(pdf, y, 92, t('shift.cellState'), aside)
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const [left, right] = [PAGE.left + 72, PAGE.left + PAGE.width - 88]
  const x = (at: string | number) => left + ((new Date(at).getTime() - fromMs) / (toMs - fromMs)) * (right - left)
  for (const { from, to } of figures.planned)
    pdf
      .rect(x(from), top, x(to) - x(from), STATES.length * 17)
      .fillColor('#ebebe7')
      .fill()
  for (let at = fromMs; at <= toMs; at += HOUR_MS) {
    pdf
      .moveTo(x(at), top)
      .lineTo(x(at), top + STATES.length * 17)
      .lineWidth(0.4)
      .strokeColor(INK.line)
      .stroke()
    label(pdf, formats.shortTime(at), x(at), top + STATES.length * 17 + 3, { size: 7, color: INK.dim, align: 'center' })
  }
  for (const [row, state] of STATES.entries()) {
    const at = top + row * 17
    const spans = figures.spans.filter(
      (span) => span.state !== 'unknown' && (STATES.find((known) => known === span.state) ?? 'stopped') === state,
    )
    label(pdf, t(`shift.packml.${state}`), PAGE.left, at + 3, { size: 8, width: 70 })
    for (const { from, to } of spans) drawSpan(pdf, state, x(from), at + 2, Math.max(0.7, x(to) - x(from)))
    const ms = spans.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
    const total =
      state === 'execute' ? inMinutes(ms) : t('shift.rowTotal', { time: inMinutes(ms), count: spans.length })
    label(pdf, total, PAGE.left + PAGE.width, at + 3, { size: 8, color: INK.mid, align: 'right' })
  }
  return top + STATES.length * 17 + 16
}

/** The same four looks as on the screen: filled, amber, hatched, outlined. */
function drawSpan(pdf: Pdf, state: (typeof STATES)[number], x: number, y: number, width: number): void {
  const height = 12
  if (state === 'execute' || state === 'held') {
    pdf
      .rect(x, y, width, height)
      .fillColor(state === 'held' ? TONE.hold : TONE.data3)
      .fill()
    return
  }
  if (state === 'suspended') {
    pdf.save().rect(x, y, width, height).clip()
    for (let at = -height; at < width; at += 3) pdf.moveTo(x + at, y + height).lineTo(x + at + height, y)
    pdf.lineWidth(0.8).strokeColor(TONE.data2).stroke().restore()
  }
  pdf.rect(x, y, width, height).lineWidth(0.5).strokeColor(TONE.data2).stroke()
}
