/** The passport of one cycle as a PDF: what was found, on what it rests, and where in the journal that stands. */
import type { Passport, PassportCycle } from '@celltwin/contracts'
import { evidenceInWords, type Formats, formatsOf, inWords, SHOWN_IN_WORDS, type Tell } from '@celltwin/locales'
import { expectedOf, shownBy } from '@celltwin/twin'
import type { TFunction } from 'i18next'
import { teller, translator } from '../languages.ts'
import { INK, label, PAGE, type Pdf, section, TONE, writeDocument } from '../pdf/document.ts'
import { type Coded, drawTable, paragraph, type TableRow } from '../pdf/table.ts'
import { drawEvidence } from './passport-pdf-evidence.ts'

export interface PassportDocument {
  readonly passport: Passport
  readonly cycle: PassportCycle
  readonly language: string
  /** Bytes of stored evidence, by sha256. */
  readonly bytes: ReadonlyMap<string, Buffer>
}

export function passportPdf({ passport, cycle, language, bytes }: PassportDocument): Pdf {
  const t = translator(language)
  const formats = formatsOf(language, passport.definition.shifts?.timeZone ?? 'UTC')
  const tell = teller(language, passport.definition)
  const { position, hash } = passport.journal
  const origin = cycle.replayed
    ? ` · ${t('part.pdf.replayed')}`
    : cycle.simulated
      ? ` · ${t('part.pdf.simulated')}`
      : ''
  return writeDocument(
    {
      language,
      title: `${t('part.pdf.head')} ${cycle.serial}`,
      subject: cycle.cycleId,
      head: [`${t('part.pdf.head')} ${cycle.serial}`, `${tell(passport.definition.title)} · ${passport.cell}${origin}`],
      foot: t('part.pdf.foot', {
        ...{ serial: cycle.serial, cycle: cycle.cycleId.slice(0, 18), position, hash: hash.slice(0, 16) },
        at: formats.dateTime(new Date().toISOString()),
      }),
      pageOf: (page, pages) => t('part.pdf.page', { page, pages }),
    },
    (pdf) => {
      let y = drawHead(pdf, passport, cycle, t, tell, formats)
      y = drawCharacteristics(pdf, passport, cycle, t, tell, formats, y + 10)
      y = drawEvidence(pdf, { cycle, definition: passport.definition, bytes, t, tell, formats }, y + 12)
      y = drawGenealogy(pdf, cycle, t, tell, formats, y + 12)
      y = drawDecisions(pdf, passport, cycle, t, tell, formats, y + 12)
      drawVersions(pdf, passport, cycle, t, tell, y + 12)
    },
  )
}

function drawHead(
  pdf: Pdf,
  passport: Passport,
  cycle: PassportCycle,
  t: TFunction,
  tell: Tell,
  formats: Formats,
): number {
  label(pdf, cycle.serial, PAGE.left, PAGE.top, { size: 20, bold: true })
  label(pdf, verdictText(cycle, t, tell), PAGE.left + PAGE.width, PAGE.top + 2, {
    size: 18,
    bold: true,
    align: 'right',
  })
  const why =
    cycle.reasons.map(({ text }) => tell(text)).join('; ') ||
    (cycle.verdict === 'pass' ? t('part.pdf.allInside') : t('part.pdf.notJudged'))
  let y = paragraph(pdf, why, PAGE.left, PAGE.top + 28, PAGE.width) + 8
  const { recipe } = passport.definition
  const order = passport.cycles.length - passport.cycles.indexOf(cycle)
  const facts: [string, string | null | undefined][] = [
    [t('part.pdf.partType'), cycle.partType],
    [t('part.pdf.drawing'), recipe.drawing],
    [t('part.pdf.recipe'), `${cycle.recipe.id} v${cycle.recipe.version}`],
    [t('part.pdf.cell'), Object.values(passport.path).join(' / ')],
    [t('part.pdf.inserted'), `${formats.fullDay(cycle.insertedAt)} ${formats.shortTime(cycle.insertedAt)}`],
    [
      t('part.pdf.judged'),
      cycle.verdictAt && `${formats.fullDay(cycle.verdictAt)} ${formats.shortTime(cycle.verdictAt)}`,
    ],
    [t('part.pdf.late'), lateText({ cameLateMs: cycle.cameLateMs, late: cycle.cameAfterVerdict }, t, formats)],
    [
      t('part.pdf.cycle'),
      `${formats.number(cycle.cycleNumber)} (${t('part.pdf.cycleOf', { n: order, of: passport.cycles.length })})`,
    ],
    [t('part.pdf.code'), cycle.codeGrade],
    [
      t('part.pdf.temperature'),
      cycle.partTemperatureC === null ? null : `${formats.number(cycle.partTemperatureC, 1)} °C`,
    ],
    [t('part.pdf.now'), whereabouts(cycle, t)],
  ]
  const told = facts.filter((fact): fact is [string, string] => Boolean(fact[1]))
  for (const [n, [name, value]] of told.entries()) {
    const x = PAGE.left + (n % 2) * 262
    label(pdf, name, x, y, { size: 8, color: INK.dim, width: 86 })
    label(pdf, value, x + 90, y, { size: 8, width: 166 })
    if (n % 2 === 1 || n === told.length - 1) y += 13
  }
  if (cycle.challenge) {
    label(pdf, t('part.pdf.challenge', { id: cycle.challenge }), PAGE.left, y, { bold: true })
    y += 14
  }
  return y
}

/** Of a part of the rack, where a verdict tests the cell and not the part, what it showed. */
const verdictText = ({ verdict, challenge, challenged }: PassportCycle, t: TFunction, tell: Tell): string =>
  verdict && challenge ? tell(SHOWN_IN_WORDS[challenged ?? 'measured']) : t(`trace.verdicts.${verdict ?? 'none'}`)

function whereabouts({ packed, challenge, whereabouts: where }: PassportCycle, t: TFunction): string {
  if (challenge && where === 'out') return t('gauges.rack')
  if (!packed) return t(`trace.place.${where ?? 'in-process'}`)
  const place = t('part.pdf.packed', packed)
  return packed.shipment ? `${place}, ${t('part.pdf.shipment', { shipment: packed.shipment })}` : place
}

/** Nothing where it came in time. */
function lateText(
  { cameLateMs, late }: { readonly cameLateMs?: number | undefined; readonly late?: boolean | undefined },
  t: TFunction,
  { duration }: Formats,
): string | undefined {
  const by = cameLateMs === undefined ? undefined : t('trust.cameLate', { time: duration(cameLateMs) })
  return [by, late && t('trust.cameAfterVerdict')].filter(Boolean).join(', ') || undefined
}

const ALARMING: ReadonlySet<string> = new Set(['fail', 'conditional-fail'])

function drawCharacteristics(
  pdf: Pdf,
  { definition }: Passport,
  { results, challenge }: PassportCycle,
  t: TFunction,
  tell: Tell,
  formats: Formats,
  y: number,
): number {
  const { number } = formats
  const found = new Map(results.map((result) => [result.characteristic, result]))
  const { characteristics } = definition.recipe
  const expected = expectedOf(challenge, definition)
  const inspected = results.filter(({ value }) => value !== null).length
  const aside = t('part.pdf.characteristicsAside', { n: inspected, of: characteristics.length })
  const at = section(pdf, y, 60, t('part.pdf.characteristics'), aside)
  const rows = characteristics.map((characteristic): TableRow => {
    const { id, title, unit, decimals, lower, upper } = characteristic
    const result = found.get(id)
    const limits = result?.limits ?? { lower, upper }
    const value = result?.value == null ? undefined : number(result.value, decimals)
    const uncertainty =
      value && result?.uncertainty ? `± ${uncertaintyText(result.uncertainty, decimals, number)} ` : ''
    const conformance = result?.conformance ?? 'not-inspected'
    const asked = expected(characteristic)
    const shown = result && shownBy(result, asked)
    const said =
      shown && shown !== 'inconclusive' ? tell(SHOWN_IN_WORDS[shown]) : t(`trace.conformances.${conformance}`)
    const alarming = asked ? shown === 'failed' : ALARMING.has(conformance)
    const cameLate = lateText({ cameLateMs: result?.cameLateMs }, t, formats)
    return {
      cells: [
        tell(title),
        limitsText(limits, (n) => number(n, decimals)),
        value ?? '–',
        value ? `${uncertainty}${unit}` : '',
        cameLate ? { text: said, code: cameLate } : said,
        result?.gauge ?? '',
      ],
      note: result?.late ? { column: 4, text: t('trust.cameAfterVerdict') } : undefined,
      bold: alarming,
      ...(alarming ? { tint: TONE.holdBg } : {}),
    }
  })
  const columns = [
    { title: t('part.pdf.characteristic'), at: 0 },
    { title: t('part.pdf.limits'), at: 140, right: true },
    { title: t('part.pdf.value'), at: 222, right: true },
    { title: '± U', at: 278 },
    { title: t('part.pdf.conformance'), at: 340 },
    { title: t('part.pdf.gauge'), at: 464 },
  ]
  return drawTable(pdf, at, columns, rows)
}

/** As the value is written; where that would show none of it, to its first figure. */
const uncertaintyText = (uncertainty: number, decimals: number, number: Formats['number']): string =>
  number(uncertainty, Math.max(decimals, Math.ceil(-Math.log10(uncertainty))))

/** As a drawing writes them. */
function limitsText(
  { lower, upper }: { readonly lower?: number | undefined; readonly upper?: number | undefined },
  number: (value: number) => string,
): string {
  if (lower !== undefined && upper !== undefined)
    return lower === upper ? number(lower) : `${number(lower)} – ${number(upper)}`
  return upper !== undefined ? `≤ ${number(upper)}` : lower !== undefined ? `≥ ${number(lower)}` : '–'
}

function drawGenealogy(
  pdf: Pdf,
  cycle: PassportCycle,
  t: TFunction,
  tell: Tell,
  { number }: Formats,
  y: number,
): number {
  const gauges = new Set(cycle.results.flatMap(({ gauge }) => gauge ?? []))
  const calibrationsOf = (gauge: string) =>
    cycle.calibrations.filter((each) => each.gauge === gauge).map((each) => calibrationText(each, t, number))
  const rows: TableRow[] = [
    ...cycle.materialLots.map(({ material, lot, partsSharing }) => ({
      cells: [tell(inWords(material)), lot, t('part.pdf.sharing', { n: number(partsSharing) })],
    })),
    ...(cycle.fixture ? [{ cells: [t('trace.kind.fixture'), cycle.fixture, ''] }] : []),
    ...(cycle.tool ? [{ cells: [t('trace.kind.tool'), cycle.tool, ''] }] : []),
    ...[...gauges].map((gauge) => ({ cells: [t('trace.kind.gauge'), gauge, calibrationsOf(gauge).join('; ')] })),
    ...(cycle.packed
      ? [{ cells: [t('trace.criterion.container'), whereabouts(cycle, t), cycle.packed.label ?? ''] }]
      : []),
  ]
  const at = section(pdf, y, 14 * rows.length, t('part.pdf.genealogy'))
  const columns = [0, 120, 310].map((at) => ({ title: '', at }))
  return drawTable(pdf, at, columns, rows)
}

/** Its name, how old it was when the part came, and at which temperature it was made. */
function calibrationText(
  { id, ageHours, temperatureC }: PassportCycle['calibrations'][number],
  t: TFunction,
  number: Formats['number'],
): string {
  const days = ageHours === undefined ? undefined : Math.floor(ageHours / 24)
  return [
    id,
    days === undefined ? undefined : t('part.calibrationAge', { count: days, n: number(days) }),
    temperatureC === undefined ? undefined : `${number(temperatureC, 1)} °C`,
  ]
    .filter(Boolean)
    .join(', ')
}

function drawDecisions(
  pdf: Pdf,
  { definition }: Passport,
  cycle: PassportCycle,
  t: TFunction,
  tell: Tell,
  formats: Formats,
  y: number,
): number {
  const titles = new Map(definition.recipe.characteristics.map(({ id, title }) => [id, title]))
  const at = section(pdf, y, 40, t('part.pdf.decisions'))
  const rows: TableRow[] = [
    ...(cycle.verdict && cycle.verdictAt
      ? [
          {
            cells: [
              formats.dateTime(cycle.verdictAt),
              t('part.pdf.machine'),
              verdictText(cycle, t, tell),
              lateText({ cameLateMs: cycle.verdictCameLateMs }, t, formats) ?? '',
            ],
          },
        ]
      : []),
    ...cycle.reviews.map(({ at, by, review, undone }): TableRow => {
      const { finding, disposition, defect, reasonCode, remark, concession, secondBy } = review
      const decided = [t(`trace.finding.${finding}`), disposition && t(`trace.disposition.${disposition}`)]
      const beside = [
        undone && t('part.pdf.undone', { by: undone.by, at: formats.dateTime(undone.at) }),
        defect && tell(titles.get(defect) ?? inWords(defect)),
        concession && t('part.decided.concession', concession),
        remark,
      ].filter(Boolean)
      return {
        cells: [
          formats.dateTime(at),
          [by, secondBy].filter(Boolean).join(' + '),
          decided.filter(Boolean).join(', '),
          { text: tell(inWords(reasonCode)), code: reasonCode },
        ],
        note: beside.length > 0 ? { column: 2, text: beside.join(' · ') } : undefined,
      }
    }),
  ]
  return drawTable(
    pdf,
    at,
    [0, 90, 210, 370].map((x) => ({ title: '', at: x })),
    rows,
  )
}

function drawVersions(pdf: Pdf, passport: Passport, cycle: PassportCycle, t: TFunction, tell: Tell, y: number): void {
  const software = new Map(
    cycle.results.map(({ module, algorithm: { name, version, model } }) => [
      `${tell(inWords(module))}, ${name} ${version}`,
      model,
    ]),
  )
  const rows: [string | Coded, string][] = [
    ...[...software].map(([name, model]): [string, string] => [name, model ?? '']),
    [t('part.pdf.recipeDigest', { recipe: `${cycle.recipe.id} v${cycle.recipe.version}` }), cycle.recipe.hash],
    ...cycle.calibrations.map(({ id, digest }): [string, string] => [
      `${t('trace.criterion.calibration')} ${id}`,
      digest ?? '',
    ]),
    ...cycle.evidence.map(({ kind, sha256 }): [Coded, string] => [
      { text: tell(evidenceInWords(kind)), code: kind },
      sha256,
    ]),
    [t('part.pdf.journalText', { position: passport.journal.position }), passport.journal.hash],
  ]
  const at = section(pdf, y, 60, t('part.pdf.versions'), 'sha256')
  drawTable(
    pdf,
    at,
    [0, 190].map((x) => ({ title: '', at: x })),
    rows.map((cells) => ({ cells })),
  )
}
