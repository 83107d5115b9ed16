import type { CellEvent, CellTwin, EventData, EventType, Review } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { KEPT_REQUESTS } from './decisions.ts'
import { emptyTwin, fold } from './evolve.ts'
import { outstanding, overdue, stateOf } from './outstanding.ts'
import { excluding, including } from './ranges.ts'
import { reviewPart, undoReview } from './review.ts'
import { firstPassYield, lastParts, partsInHold, reviewInForce, runningCycle, waitingForPerson } from './selectors.ts'
import { trustOf } from './staleness.ts'
import { journalOf } from './testing.ts'

const START = Date.parse('2026-01-05T06:00:00.000Z')
const HASH = 'a'.repeat(64)

/** Tells events one second apart, each source in its own stream. */
function story() {
  const events: CellEvent[] = []
  const seqs = new Map<string, number>()
  const tell = <T extends EventType>(
    source: string,
    type: T,
    data: EventData<T>,
    place: { epoch?: number; seq?: number } = {},
  ) => {
    const seq = place.seq ?? (seqs.get(source) ?? 0) + 1
    seqs.set(source, seq)
    const id = `00000000-0000-7000-8000-${String(events.length).padStart(12, '0')}`
    const occurredAt = new Date(START + events.length * 1000).toISOString()
    events.push({
      v: 1,
      id,
      type,
      source,
      epoch: place.epoch ?? 1,
      seq,
      occurredAt,
      simulated: true,
      data,
    } as CellEvent)
    return id
  }
  return { tell, twin: (): CellTwin => fold(emptyTwin('small-cell'), journalOf(events)) }
}

const part = (cycleNumber: number) => ({ cycleId: `c${cycleNumber}`, serial: `s${cycleNumber}`, cycleNumber })
const recipe = { id: 'small', version: 1, hash: HASH }
const insertion = (n: number) => ({ ...part(n), partType: 'p', recipe, materialLots: [], fixture: 'f', tool: 't' })
const judgement = (n: number, verdict: 'pass' | 'reject' | 'hold') => ({
  ...part(n),
  verdict,
  reasons: [],
  recipe,
  judgedAfterMs: 12_000,
  counts: { pass: 6, conditionalPass: 0, conditionalFail: 0, fail: 0, notInspected: 0 },
})

/** Part 1 lies in the hold fixture, part 2 in the reject bin, part 3 went down the chute. */
function threeParts() {
  const { tell, twin } = story()
  for (const [n, verdict, at] of [
    [1, 'hold', 'hold'],
    [2, 'reject', 'reject'],
    [3, 'pass', 'accept'],
  ] as const) {
    tell('handling', 'part-inserted', insertion(n))
    tell('verifier', 'part-judged', judgement(n, verdict))
    tell('handling', 'part-arrived', { ...part(n), at, ...(at === 'hold' ? { place: 2 } : {}) })
  }
  return { tell, twin }
}

const conforming: Review = { finding: 'conforming', reasonCode: 'good' }
const nonconforming = (disposition: NonNullable<Review['disposition']>): Review => ({
  finding: 'nonconforming',
  disposition,
  reasonCode: 'seen',
  ...(disposition === 'concession' && { concession: { reference: 'K-1', quantity: 1 } }),
})
const command = (n: number, review: Review) => ({
  cycleId: `c${n}`,
  serial: `s${n}`,
  review,
  by: 'A. Reviewer',
  requestId: `r${n}`,
  requestExpiresAt: '2026-01-05T07:00:00.000Z',
})

/** Reviews a part and tells what was decided. */
function decide({ tell, twin }: ReturnType<typeof story>, n: number, review: Review): string {
  const accepted = reviewPart(twin(), command(n, review))
  if (!('events' in accepted)) throw new Error(accepted.refused)
  const [reviewId] = accepted.events.map(({ type, data }) => tell('server', type, data as never))
  return reviewId!
}

describe('facts', () => {
  it('[TW5] are not overwritten by an older one that comes later', () => {
    const { tell, twin } = story()
    tell('handling', 'cell-state-changed', { state: 'execute', reason: 'new' }, { epoch: 2, seq: 1 })
    tell('handling', 'cell-state-changed', { state: 'held', reason: 'old' }, { epoch: 1, seq: 99 })
    expect(twin().state?.value.reason).toBe('new')
  })

  it('[TW7] show a hole until it is filled, and what was lost for good', () => {
    const { tell, twin } = story()
    tell('server', 'gap-detected', { of: 'visual', epoch: 1, from: 5, to: 9 })
    expect(twin().sources.visual?.gaps).toEqual([{ epoch: 1, from: 5, to: 9 }])
    tell('visual', 'events-lost', { epoch: 1, from: 8, to: 9, reason: 'disk full' })
    tell('server', 'gap-filled', { of: 'visual', epoch: 1, from: 5, to: 6 })
    expect(twin().sources.visual?.gaps).toEqual([
      { epoch: 1, from: 7, to: 7 },
      { epoch: 1, from: 8, to: 9, lost: 'disk full' },
    ])
  })

  it('[TW8] of an unknown cycle make the cycle', () => {
    const { tell, twin } = story()
    tell('visual', 'inspection-failed', { ...part(7), module: 'visual', reason: 'dark' })
    expect(twin().cycles.c7).toMatchObject({
      serial: 's7',
      cycleNumber: 7,
      modules: { visual: { failed: { reason: 'dark' } } },
    })
    expect(twin().cycles.c7).not.toHaveProperty('inserted')
  })

  it('[TW6] say by the newest of them whether a source is simulated, [TW9] by any of them whether a cycle is', () => {
    const { tell, twin } = story()
    tell('visual', 'inspection-failed', { ...part(1), module: 'visual', reason: 'dark' })
    const real = fold(twin(), [
      {
        position: 2,
        recordedAt: new Date(START).toISOString(),
        event: {
          ...{ v: 1, id: '00000000-0000-7000-8000-000000000099', type: 'part-inserted', source: 'visual' },
          ...{ epoch: 1, seq: 2, occurredAt: new Date(START).toISOString(), simulated: false, data: insertion(1) },
        } as CellEvent,
      },
    ])
    expect(real.sources.visual).toMatchObject({ events: 2, simulated: false })
    expect(real.cycles.c1?.simulated).toBe(true)
  })

  it('[TW10] keep each phase once, in the order of beginning', () => {
    const { tell, twin } = story()
    for (const [phase, seq] of [
      ['scan', 3],
      ['insert', 1],
      ['expose', 2],
      ['scan', 4],
    ] as const)
      tell('handling', 'phase-started', { ...part(1), phase, budgetMs: 1 }, { seq })
    expect(twin().cycles.c1?.phases.map((p) => [p.phase, p.seq])).toEqual([
      ['insert', 1],
      ['expose', 2],
      ['scan', 4],
    ])
  })
})

describe('ranges', () => {
  it('join where they touch and split where something is taken out', () => {
    expect(
      including(
        [
          [1, 2],
          [6, 7],
        ],
        3,
        5,
      ),
    ).toEqual([[1, 7]])
    expect(
      including(
        [
          [1, 2],
          [9, 9],
        ],
        5,
        5,
      ),
    ).toEqual([
      [1, 2],
      [5, 5],
      [9, 9],
    ])
    expect(excluding([[1, 9]], 4, 5)).toEqual([
      [1, 3],
      [6, 9],
    ])
    expect(
      excluding(
        [
          [1, 3],
          [5, 6],
        ],
        2,
        9,
      ),
    ).toEqual([[1, 1]])
  })
})

describe('a screen', () => {
  it('sees the running cycle, the last parts, what waits for a person and what lies in hold', () => {
    const house = threeParts()
    expect(runningCycle(house.twin())).toBeUndefined()
    house.tell('handling', 'part-inserted', insertion(4))
    const twin = house.twin()
    expect(runningCycle(twin)?.cycleId).toBe('c4')
    expect(lastParts(twin, 2).map((c) => c.cycleId)).toEqual(['c3', 'c2'])
    expect(waitingForPerson(twin).map((c) => c.cycleId)).toEqual(['c1', 'c2'])
    expect(partsInHold(twin).map(({ place, cycle }) => [place, cycle.cycleId])).toEqual([[2, 'c1']])
    expect(firstPassYield(twin)).toEqual({ passed: 1, judged: 3, share: 1 / 3 })
    expect(firstPassYield(emptyTwin('x')).share).toBeNull()
  })

  it('believes an old fact of a source that is there, not one of a source that is gone, nor an old sample', () => {
    const at = new Date(START).toISOString()
    const hourLater = START + 3_600_000
    expect(trustOf(at, hourLater, { online: true })).toBe('live')
    expect(trustOf(at, START, { online: false })).toBe('stale')
    expect(trustOf(at, hourLater, { online: true, goodForMs: 5000 })).toBe('stale')
    expect(trustOf(at, hourLater, {})).toBe('stale')
  })
})

describe('a review', () => {
  it.each([
    ['held', 1, 'conforming', 'accept'],
    ['held', 1, 'scrap', 'reject'],
    ['held', 1, 'concession', 'accept'],
    ['held', 1, 'rework', 'out'],
    ['held', 1, 'repair', 'out'],
    ['held', 1, 'return-to-supplier', 'out'],
    ['rejected', 2, 'conforming', 'out'],
    ['rejected', 2, 'rework', 'out'],
    ['rejected', 2, 'concession', 'out'],
  ] as const)('of a %s part (%i): %s asks the cell to bring it to %s', (_, n, what, to) => {
    const { twin } = threeParts()
    const review = what === 'conforming' ? conforming : nonconforming(what)
    expect(reviewPart(twin(), command(n, review))).toMatchObject({
      requestId: `r${n}`,
      events: [
        { type: 'part-reviewed', data: { review, requestId: `r${n}` } },
        { type: 'request-made', data: { target: { cycleId: `c${n}`, to }, decidedAtRevision: 9 } },
      ],
    })
  })

  it('that scraps a part in the bin leaves it there', () => {
    const answer = reviewPart(threeParts().twin(), command(2, nonconforming('scrap')))
    expect(answer).toMatchObject({ requestId: null, events: [{ type: 'part-reviewed' }] })
  })

  it('is refused with a reason', () => {
    const house = threeParts()
    house.tell('handling', 'part-inserted', insertion(4))
    const refusal = (n: number, review: Review) => reviewPart(house.twin(), command(n, review))
    expect(refusal(9, conforming)).toMatchObject({ refused: 'part-unknown' })
    expect(refusal(3, conforming)).toMatchObject({ refused: 'part-not-in-hold-or-reject' })
    expect(refusal(4, conforming)).toMatchObject({ refused: 'part-not-in-hold-or-reject' })
    expect(refusal(1, { finding: 'nonconforming', reasonCode: 'x' })).toMatchObject({ refused: 'disposition-missing' })
    expect(refusal(1, { ...conforming, disposition: 'scrap' })).toMatchObject({
      refused: 'disposition-of-conforming-part',
    })
    const { concession: _, ...bare } = nonconforming('concession')
    expect(refusal(1, bare)).toMatchObject({ refused: 'concession-without-reference' })
    decide(house, 1, conforming)
    expect(refusal(1, conforming)).toMatchObject({ refused: 'already-reviewed' })
  })

  it('[TW13] leaves the verdict as it was, and [TW15] a false reject counts until it is undone', () => {
    const house = threeParts()
    const reviewId = decide(house, 2, conforming)
    expect(house.twin().cycles.c2?.verdict?.verdict).toBe('reject')
    expect(house.twin().counters).toMatchObject({ reviewed: 1, falseRejects: 1 })
    const undo = undoReview(house.twin(), { cycleId: 'c2', reviewId, by: 'B' })
    expect(undo).toMatchObject({ events: [{ type: 'review-undone' }, { type: 'request-withdrawn' }] })
    if ('events' in undo) for (const { type, data } of undo.events) house.tell('server', type, data as never)
    const twin = house.twin()
    expect(twin.counters).toMatchObject({ reviewed: 0, falseRejects: 0 })
    expect(reviewInForce(twin.cycles.c2!)).toBeUndefined()
    expect(outstanding(twin)).toEqual([])
    expect(undoReview(twin, { cycleId: 'c2', reviewId, by: 'B' })).toMatchObject({ refused: 'review-not-in-force' })
  })

  it('cannot be undone once the cell has begun to move the part', () => {
    const house = threeParts()
    const reviewId = decide(house, 1, conforming)
    house.tell('handling', 'request-started', { requestId: 'r1' })
    expect(undoReview(house.twin(), { cycleId: 'c1', reviewId, by: 'B' })).toMatchObject({
      refused: 'already-carried-out',
    })
  })
})

describe('a request', () => {
  it('[TW17] is outstanding until the cell reports it done', () => {
    const house = threeParts()
    decide(house, 1, nonconforming('rework'))
    const item = {
      id: 'r1',
      target: { kind: 'move-part', serial: 's1', cycleId: 'c1', to: 'out' },
      decidedAtRevision: 9,
      expiresAt: '2026-01-05T07:00:00.000Z',
    }
    expect(outstanding(house.twin())).toEqual([item])
    expect(overdue(house.twin(), Date.parse(item.expiresAt) - 1)).toEqual([])
    expect(overdue(house.twin(), Date.parse(item.expiresAt))).toEqual([item])
    house.tell('handling', 'request-waiting', { requestId: 'r1', waitingFor: ['local release'] })
    expect(outstanding(house.twin())).toEqual([item])
    house.tell('handling', 'request-done', { requestId: 'r1' })
    expect(outstanding(house.twin())).toEqual([])
    expect(house.twin().cycles.c1?.arrived?.where).toBe('out') // [TW11]
    expect(house.twin().counters.arrived.out).toBe(1)
  })

  it('[TW11] is not needed where a person empties the bin: the part is out, waits for its decision all the same, and moves no more', () => {
    const house = threeParts()
    house.tell('handling', 'part-taken-out', { cycleId: 'c2', serial: 's2', cycleNumber: 2 })
    const twin = house.twin()
    expect(twin.cycles.c2).toMatchObject({ finished: true, arrived: { where: 'out' } })
    expect(twin.counters.arrived).toMatchObject({ reject: 1, out: 1 })
    const decided = reviewPart(twin, command(2, conforming))
    expect(decided).toMatchObject({ requestId: null, events: [{ type: 'part-reviewed' }] })
  })

  it('[TW18] stays while it is outstanding; others are let go after a hundred newer ones', () => {
    const { tell, twin } = story()
    for (let n = 1; n <= KEPT_REQUESTS + 3; n++) {
      const target = { kind: 'set-state', state: 'held' } as const
      tell('server', 'request-made', { requestId: `r${n}`, by: 'A', target, expiresAt: '2026-01-05T07:00:00.000Z' })
      if (n !== 2) tell('handling', 'request-done', { requestId: `r${n}` })
    }
    const { requests } = twin()
    expect(Object.keys(requests)).toHaveLength(KEPT_REQUESTS + 1)
    expect([requests.r1, requests.r3]).toEqual([undefined, undefined])
    expect(outstanding(twin()).map(({ id }) => id)).toEqual(['r2'])
  })

  it('[TW16] that the server gave up is done all the same when the cell says so, and done is final', () => {
    const house = threeParts()
    decide(house, 1, conforming)
    house.tell('server', 'request-expired', { requestId: 'r1' })
    expect(stateOf(house.twin().requests.r1!)).toBe('expired')
    house.tell('handling', 'request-done', { requestId: 'r1' })
    house.tell('handling', 'request-waiting', { requestId: 'r1', waitingFor: [] })
    expect(stateOf(house.twin().requests.r1!)).toBe('done')
  })
})

describe('a passed part', () => {
  it('[TW60] that is looked at again, pulled and measured stays what it was, and nothing counts it twice', () => {
    const { tell, twin } = story()
    const part = { cycleId: 'c1', serial: 's1', cycleNumber: 1 }
    tell('handling', 'part-arrived', { ...part, at: 'accept' })
    const before = twin()
    const values = [{ characteristic: 'runout', value: 0.2, unit: 'mm', conforming: false }]
    tell('server', 'part-second-reviewed', { ...part, finding: 'nonconforming', evidence: [], by: 'A' })
    tell('server', 'part-pulled', { ...part, because: 'plan', by: 'A' })
    tell('server', 'part-remeasured', { ...part, gauge: 'CMM', values, by: 'A' })
    const { cycles, counters } = twin()
    expect({ cycles, counters }).toEqual({ cycles: before.cycles, counters: before.counters })
  })

  it('[TW28] lies where it was packed last, and tells which place of the cell was filled last', () => {
    const { tell, twin } = story()
    const part = { cycleId: 'c1', serial: 's1', cycleNumber: 1 }
    tell('handling', 'part-packed', { ...part, container: 'K1', position: 3, positions: 12 })
    tell('handling', 'part-packed', { ...part, container: 'K2', position: 1, positions: 12 })
    expect(twin().cycles.c1?.packed).toMatchObject({ container: 'K2', position: 1 })
    expect(twin().packing?.value).toEqual({ container: 'K2', position: 1, positions: 12 })
  })
})
