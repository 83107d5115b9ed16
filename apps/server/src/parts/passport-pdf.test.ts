import { buffer } from 'node:stream/consumers'
import { crc32, deflateSync } from 'node:zlib'
import { encodeSeries, type Passport, type PassportCycle } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { pdfText } from '../../../../test/support/pdf-text.ts'
import { testCell } from '../testing/cell.ts'
import { passportPdf } from './passport-pdf.ts'

const hash = (digit: string) => digit.repeat(64)

/** A grey square with a ring, as the camera would send it. */
function png(size: number): Buffer {
  const rows = Array.from({ length: size }, (_, y) =>
    Buffer.from([
      0,
      ...Array.from({ length: size }, (_, x) => (Math.hypot(x - size / 2, y - size / 2) < size / 3 ? 160 : 24)),
    ]),
  )
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    crc.writeUInt32BE(crc32(body) >>> 0)
    return Buffer.concat([length, body, crc])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.writeUInt8(8, 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const angles = Float32Array.from({ length: 1_000 }, (_, n) => n * 0.36)
const profile = encodeSeries({
  kind: 'face-profile',
  meta: { profilesPerRev: 1_000, revolutions: 1 },
  columns: [
    { name: 'angleDeg', unit: '°', data: angles },
    { name: 'face-1', unit: 'mm', data: angles.map((angle) => 0.03 * Math.sin((angle * Math.PI) / 180)) },
  ],
})

const results: PassportCycle['results'] = testCell.recipe.characteristics.map(
  ({ id, unit, module, lower, upper, nominal }) => ({
    ...{ characteristic: id, module, unit, late: false, uncertainty: 0.01, evidence: [] },
    value: id === 'face-flatness' ? 0.081 : (nominal ?? 0),
    conformance: id === 'face-flatness' ? 'fail' : 'pass',
    limits: { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) },
    explanation: 'As told.',
    algorithm: { name: 'face', version: '3', model: hash('b') },
    ...{ gauge: 'laser-1', calibration: 'laser-1-2026-11' },
    ...(id === 'crimp-count'
      ? {
          locations: [
            {
              angleDeg: 240,
              conforming: false,
              outline: [
                [40, 80],
                [60, 80],
                [60, 100],
                [40, 100],
              ] as [number, number][],
            },
          ],
        }
      : {}),
  }),
)

const cycle: PassportCycle = {
  ...{ serial: '26K19-0931', cell: 'pulley-cell-1', cycleId: 'c-41382', cycleNumber: 41_382 },
  ...{ insertedAt: '2026-11-19T13:35:48.002Z', verdictAt: '2026-11-19T13:35:57.120Z', judgedAfterMs: 9_118 },
  ...{ verdict: 'reject', reason: 'Flatness of B 0.081 mm, at most 0.050 mm.', whereabouts: 'reject' },
  ...{
    finding: 'nonconforming',
    disposition: 'scrap',
    simulated: true,
    replayed: false,
    challenge: null,
    suspect: null,
  },
  ...{ partType: '6PK-120', codeGrade: 'A', provisional: null, fixture: 'FX-2', tool: 'GRV-01' },
  recipe: { id: '6PK-120', version: 15, hash: hash('c') },
  materialLots: [{ material: 'bearing', lot: 'B-2611', partsSharing: 412 }],
  ...{ partTemperatureC: 22.4, ambientTemperatureC: 22 },
  retaken: [],
  reasons: [
    { characteristic: 'face-flatness', conformance: 'fail', text: 'Flatness of B 0.081 mm, at most 0.050 mm.' },
  ],
  results,
  calibrations: [
    {
      ...{ gauge: 'laser-1', id: 'laser-1-2026-11', madeAt: '2026-11-07T08:00:00.000Z', ageHours: 293.6 },
      ...{ temperatureC: 20.6, digest: hash('e') },
    },
  ],
  evidence: [
    { kind: 'image-bright', sha256: hash('1'), mediaType: 'image/png', bytes: 1, module: 'visual' },
    { kind: 'image-uv', sha256: hash('2'), mediaType: 'image/png', bytes: 1, module: 'visual' },
    {
      kind: 'face-profile',
      sha256: hash('3'),
      mediaType: 'application/vnd.celltwin.series',
      bytes: 1,
      module: 'dimensional',
    },
  ].map((evidence) => ({ ...evidence, capturedAt: '2026-11-19T13:35:50.000Z', stored: true })),
  steps: [],
  reviews: [
    {
      ...{ id: 'r1', at: '2026-11-19T13:37:40.000Z', by: 'M. Silva', requestId: null, undone: null },
      review: {
        finding: 'nonconforming',
        disposition: 'scrap',
        defect: 'face-flatness',
        secondBy: 'A. Prado',
        reasonCode: 'handling-damage',
        remark: 'seen at 8 o’clock',
      },
    },
  ],
  packed: null,
  timeline: [],
  truth: null,
}

const passport: Passport = {
  ...{ serial: cycle.serial, cell: cycle.cell, path: testCell.path, cycles: [cycle], definition: testCell },
  journal: { position: 90_211, hash: hash('d'), journalId: 'j' },
  ...{ previous: null, next: null },
}
const bytes = new Map([
  [hash('1'), png(128)],
  [hash('3'), Buffer.from(profile)],
])
const written = async (language: string) => buffer(passportPdf({ passport, cycle, language, bytes }))

it.each([
  [
    'en',
    [
      'Part passport',
      'Reject',
      'Flatness of B',
      '0.081',
      '± 0.010 mm',
      '≤ 0.050',
      'Fail',
      'B-2611',
      'M. Silva + A. Prado',
      'Handling damage',
      'handling-damage',
      'Page 1 of',
    ],
  ],
  [
    'pt-BR',
    [
      'Passaporte da peça',
      'Rejeitada',
      '0,081',
      '± 0,010 mm',
      'Não conforme',
      'M. Silva + A. Prado',
      'Dano no manuseio',
      'Planeza de B',
      'Página 1 de',
      'Simulado',
      'Claro',
    ],
  ],
])('says in %s what was found, on what it rests and who decided', async (language, words) => {
  const text = pdfText(await written(language))
  for (const word of words) expect(text).toContain(word)
})

it.each([
  ['en', 'as-expected', 'As expected', 'Reject'],
  ['pt-BR', 'as-expected', 'Como esperado', 'Rejeitada'],
  ['en', 'failed', 'Not as expected', 'Reject'],
] as const)(
  'says in %s of a challenge part that it is %s, never that it was rejected',
  async (language, challenged, said, not) => {
    const known = {
      ...cycle,
      challenge: 'P1-DENT',
      challenged,
      whereabouts: 'out' as const,
      finding: null,
      reviews: [],
    }
    const pdf = passportPdf({ passport: { ...passport, cycles: [known] }, cycle: known, language, bytes })
    const text = pdfText(await buffer(pdf))
    expect(text).toContain(said)
    expect(text).not.toContain(not)
  },
)

it('tells each value of a challenge part by what it must show', async () => {
  const shown = results.map((result) => ({
    ...result,
    conformance: result.characteristic === 'deformation-on-face' ? ('fail' as const) : ('pass' as const),
  }))
  const known = {
    ...cycle,
    challenge: 'P1-DENT',
    challenged: 'failed' as const,
    reviews: [],
    reasons: [],
    results: shown,
  }
  const pdf = passportPdf({ passport: { ...passport, cycles: [known] }, cycle: known, language: 'en', bytes })
  const text = pdfText(await buffer(pdf))
  // The dent was seen; three things else that it is bad for were not, and nobody asks the rest.
  expect(text.split(/(?<!Not )As expected/i)).toHaveLength(1 + 1)
  const saidOfThePart = 2
  expect(text.split('Not as expected')).toHaveLength(1 + saidOfThePart + 3)
  expect(text).not.toContain('Fail')
})

it('shows stored images and profiles, and says which bytes are not there', async () => {
  const pdf = await written('en')
  expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1)
  const text = pdfText(pdf)
  expect(text).toContain('not stored: 222222222222')
  expect(text).toContain('Face B over angle')
  expect(text).toContain('µm from its mean')
  expect(text).toContain('300°')
})

it('tells what came late, by how much, and what the verdict does without; nothing of what came in time', async () => {
  const late = (language: string) => {
    const lateResults = results.map((result, n) => ({ ...result, ...[{ cameLateMs: 90_000 }, { late: true }][n] }))
    const told = { ...cycle, cameLateMs: 5_400_000, verdictCameLateMs: 8_100_000, results: lateResults }
    return buffer(passportPdf({ passport: { ...passport, cycles: [told] }, cycle: told, language, bytes }))
  }
  const english = pdfText(await late('en'))
  for (const told of ['Came late', '1 h 30 late', '2 h 15 late', '1 min 30 s late', 'after the verdict'])
    expect(english.split(told), told).toHaveLength(2)
  expect(pdfText(await late('pt-BR'))).toContain('2 h 15 de atraso')
  expect(pdfText(await written('en'))).not.toMatch(/ late|after the verdict/)
})

it('carries every digest and the head of the journal', async () => {
  const text = pdfText(await written('en'))
  for (const digit of ['1', '2', '3', 'b', 'c', 'e']) expect(text).toContain(hash(digit))
  expect(text).toContain('Journal, position 90211')
  expect(text).toContain(hash('d'))
})
