import type { CellEvent, EventData, EventType } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTwin, fold } from './evolve.ts'
import { KEPT_DISAGREEMENTS, modelBefore, modelSlot, outstandingModels, shadowCount } from './models.ts'
import { interleave, journalOf, seeded } from './testing.ts'

const START = Date.parse('2026-01-05T06:00:00.000Z')
const ref = (letter: string) => ({ digest: letter.repeat(64), name: 'face', version: `1.0.${letter.charCodeAt(0)}` })
const [OLD, NEW] = [ref('a'), ref('b')]
const ID = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Tells events one second apart, each source in its own stream; ids count from 1. */
function story() {
  const events: CellEvent[] = []
  const seqs = new Map<string, number>()
  return {
    events,
    tell<T extends EventType>(source: string, type: T, data: EventData<T>) {
      const seq = (seqs.get(source) ?? 0) + 1
      seqs.set(source, seq)
      const occurredAt = new Date(START + events.length * 1000).toISOString()
      const place = { epoch: 1, seq, occurredAt, simulated: true }
      events.push({ v: 1, id: ID(events.length + 1), type, source, ...place, data } as CellEvent)
      return ID(events.length)
    },
    twin: () => fold(emptyTwin('small-cell'), journalOf(events)),
  }
}

const golden = { inputs: 3, greatestDifference: 0, within: 0.001 }
const shadowed = (n: number, disagrees: boolean, challenge?: string): EventData<'part-shadowed'> => ({
  ...{ cycleId: `c${n}`, serial: `s${n}`, cycleNumber: n, module: 'visual', model: NEW, against: OLD.digest },
  ...{ results: [], verdict: disagrees ? 'reject' : 'pass', liveVerdict: 'pass', computeMs: 20, liveComputeMs: 30 },
  disagreed: disagrees
    ? [
        {
          live: { characteristic: 'grease', value: 1, conformance: 'pass' },
          shadow: { characteristic: 'grease', value: 9, conformance: 'fail' },
        },
      ]
    : [],
  ...(challenge === undefined ? {} : { challenge }),
})

/** From what the cell came with to the new model and back, with the answers of the module. */
function wholeStory(parts: number) {
  const { tell, events, twin } = story()
  const module = 'visual'
  tell(module, 'model-swapped', { module, to: OLD, atCycle: 1 })
  const assignment = tell('server', 'model-assigned', { module, model: NEW, by: 'Ada' })
  tell(module, 'model-fetched', { module, assignment, digest: NEW.digest, bytes: 10, tookMs: 5 })
  tell(module, 'model-ready', { module, assignment, model: NEW, stage: 'shadow', warmUpMs: 9, golden, backend: 'x' })
  for (let n = 1; n <= parts; n++) tell(module, 'part-shadowed', shadowed(n, n % 4 === 0))
  const promoted = tell('server', 'model-promoted', { module, model: NEW, by: 'Ada' })
  tell(module, 'model-swapped', { module, assignment: promoted, from: OLD, to: NEW, atCycle: parts + 1 })
  tell(module, 'shadow-ended', { module, assignment: promoted, model: NEW })
  return { tell, events, twin, promoted }
}

describe('models in the twin', () => {
  it('[TW23] [TW26] are outstanding from the decision until the module says that it has them', () => {
    const { tell, twin } = story()
    const module = 'visual'
    tell(module, 'model-swapped', { module, to: OLD, atCycle: 1 })
    expect(outstandingModels(twin())).toEqual([])
    const assignment = tell('server', 'model-assigned', { module, model: NEW, by: 'Ada' })
    expect(outstandingModels(twin())).toEqual([{ assignment, module, stage: 'shadow', model: NEW }])
    tell(module, 'model-ready', { module, assignment, model: NEW, stage: 'shadow', warmUpMs: 9, golden, backend: 'x' })
    expect(outstandingModels(twin())).toEqual([])
    const promoted = tell('server', 'model-promoted', { module, model: NEW, by: 'Ada' })
    expect(outstandingModels(twin())).toMatchObject([
      { assignment: promoted, stage: 'live', model: NEW },
      { assignment: promoted, stage: 'shadow', model: null },
    ])
    tell(module, 'model-swapped', { module, assignment: promoted, from: OLD, to: NEW, atCycle: 7 })
    tell(module, 'shadow-ended', { module, assignment: promoted, model: NEW })
    expect(outstandingModels(twin())).toEqual([])
    // Its disk was lost: it runs what it came with, and is asked again.
    tell(module, 'model-swapped', { module, to: OLD, atCycle: 9 })
    expect(outstandingModels(twin())).toMatchObject([{ assignment: promoted, stage: 'live' }])
  })

  it('[TW26] are not asked for again once refused, unless a person asks again', () => {
    const { tell, twin } = story()
    const module = 'visual'
    const first = tell('server', 'model-assigned', { module, model: NEW, by: 'Ada' })
    tell(module, 'model-refused', { module, assignment: first, digest: NEW.digest, reason: 'corrupt' })
    expect(outstandingModels(twin())).toEqual([])
    tell('server', 'model-assigned', { module, model: NEW, by: 'Ada' })
    expect(outstandingModels(twin())).toHaveLength(1)
  })

  it('[TW24] [TW25] count parts in shadow by pair, challenge parts never, and keep the newest disagreements', () => {
    const { tell, twin } = story()
    for (let n = 1; n <= 240; n++) tell('visual', 'part-shadowed', shadowed(n, n % 4 === 0))
    tell('visual', 'part-shadowed', shadowed(241, true, 'P1-CRIMPS'))
    tell('visual', 'model-swapped', { module: 'visual', to: OLD, atCycle: 1 })
    const slot = modelSlot(twin(), 'visual')
    expect(shadowCount(slot, NEW.digest)).toMatchObject({
      parts: 240,
      disagreed: 60,
      otherVerdict: 60,
      computeMs: 4800,
    })
    expect(slot.disagreements).toHaveLength(KEPT_DISAGREEMENTS)
    expect(slot.disagreements.at(-1)).toMatchObject({ cycleNumber: 240, liveVerdict: 'pass', verdict: 'reject' })
    expect(twin().cycles).toEqual({})
  })

  it('know where a roll-back leads, also while the module has not yet swapped', () => {
    const { tell, twin } = wholeStory(4)
    expect(modelBefore(modelSlot(twin(), 'visual'))).toEqual(OLD)
    tell('server', 'model-rolled-back', { module: 'visual', model: OLD, from: NEW.digest, by: 'Ada' })
    expect(modelBefore(modelSlot(twin(), 'visual'))).toEqual(NEW)
    expect(modelBefore(modelSlot(twin(), 'vibration'))).toBeUndefined()
  })

  it('[TW27] know what was last said of a roll-out', () => {
    const { tell, twin } = story()
    const plan = { rollout: ID(1), model: NEW, stages: [[{ cell: 'c', module: 'visual' }]] }
    tell('server', 'rollout-started', { ...plan, rule: { minParts: 5, mostDisagreement: 0.5 }, by: 'Ada' })
    tell('server', 'rollout-paused', { rollout: ID(1), by: 'Bea', reason: 'lunch' })
    expect(twin().rollouts?.[ID(1)]).toMatchObject({
      plan: { value: { model: NEW } },
      state: { value: { as: 'paused', by: 'Bea', reason: 'lunch' } },
    })
  })

  it('[TW2] are the same for every interleaving that keeps the order of each stream', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.integer({ min: 1, max: 1_000_000 }), (parts, seed) => {
        const { events, twin } = wholeStory(parts)
        expect(fold(emptyTwin('small-cell'), journalOf(interleave(events, seeded(seed))))).toEqual(twin())
      }),
      { numRuns: 50 },
    )
  })
})
