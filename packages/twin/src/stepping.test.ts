import type { CellEvent, CellTwin, Control } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTwin, fold } from './evolve.ts'
import { breakpointsInForce, controlAt } from './stepping.ts'
import { seeded } from './testing/random.ts'
import { Teller } from './testing/teller.ts'

const START = Date.parse('2026-01-05T06:00:00.000Z')
const part = { cycleId: 'c1', serial: 'S1', cycleNumber: 1 }
const control = (controlId: string, forMs: number): Control => ({
  controlId,
  by: 'A. Person',
  panel: 'a'.repeat(64),
  expiresAt: new Date(START + forMs).toISOString(),
})
const twinOf = (events: readonly CellEvent[]): CellTwin =>
  fold(
    emptyTwin('c'),
    events.map((event, i) => ({ position: i + 1, recordedAt: event.occurredAt, event })),
  )

describe('[TW50] control', () => {
  const tell = (...events: ((teller: Teller) => CellEvent)[]) => {
    const teller = new Teller(seeded(1), START)
    return twinOf(events.map((make) => make(teller)))
  }
  const taken = (id: string, forMs: number) => (teller: Teller) =>
    teller.tell('server', 'control-taken', control(id, forMs))
  const released = (controlId: string) => (teller: Teller) =>
    teller.tell('server', 'control-released', { controlId, by: 'A. Person' })

  it('is with the panel that took it last, until its time is over', () => {
    const twin = tell(taken('a', 1000), taken('b', 2000))
    expect(controlAt(twin, START + 1999)?.controlId).toBe('b')
    expect(controlAt(twin, START + 2000)).toBeUndefined()
  })

  it('ends when it is given back, and not when another is', () => {
    expect(controlAt(tell(taken('a', 1000), released('a')), START)).toBeUndefined()
    expect(controlAt(tell(taken('a', 1000), taken('b', 1000), released('a')), START)?.controlId).toBe('b')
  })
})

it('[TW51] evidence of a step changes nothing that was captured, and is counted', () => {
  const teller = new Teller(seeded(1), START)
  const image = (sha256: string) => ({
    kind: 'image-bright',
    sha256: sha256.repeat(64),
    mediaType: 'image/png',
    bytes: 1,
  })
  const twin = twinOf([
    teller.tell('visual', 'evidence-captured', { ...part, module: 'visual', evidence: [image('a')], tookMs: 1 }),
    teller.tell('handling', 'part-arrived', { ...part, at: 'hold', place: 2 }),
    teller.tell('handling', 'part-mounted', { ...part, place: 2 }),
    teller.tell('visual', 'evidence-captured', {
      ...part,
      module: 'visual',
      evidence: [image('b')],
      tookMs: 1,
      because: 'request',
      requestId: 'r',
    }),
  ])
  const cycle = twin.cycles.c1
  expect(cycle?.modules.visual?.captured?.evidence[0]?.sha256).toBe('a'.repeat(64))
  expect(cycle).toMatchObject({ stepped: 1, mounted: { on: true, place: 2 }, arrived: { where: 'hold' } })
})

it('[TW52] a breakpoint is in force until it is removed, in whichever order that is heard', () => {
  const teller = new Teller(seeded(1), START)
  const set = (breakpointId: string) =>
    teller.tell('handling', 'breakpoint-set', { breakpointId, condition: 'visual fails', by: 'A. Person' })
  const events = [
    set('a'),
    set('b'),
    teller.tell('handling', 'breakpoint-removed', { breakpointId: 'a', by: 'A. Person' }),
    teller.tell('handling', 'breakpoint-hit', { ...part, breakpointId: 'b', condition: 'visual fails' }),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      const [only, ...rest] = breakpointsInForce(twinOf(shuffled))
      expect(only).toMatchObject({ breakpointId: 'b', hit: { serial: 'S1' } })
      expect(rest).toEqual([])
    }),
  )
})
