/** Evidence on paper: images with the outlines of what was found, series as curves that keep their extremes. */
import { type CellDefinition, decodeSeries, type PassportCycle } from '@celltwin/contracts'
import { linear, linePath, marksOf, tickDecimals, ticks } from '@celltwin/inspection/pictures'
import { evidenceInWords, type Formats, type Tell } from '@celltwin/locales'
import type { TFunction } from 'i18next'
import { INK, label, PAGE, type Pdf, section, TONE } from '../pdf/document.ts'
import { type Plot, plotsOf } from './passport-plots.ts'

export interface EvidenceDrawing {
  readonly cycle: PassportCycle
  readonly definition: CellDefinition
  readonly bytes: ReadonlyMap<string, Buffer>
  readonly t: TFunction
  readonly tell: Tell
  readonly formats: Formats
}

type Evidence = PassportCycle['evidence'][number]

const GAP = 12
/** With its title and the numbers of its axis. */
const PLOT_HEIGHT = 104
/** Outlines on black: the same hues as on the screen. */
const MARK = { fails: '#ff7647', sound: '#5fcdbb' } as const

export function drawEvidence(pdf: Pdf, drawing: EvidenceDrawing, y: number): number {
  const images = drawing.cycle.evidence.filter(({ mediaType }) => /^image\/(png|jpeg)$/.test(mediaType))
  const series = drawing.cycle.evidence.filter(({ mediaType }) => mediaType === 'application/vnd.celltwin.series')
  const end = images.length > 0 ? drawImages(pdf, drawing, images, y) : y
  return series.length > 0 ? drawSeries(pdf, drawing, series, end + GAP) : end
}

/** What the document makes of an image's bytes; its typings leave it out. */
interface OpenImage {
  readonly width: number
  readonly height: number
}
const openImage = (pdf: Pdf, bytes: Buffer): OpenImage =>
  (pdf as Pdf & { openImage(src: Buffer): OpenImage }).openImage(bytes)

function drawImages(pdf: Pdf, drawing: EvidenceDrawing, images: readonly Evidence[], y: number): number {
  const { cycle, bytes, t, tell } = drawing
  const opened = images.map(({ sha256 }) => {
    const stored = bytes.get(sha256)
    return stored && openImage(pdf, stored)
  })
  // Outlines are in pixels of the camera. A heat map is coarser, of the same field of view.
  const fieldPx = Math.max(...opened.map((image) => (image ? Math.max(image.width, image.height) : 1)))
  const columns = Math.min(images.length, 4)
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
    const image = opened[n]
    if (image) drawImage(pdf, cycle, image, { x, y: top, width, fieldPx })
    else label(pdf, t('part.pdf.notStored', { hash: sha256.slice(0, 12) }), x, top, { size: 8, width, color: INK.mid })
    label(pdf, tell(evidenceInWords(kind)), x, top + width + 3, { size: 7, color: INK.dim, width })
  }
  return top + width + 14
}

function drawImage(
  pdf: Pdf,
  cycle: PassportCycle,
  image: OpenImage,
  at: { readonly x: number; readonly y: number; readonly width: number; readonly fieldPx: number },
): void {
  const wide = (at.width * image.width) / Math.max(image.width, image.height)
  pdf.image(image as never, at.x, at.y, { width: wide })
  const scale = at.width / at.fieldPx
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
  { bytes, definition, t, tell, formats }: EvidenceDrawing,
  series: readonly Evidence[],
  y: number,
): number {
  let top = section(pdf, y, PLOT_HEIGHT, t('part.pdf.profiles'))
  for (const { kind, sha256, module } of series) {
    const stored = bytes.get(sha256)
    if (!stored) {
      const missing = t('part.pdf.notStored', { hash: sha256.slice(0, 12) })
      label(pdf, `${tell(evidenceInWords(kind))}: ${missing}`, PAGE.left, top, { size: 8 })
      top += 14
      continue
    }
    for (const plot of plotsOf({
      series: decodeSeries(stored),
      module: definition.modules[module],
      t,
      tell,
      formats,
    })) {
      if (top + PLOT_HEIGHT > PAGE.bottom) {
        pdf.addPage()
        top = PAGE.top
      }
      drawPlot(pdf, plot, formats, top)
      top += PLOT_HEIGHT + 10
    }
  }
  return top
}

function drawPlot(pdf: Pdf, { title, aside, x, y, xUnit, xTicks, lines }: Plot, formats: Formats, top: number): void {
  const right = PAGE.left + PAGE.width
  const bottom = top + PLOT_HEIGHT - 10
  label(pdf, title, PAGE.left, top, { size: 8, width: 200 })
  label(pdf, aside, right, top, { size: 7, color: INK.dim, align: 'right', width: 300 })
  const sx = linear(x, [PAGE.left + 34, right])
  const sy = linear(y, [bottom, top + 14])
  const [across, up] = [xTicks ?? ticks(x, 8), ticks(y, 4)]
  for (const at of up) {
    pdf.moveTo(sx(x[0]), sy(at)).lineTo(right, sy(at)).lineWidth(0.4).strokeColor(INK.line).stroke()
    const text = formats.number(at, tickDecimals(up))
    label(pdf, text, sx(x[0]) - 4, sy(at) - 4, { size: 6, color: INK.dim, align: 'right' })
  }
  for (const [n, at] of across.entries()) {
    const text = formats.number(at, tickDecimals(across))
    const last = n === across.length - 1
    const named = xUnit === '°' ? `${text}°` : last ? `${text} ${xUnit}` : text
    const align = last ? 'right' : 'center'
    label(pdf, named, last ? Math.min(right, sx(at) + 12) : sx(at), bottom + 2, { size: 6, color: INK.dim, align })
  }
  const inks = [TONE.data, TONE.data2, TONE.data3]
  for (const [n, line] of [...lines.entries()].reverse()) {
    const path = linePath(line, sx, sy)
    if (path)
      pdf
        .path(path)
        .lineWidth(0.7)
        .strokeColor(inks[n % 3]!)
        .stroke()
  }
}
