import type { ApiError, CellDefinition, ShiftReport, ShiftSummary } from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfText } from '../../../../test/support/pdf-text.ts'
import type { TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { rebuildProjections } from '../projections/rebuild.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, judged, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const HOUR_MS = 3_600_000
/** The hours of the day in UTC as shifts, so that a whole one has just gone by, whenever this runs. */
const hour = (n: number) => `${String(n).padStart(2, '0')}:00`
const pattern = Array.from({ length: 24 }, (_, n) => ({
  ...{ id: `h${n}`, title: `Hour ${n}`, start: hour(n), end: hour((n + 1) % 24) },
}))
const FROM_MS = Math.floor((Date.now() - 60_000) / HOUR_MS) * HOUR_MS - HOUR_MS
const SHIFT = `${new Date(FROM_MS).toISOString().slice(0, 10)}-h${new Date(FROM_MS).getUTCHours()}`
const SHIFTS = `/api/cells/${PATH.cell}/shifts`
const definition: CellDefinition = {
  ...testCell,
  shifts: { timeZone: 'UTC', pattern, targetPerShift: 200 },
}
const MIN_MS = 60_000

describe('the report of a shift', () => {
  let stand: Stand
  let postgres: TestPostgres
  let server: TestServer
  let edge: TestEdge
  const tell = streamOf('handling', 1, FROM_MS)
  const verify = streamOf('verifier', 1, FROM_MS)
  const report = (query = '') => server.get<ShiftReport>(`${SHIFTS}/${SHIFT}${query}`)
  const say = (what: string, body: object) => server.send<ApiError>('POST', `${SHIFTS}/${SHIFT}/${what}`, body)

  async function pass(n: number, verdict: 'pass' | 'reject' | 'hold', atMs: number, tookMs = 11_500): Promise<void> {
    const of = cycle(n)
    const to = verdict === 'pass' ? 'accept' : verdict
    await edge.live(tell('phase-started', { ...of, phase: 'insert', budgetMs: 2_000 }, atMs))
    await edge.live(tell('part-inserted', inserted(n), atMs + 2_000))
    await edge.live(tell('phase-started', { ...of, phase: 'vibration', budgetMs: 2_000 }, atMs + 2_000))
    await edge.live(tell('phase-started', { ...of, phase: 'coast', budgetMs: 500 }, atMs + tookMs - 400))
    await edge.live(verify('part-judged', judged(n, verdict), atMs + tookMs - 3_000))
    await edge.live(tell('part-dispatched', { ...of, to, because: 'verdict' }, atMs + tookMs - 2_000))
    await edge.live(tell('part-arrived', { ...of, at: to }, atMs + tookMs))
  }

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge, postgres } = stand)
    // The cell file comes last: nothing is closed before the history is told.
    await edge.live(tell('cell-state-changed', { state: 'execute', reason: 'the modules are ready' }, 0))
    for (const [n, verdict] of (['pass', 'pass', 'reject', 'pass', 'hold', 'pass'] as const).entries())
      await pass(n + 1, verdict, MIN_MS + n * 16_000, n === 3 ? 18_500 : undefined)
    await edge.live(tell('cell-state-changed', { state: 'held', reason: 'hold fixture full' }, 10 * MIN_MS))
    await edge.live(tell('cell-state-changed', { state: 'execute', reason: 'room again' }, 25 * MIN_MS))
    await edge.live(tell('cell-described', { hash: sha('definition'), definition }, 59 * MIN_MS))
    await until(async () => (await report()).state === 'closed')
  })
  afterAll(() => stand?.stop())

  it('is closed by itself, with its figures', async () => {
    const { figures, issued, blockers, from, to } = await report()
    expect(Date.parse(to) - Date.parse(from)).toBe(HOUR_MS)
    expect(figures.production).toEqual({
      ...{ inserted: 6, judged: 6, good: 4, rejected: 1, held: 1, unjudged: 0 },
      ...{ target: 200, due: 200 },
    })
    expect(figures.quality.product).toMatchObject({ count: 2, of: 6 })
    expect(figures.stops).toEqual([
      { key: 'held: hold fixture full', title: 'hold fixture full', of: 'held', count: 1, timeMs: 15 * MIN_MS },
    ])
    expect(figures.cycleTime).toMatchObject({ measured: 6, p50Ms: 11_500, overBudget: 1, overMs: 3_500 })
    expect(figures.cycleTime.overruns).toMatchObject([{ phase: 'vibration', cycles: 1, overMs: 14_100 }])
    expect(figures.counts).toEqual([
      { place: 'accept', sent: 4, seen: 4 },
      { place: 'reject', sent: 1, seen: 1 },
      { place: 'hold', sent: 1, seen: 1 },
      { place: 'out', sent: 0, seen: 0 },
    ])
    expect(issued?.figures).toMatchObject({ inserted: 6, rejected: 1, lostMs: 15 * MIN_MS })
    expect(blockers).toEqual(['uncounted'])
    expect(await server.get<ShiftSummary[]>(SHIFTS)).toMatchObject([{ id: SHIFT, state: 'closed', restatements: 0 }])
  })

  it('is signed once the bins are counted and what differs is explained', async () => {
    const { digest } = await report()
    await say('counts', { bin: 'hold', counted: 1, by: 'Ada' })
    await say('counts', { bin: 'reject', counted: 0, by: 'Ada' })
    expect((await report()).blockers).toEqual(['differs'])
    expect(await say('signature', { digest, by: 'Mia' })).toMatchObject({ status: 409, body: { code: 'not-signable' } })
    expect(await say('signature', { digest: sha('other'), by: 'Mia' })).toMatchObject({ body: { code: 'restated' } })
    await say('counts', { bin: 'reject', counted: 0, remark: 'taken to the laboratory', by: 'Ada' })
    await say('comments', { text: 'Staking tool ST-2 changed.', by: 'Ada' })
    expect((await say('signature', { digest, by: 'Mia' })).status).toBe(201)
    expect(await report()).toMatchObject({
      state: 'signed',
      signature: { by: 'Mia', digest },
      comments: [{ by: 'Ada', text: 'Staking tool ST-2 changed.' }],
      handCounts: [
        { bin: 'hold', counted: 1 },
        { bin: 'reject', counted: 0, remark: 'taken to the laboratory' },
      ],
    })
  })

  it('is restated where an event comes late, says what moved, and stays readable as first issued', async () => {
    const first = await report()
    await pass(7, 'reject', 30 * MIN_MS)
    await until(async () => (await report()).restatements.length > 0)
    const now = await report()
    const [restated] = now.restatements
    expect(restated!.changes).toContainEqual({ figure: 'rejected', was: 1, is: 2 })
    expect(restated!.lateEvents).toEqual([
      { source: 'handling', count: 6 },
      { source: 'verifier', count: 1 },
    ])
    expect(now).toMatchObject({ state: 'closed', figures: { production: { rejected: 2 } } })
    expect(now.blockers).toContain('restated')
    const then = await report(`?knownAt=${first.issued!.position}`)
    expect(then.figures).toEqual(first.figures)
    expect(then.digest).toBe(first.issued!.digest)
    expect(then.blockers).toContain('past-reading')
  })

  it('says so even where no figure moved', async () => {
    const before = await report()
    await edge.live(tell('request-waiting', { requestId: 'r1', waitingFor: ['guard'] }, 31 * MIN_MS))
    await until(async () => (await report()).restatements.length > before.restatements.length)
    const { restatements, digest } = await report()
    expect(restatements.at(-1)).toMatchObject({ changes: [], lateEvents: [{ source: 'handling', count: 1 }] })
    expect(digest).toBe(before.digest)
  })

  it('counts a false reject as soon as a person finds it, also after the shift', async () => {
    const { serial, cycleId } = cycle(3)
    const review = { finding: 'conforming', reasonCode: 'seen' }
    await server.send('POST', `/api/parts/${serial}/cycles/${cycleId}/reviews`, { by: 'Ada', review })
    await until(async () => (await report()).figures.quality.falseRejects.count === 1)
    const { restatements, figures } = await report()
    expect(restatements.at(-1)!.changes).toContainEqual({ figure: 'falseRejects', was: 0, is: 1 })
    expect(figures.quality.product).toMatchObject({ count: 2, of: 7 })
  })

  it('goes out as CSV, with a decimal comma where asked for', async () => {
    const csv = async (query: string) => (await fetch(`${server.url}${SHIFTS}/${SHIFT}/report.csv?${query}`)).text()
    const parts = (await csv('table=parts')).split('\r\n')
    expect(parts).toHaveLength(7 + 2)
    expect(parts[0]).toMatch(/^serial,cycleId,cycleNumber,insertedAt/)
    expect(parts[3]).toMatch(/^S-0003,cycle-3,3,.*,reject,runout,run-out 0.2 mm,11500,reject$/)
    expect(await csv('table=figures&decimal=comma')).toMatch(/quality\.product\.interval\.share;0,285/)
    expect(await csv('table=losses')).toContain('stop,hold fixture full,held,1,900000\r\n')
  })

  it('goes out as a PDF, in the language asked for', async () => {
    const pdf = async (language: string) => {
      const response = await fetch(`${server.url}${SHIFTS}/${SHIFT}/report.pdf?language=${language}`)
      expect(response.headers.get('content-type')).toBe('application/pdf')
      return new Uint8Array(await response.arrayBuffer())
    }
    const english = await pdf('en')
    expect(Buffer.from(english.subarray(0, 5)).toString()).toBe('%PDF-')
    const { digest } = await report()
    expect(pdfText(english)).toContain('Product first-pass yield')
    expect(pdfText(english)).toContain(`sha256 ${digest}`)
    expect(pdfText(english)).toMatch(/Page 1 of \d/)
    expect(pdfText(await pdf('pt-BR'))).toContain('Peças não conformes')
  })

  it('is made again from the journal', async () => {
    const before = await report()
    const database = new pg.Client(connectionSettings(postgres.url))
    await database.connect()
    await rebuildProjections(database)
    await database.end()
    expect(await report()).toEqual(before)
  })

  it('is not there for a shift that no calendar has', async () => {
    expect((await server.send('GET', `${SHIFTS}/2026-01-01-nowhere`)).status).toBe(404)
    expect((await server.send('GET', `${SHIFTS}/current`)).status).toBe(200)
  })
})
