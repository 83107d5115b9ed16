/** Evidence on paper: images with the outlines of what was found, series as curves that keep their extremes. */
import { columnValues, decodeSeries, type EvidenceRef, type PassportCycle, type Series } from '@celltwin/contracts'
import { marksOf } from '@celltwin/inspection/pictures'
import { evidenceInWords, type Tell } from '@celltwin/locales'
import type { TFunction } from 'i18next'
import { INK, label, PAGE, type Pdf, section, TONE } from '../pdf/document.ts'
import type { Words } from '../shifts/words.ts'

export interface EvidenceDrawing {
  readonly cycle: PassportCycle
  readonly bytes: ReadonlyMap<string, Buffer>
  readonly t: TFunction
  readonly tell: Tell
  readonly words: Words
}

const GAP = 12
const PLOT_HEIGHT = 84
/** Outlines on black: the same hues as on the screen. */
const MARK = { fails: '#ff7647', sound: '#5fcdbb' } as const

export function drawEvidence(pdf: Pdf, drawing: EvidenceDrawing, y: number): number {
  const images = drawing.cycle.evidence.filter(({ mediaType }) => /^image\/(png|jpeg)$/.test(mediaType))
  const series = drawing.cycle.evidence.filter(({ mediaType }) => mediaType === 'application/vnd.celltwin.series')
  const end = images.length > 0 ? drawImages(pdf, drawing, images, y) : y
  return series.length > 0 ? drawSeries(pdf, drawing, series, end + GAP) : end
}

function drawImages(pdf: Pdf, drawing: EvidenceDrawing, images: readonly EvidenceRef[], y: number): number {
  const { cycle, bytes, t, tell } = drawing
  const columns = Math.min(images.length, 3)
  const width = (PAGE.width - GAP * (columns - 1)) / columns
  let top = section(pdf, y, width + 14, t('part.pdf.images'))
  for (const [n, { kind, sha256 }] of images.entries()) {
    if (n > 0 && n % columns === 0) {
      top += width + 18
      if (top + width > PAGE.bottom) {
        pdf.addPage()
        top = PAGE.top
      }
    }
    const x = PAGE.left + (n % columns) * (width + GAP)
    const stored = bytes.get(sha256)
    if (stored) drawImage(pdf, cycle, stored, { x, y: top, width })
    else label(pdf, t('part.pdf.notStored', { hash: sha256.slice(0, 12) }), x, top, { size: 8, width, color: INK.mid })
    label(pdf, tell(evidenceInWords(kind)), x, top + width + 3, { size: 7, color: INK.dim, width })
  }
  return top + width + 14
}

function drawImage(
  pdf: Pdf,
  cycle: PassportCycle,
  bytes: Buffer,
  at: { readonly x: number; readonly y: number; readonly width: number },
): void {
  // Its typings leave out what the document gives: the image's own size.
  const image = (pdf as Pdf & { openImage(src: Buffer): { width: number; height: number } }).openImage(bytes)
  const scale = at.width / Math.max(image.width, image.height)
  pdf.image(image as never, at.x, at.y, { width: image.width * scale })
  for (const { outline, fails } of marksOf(cycle.results)) {
    pdf
      .polygon(...outline.map(([px, py]): [number, number] => [at.x + px * scale, at.y + py * scale]))
      .lineWidth(fails ? 1.2 : 0.5)
      .strokeColor(fails ? MARK.fails : MARK.sound)
      .stroke()
  }
}

function drawSeries(
  pdf: Pdf,
  { bytes, t, tell, words }: EvidenceDrawing,
  series: readonly EvidenceRef[],
  y: number,
): number {
  let top = section(pdf, y, PLOT_HEIGHT + 20, t('part.pdf.profiles'))
  for (const { kind, sha256 } of series) {
    if (top + PLOT_HEIGHT + 20 > PAGE.bottom) {
      pdf.addPage()
      top = PAGE.top
    }
    const title = tell(evidenceInWords(kind))
    const stored = bytes.get(sha256)
    if (!stored) {
      label(pdf, `${title}: ${t('part.pdf.notStored', { hash: sha256.slice(0, 12) })}`, PAGE.left, top, { size: 8 })
      top += 14
      continue
    }
    drawPlot(pdf, title, decodeSeries(stored), words, top)
    top += PLOT_HEIGHT + 24
  }
  return top
}

/** Columns that say where or when, not what. */
const AXES = ['angleDeg', 'timeMs']

function drawPlot(pdf: Pdf, title: string, series: Series, words: Words, top: number): void {
  const axis = series.columns.find(({ name }) => AXES.includes(name))
  const curves = series.columns.filter((column) => column !== axis)
  const unit = curves[0]?.unit ?? ''
  const shown = curves.filter((column) => column.unit === unit).map(({ name }) => columnValues(series, name))
  const length = shown[0]?.length ?? 0
  const names = curves.filter((column) => column.unit === unit).map(({ name }) => name)
  label(pdf, `${title}: ${names.join(', ')}`, PAGE.left, top, { size: 8, width: 380 })
  label(pdf, `${unit} · n ${words.number(length)}`, PAGE.left + PAGE.width, top, {
    size: 7,
    color: INK.dim,
    align: 'right',
  })
  const plot = { left: PAGE.left + 34, right: PAGE.left + PAGE.width, top: top + 14, bottom: top + PLOT_HEIGHT + 8 }
  // About zero each: what counts is how a curve varies, not where the sensor stands.
  const centred = shown.map(aboutItsMedian)
  const high = Math.max(...centred.map((values) => extreme(values, Math.max)), 1e-9)
  const low = Math.min(...centred.map((values) => extreme(values, Math.min)), -1e-9)
  const sy = (value: number) => plot.bottom - ((value - low) / (high - low)) * (plot.bottom - plot.top)
  for (const value of [low, 0, high]) {
    pdf.moveTo(plot.left, sy(value)).lineTo(plot.right, sy(value)).lineWidth(0.4).strokeColor(INK.line).stroke()
    label(pdf, words.number(value, 3), plot.left - 4, sy(value) - 4, { size: 6, color: INK.dim, align: 'right' })
  }
  const colours = [TONE.data, TONE.data2, TONE.data3]
  for (const [n, values] of centred.entries()) drawCurve(pdf, values, plot, sy, colours[n % 3]!)
}

function drawCurve(
  pdf: Pdf,
  values: Float64Array,
  plot: { readonly left: number; readonly right: number },
  sy: (value: number) => number,
  colour: string,
): void {
  const steps = Math.floor(plot.right - plot.left)
  for (let step = 0; step < steps; step++) {
    const from = Math.floor((step * values.length) / steps)
    const to = Math.max(from + 1, Math.floor(((step + 1) * values.length) / steps))
    const slice = values.subarray(from, to)
    const [low, high] = [extreme(slice, Math.min), extreme(slice, Math.max)]
    if (!Number.isFinite(low) || !Number.isFinite(high)) continue
    const x = plot.left + step
    pdf.moveTo(x, sy(low) + 0.3).lineTo(x, sy(high) - 0.3)
  }
  pdf.lineWidth(1).strokeColor(colour).stroke()
}

const extreme = (values: Float64Array, of: (a: number, b: number) => number): number =>
  values.reduce(
    (most, value) => (Number.isFinite(value) ? of(most, value) : most),
    of === Math.max ? -Infinity : Infinity,
  )

function aboutItsMedian(values: Float64Array): Float64Array {
  const sorted = values.filter(Number.isFinite).sort()
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  return values.map((value) => value - median)
}
