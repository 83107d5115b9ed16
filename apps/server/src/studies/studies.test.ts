import type {
  ApiError,
  RepeatedPart,
  Result,
  StudiedCharacteristic,
  StudyReadings,
  StudyRecord,
} from '@celltwin/contracts'
import { studyOf } from '@celltwin/quality'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const STUDIES = `/api/cells/${PATH.cell}/studies`
const START_MS = Date.now() - 3_600_000
const FLATNESS = 'face-flatness'
const TRIALS = 12

/** A challenge part and a part of production, both inspected again and again. */
const readingOf = (serial: string, trial: number) => (serial === 'P1-GOOD' ? 0.02 : 0.03) + 0.0001 * ((trial * 7) % 5)

describe('studies of gauges', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    const tell = streamOf('handling', 1, START_MS)
    const measure = streamOf('dimensional', 1, START_MS)
    await edge.live(tell('cell-described', { hash: sha('definition'), definition: testCell }))
    for (let n = 1; n <= 2 * TRIALS; n++) {
      const serial = n % 2 === 0 ? 'P1-GOOD' : 'S-0007'
      const of = { ...cycle(n), serial, ...(serial === 'P1-GOOD' ? { challenge: serial } : {}) }
      await edge.live(tell('part-inserted', { ...inserted(n), ...of }, n * 1_000))
      const results = [result(readingOf(serial, Math.ceil(n / 2)))]
      await edge.live(
        measure('part-inspected', { ...of, module: 'dimensional', results, evidence: [], steps: [] }, n * 1_000 + 500),
      )
    }
    await until(async () => (await read('P1-GOOD')).readings.length === TRIALS)
  })
  afterAll(() => stand?.stop())

  const read = (serials: string, more = '') =>
    server.get<StudyReadings>(`${STUDIES}/readings?characteristic=${FLATNESS}&serials=${serials}${more}`)
  const record = <T = StudyRecord>(body: object) => server.send<T>('POST', STUDIES, { by: 'Ada', ...body })

  it('finds the parts that were inspected more than once, challenge parts among them', async () => {
    const repeated = await server.get<RepeatedPart[]>(`${STUDIES}/repeated`)
    expect(repeated.map(({ serial, cycles, challenge }) => [serial, cycles, challenge]).sort()).toEqual([
      ['P1-GOOD', TRIALS, true],
      ['S-0007', TRIALS, false],
    ])
  })

  it('reads their values in the order of the cycles, or the newest of them', async () => {
    const { readings, gauge, tolerance } = await read('P1-GOOD')
    expect({ gauge, tolerance }).toEqual({ gauge: testCell.modules.dimensional!.gauge, tolerance: 0.05 })
    expect(readings.map(({ value }) => value)).toEqual(
      Array.from({ length: TRIALS }, (_, i) => readingOf('P1-GOOD', i + 1)),
    )
    expect((await read('S-0007,P1-GOOD', '&trials=2')).readings.map(({ part, cycleId }) => [part, cycleId])).toEqual([
      ['S-0007', 'cycle-21'],
      ['S-0007', 'cycle-23'],
      ['P1-GOOD', 'cycle-22'],
      ['P1-GOOD', 'cycle-24'],
    ])
  })

  it('reckons a study from the cell’s own cycles, keeps it with its readings, and lists it', async () => {
    const asked = {
      kind: 'type1',
      characteristic: FLATNESS,
      fromCell: { serials: ['P1-GOOD'] },
      settings: { reference: 0.02 },
    }
    const { status, body } = await record(asked)
    expect({ status, by: body.by, simulated: body.simulated }).toEqual({ status: 201, by: 'Ada', simulated: true })
    expect(body.readings.map(({ cycleId }) => cycleId)).toContain('cycle-24')
    const { verdict, ...figures } = studyOf('type1', body.readings, { tolerance: 0.05, reference: 0.02 })
    expect(body).toMatchObject({ verdict, figures: JSON.parse(JSON.stringify(figures)) })

    expect(await server.get<StudyRecord>(`${STUDIES}/${body.id}`)).toMatchObject({
      figures: body.figures,
      readingsDigest: body.readingsDigest,
    })
    const listed = await server.get<StudiedCharacteristic[]>(STUDIES)
    const flatness = listed.find(({ characteristic }) => characteristic === FLATNESS)
    expect(flatness?.studies).toMatchObject([{ id: body.id, kind: 'type1', readings: TRIALS, parts: 1, by: 'Ada' }])
    expect(listed.filter(({ studies }) => studies.length === 0).length).toBeGreaterThan(5)
  })

  it('takes readings of one’s own, and says what makes them no study', async () => {
    const readings = Array.from({ length: 20 }, (_, i) => ({
      part: `${1 + (i % 10)}`,
      value: 0.01 * (i % 10) + 0.0001 * i,
    }))
    expect(await record({ kind: 'type3', characteristic: FLATNESS, readings })).toMatchObject({ status: 201 })
    const short = await record<ApiError>({ kind: 'type3', characteristic: FLATNESS, readings: readings.slice(1) })
    expect(short).toMatchObject({ status: 422, body: { code: 'no-such-study' } })
    expect(short.body.message).toMatch(/^part \d+: must have 2 trials as the first, has 1\.$/)
    expect(await record({ kind: 'type1', characteristic: FLATNESS })).toMatchObject({ status: 400 })
    expect(await record({ kind: 'type1', characteristic: 'no-such', readings })).toMatchObject({ status: 404 })
    expect((await server.get<StudiedCharacteristic[]>(STUDIES)).flatMap(({ studies }) => studies)).toHaveLength(2)
  })
})

function result(value: number): Result {
  return {
    characteristic: FLATNESS,
    value,
    unit: 'mm',
    uncertainty: 0.002,
    conformance: 'pass',
    limits: { upper: 0.05 },
    explanation: 'flat',
    algorithm: { name: 'test', version: '1' },
    evidence: [],
  }
}
