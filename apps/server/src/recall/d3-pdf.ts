/** The 8D D3 sheet: problem, scope, what was found where, and who blocked each container. */
import type { Recall } from '@celltwin/contracts'
import { type Formats, formatsOf, type Tell } from '@celltwin/locales'
import type { TFunction } from 'i18next'
import { teller, translator } from '../languages.ts'
import { INK, label, PAGE, type Pdf, rule, section, TONE, writeDocument } from '../pdf/document.ts'
import { drawTable, paragraph } from '../pdf/table.ts'
import { criteriaInWords } from '../trace/words.ts'
import type { LiveCell } from '../twins/cells.ts'

export function d3Pdf(recall: Recall, cell: LiveCell, language: string): Pdf {
  const t = translator(language)
  const definition = cell.twin.definition?.value.definition
  const formats = formatsOf(language, definition?.shifts?.timeZone ?? 'UTC')
  const { recallId, journal, reason } = recall
  const tell = teller(language, definition)
  const origin = definition?.devices.kind === 'simulated' ? ` · ${t('recall.d3.simulated')}` : ''
  return writeDocument(
    {
      language,
      title: `${t('recall.d3.head')} ${recallId}`,
      subject: reason,
      head: [t('recall.d3.head'), `${tell(definition?.title ?? recall.cell)} · ${recall.cell}${origin}`],
      foot: t('recall.d3.foot', {
        ...{ id: recallId.slice(0, 8), position: journal.position, hash: journal.hash.slice(0, 24) },
        at: formats.dateTime(new Date().toISOString()),
      }),
      pageOf: (page, pages) => t('recall.d3.page', { page, pages }),
    },
    (pdf) => {
      label(pdf, t('recall.title'), PAGE.left, PAGE.top, { size: 18, bold: true })
      const state = recall.conclusion
        ? t('recall.closedBy', { by: recall.conclusion.by, at: formats.dateTime(recall.conclusion.at) })
        : t('recall.open')
      label(pdf, state, PAGE.left + PAGE.width, PAGE.top + 7, { size: 10, align: 'right', color: INK.mid })
      let y = drawProblem(pdf, recall, cell, t, tell, formats, PAGE.top + 30)
      y = drawContainers(pdf, recall, t, formats, y + 14)
      y = drawLoose(pdf, recall, t, formats, y + 14)
      drawEnd(pdf, recall, t, formats, y + 14)
    },
  )
}

function drawProblem(
  pdf: Pdf,
  recall: Recall,
  cell: LiveCell,
  t: TFunction,
  tell: Tell,
  formats: Formats,
  y: number,
): number {
  const definition = cell.twin.definition?.value.definition
  const { partType = '', drawing } = definition?.recipe ?? {}
  const { enterprise, site, area } = cell.path
  const packed = recall.parts - recall.looseByPlace.reduce((sum, { parts }) => sum + parts, 0)
  const total = t('recall.d3.total', {
    parts: t('recall.partsFound', { count: recall.parts, n: formats.number(recall.parts) }),
    packed: formats.number(packed),
    containers: t('recall.inContainers', { count: recall.containers, n: formats.number(recall.containers) }),
    loose: formats.number(recall.parts - packed),
  })
  const scope = criteriaInWords(recall.criteria, t, formats.dateTime, tell, definition)
  const rows: [string, string][] = [
    [t('recall.d3.ref'), recall.recallId],
    [t('recall.d3.part'), [partType, drawing && t('recall.d3.drawing', { drawing })].filter(Boolean).join(', ')],
    [t('recall.d3.cell'), [enterprise, site, area, recall.cell].join(' / ')],
    [t('recall.d3.problem'), recall.reason],
    [t('recall.d3.scope'), scope.map(({ name, value }) => `${name}: ${value}`).join(' · ')],
    [t('recall.d3.found'), recall.late > 0 ? `${total}. ${late(recall, t, formats)}` : total],
    ['', t('recall.openedBy', { by: recall.by, at: formats.dateTime(recall.openedAt) })],
  ]
  let at = y
  for (const [name, text] of rows) {
    label(pdf, name, PAGE.left, at, { color: INK.dim, width: 90 })
    at = paragraph(pdf, text, PAGE.left + 96, at, PAGE.width - 96) + 4
  }
  return at
}

const late = ({ late }: Recall, t: TFunction, formats: Formats) =>
  t('recall.lateText', { count: late, n: formats.number(late) })

function drawContainers(
  pdf: Pdf,
  { blocks, confirmed, containers }: Recall,
  t: TFunction,
  formats: Formats,
  y: number,
) {
  const at = section(pdf, y, 40, t('recall.d3.containers'), `${t('recall.confirmed')} ${confirmed} / ${containers}`)
  if (blocks.length === 0) {
    label(pdf, t('recall.noContainers'), PAGE.left, at, { color: INK.mid })
    return at + 14
  }
  const columns = [
    { title: t('recall.container'), at: 0 },
    { title: t('recall.holds'), at: 92, right: true },
    { title: t('recall.where'), at: 160 },
    { title: t('recall.confirmed'), at: 310 },
  ]
  const rows = blocks.map(({ container, parts, holds, shippedAt, shipment, escaped, confirmation, ...block }) => {
    const left = shippedAt && t('recall.left', { at: formats.dateTime(shippedAt), shipment: shipment ?? '' })
    const where = escaped ? `${left} – ${t('recall.escaped')}` : (left ?? t('recall.inHouse'))
    const who = confirmation
      ? `${formats.dateTime(confirmation.at)} ${confirmation.by}, ${confirmation.place}${confirmation.remark ? `: ${confirmation.remark}` : ''}`
      : t('recall.d3.notConfirmed')
    return {
      cells: [
        `${container}${block.late ? ` (${t('recall.late')})` : ''}`,
        t('trace.of', { n: parts, of: holds }),
        where,
        who,
      ],
      ...(confirmation ? {} : { tint: TONE.holdBg, bold: true }),
    }
  })
  return drawTable(pdf, at, columns, rows)
}

function drawLoose(pdf: Pdf, { loose, looseByPlace }: Recall, t: TFunction, formats: Formats, y: number): number {
  const total = looseByPlace.reduce((sum, { parts }) => sum + parts, 0)
  const places = looseByPlace.map(({ name, parts }) => `${placeInWords(name, t)} ${formats.number(parts)}`).join(' · ')
  const at = section(pdf, y, 40, t('recall.d3.loose'), places)
  if (total === 0) {
    label(pdf, t('recall.looseNone'), PAGE.left, at, { color: INK.mid })
    return at + 14
  }
  const columns = [
    { title: t('recall.serial'), at: 0 },
    { title: t('recall.inserted'), at: 150 },
    { title: t('recall.verdict'), at: 260 },
    { title: t('recall.where'), at: 340 },
  ]
  const rows = loose.map(({ serial, insertedAt, verdict, whereabouts, late }) => ({
    cells: [
      `${serial}${late ? ` (${t('recall.late')})` : ''}`,
      formats.dateTime(insertedAt),
      t(`trace.verdicts.${verdict ?? 'none'}`),
      placeInWords(whereabouts, t),
    ],
  }))
  const end = drawTable(pdf, at, columns, rows)
  if (total <= loose.length) return end
  return paragraph(pdf, t('recall.d3.more', { n: formats.number(total - loose.length) }), PAGE.left, end, PAGE.width, 8)
}

const placeInWords = (place: string, t: TFunction): string => t(`trace.place.${place as 'hold'}`)

function drawEnd(pdf: Pdf, { conclusion }: Recall, t: TFunction, formats: Formats, y: number): void {
  let at = y
  if (conclusion) {
    at = section(pdf, at, 30, t('recall.conclusion'), formats.dateTime(conclusion.at))
    at = paragraph(pdf, conclusion.text, PAGE.left, at, PAGE.width)
  }
  at = section(pdf, at + 14, 50, t('recall.d3.team')) + 28
  for (const [n, name] of [t('recall.d3.sign'), t('recall.d3.date')].entries()) {
    rule(pdf, at, PAGE.left + n * 280, 230)
    label(pdf, name, PAGE.left + n * 280, at + 4, { size: 8, color: INK.dim })
  }
}
