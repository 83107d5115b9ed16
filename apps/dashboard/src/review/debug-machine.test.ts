import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, begin, type DebugAction, type DebugState, missing, reviewOf, unseen } from './debug-machine.ts'

const run = (state: DebugState, ...actions: DebugAction[]) => actions.reduce(advance, state)
const next = { do: 'next' } as const

describe('Debug Mode', () => {
  it('goes forward and back through the steps and stops at both ends', () => {
    expect(run(begin(3), next, next, next, next).step).toBe(2)
    expect(run(begin(3), next, { do: 'back' }, { do: 'back' }).step).toBe(0)
  })

  it('counts a step as seen only when it was shown', () => {
    const jumped = run(begin(5), { do: 'show', step: 4 })
    expect(unseen(jumped)).toBe(3)
    expect(unseen(run(begin(5), next, next, next, next))).toBe(0)
  })

  it('signs nothing before every step was seen, at the last step, with finding, disposition, reason and name', () => {
    const decided = run(
      begin(3),
      { do: 'find', finding: 'nonconforming' },
      { do: 'dispose', disposition: 'rework' },
      { do: 'draft', draft: { reasonCode: 'confirmed' } },
    )
    expect(reviewOf(decided, 'Mara')).toBeUndefined()
    expect(reviewOf(run(decided, { do: 'show', step: 2 }), 'Mara')).toBeUndefined()
    const walked = run(decided, next, next)
    expect(reviewOf(walked, ' ')).toBeUndefined()
    expect(reviewOf(walked, 'Mara')).toEqual({
      finding: 'nonconforming',
      disposition: 'rework',
      reasonCode: 'confirmed',
    })
    expect(missing(walked, 'Mara')).toEqual([])
  })

  it('takes defect and disposition away when the part is found conforming', () => {
    const changed = run(
      begin(2),
      { do: 'defect', defect: 'crimp-count' },
      { do: 'dispose', disposition: 'scrap' },
      { do: 'find', finding: 'conforming' },
      { do: 'draft', draft: { reasonCode: 'false-reject' } },
      next,
    )
    expect(reviewOf(changed, 'Mara')).toEqual({ finding: 'conforming', reasonCode: 'false-reject' })
  })

  it('asks for the customer’s word and its bound before a concession', () => {
    const wanted = run(
      begin(2),
      next,
      { do: 'dispose', disposition: 'concession' },
      { do: 'draft', draft: { reasonCode: 'confirmed' } },
    )
    expect(missing(wanted, 'Mara')).toEqual(['the customer’s reference', 'the quantity it is good for'])
    const given = run(wanted, { do: 'draft', draft: { concessionReference: 'C-77', concessionQuantity: '12' } })
    expect(reviewOf(given, 'Mara')?.concession).toEqual({ reference: 'C-77', quantity: 12 })
  })

  it('never signs while a step is unseen, whatever is pressed', () => {
    const action: fc.Arbitrary<DebugAction> = fc.oneof(
      fc.constant<DebugAction>({ do: 'back' }),
      fc.nat(7).map((step): DebugAction => ({ do: 'show', step })),
      fc.constantFrom<DebugAction>({ do: 'find', finding: 'conforming' }, { do: 'dispose', disposition: 'scrap' }),
      fc.constant<DebugAction>({ do: 'draft', draft: { reasonCode: 'confirmed' } }),
      fc.constant<DebugAction>(next),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const state = run(begin(6), ...actions)
        if (reviewOf(state, 'Mara')) expect([state.step, state.seen.size]).toEqual([5, 6])
      }),
    )
  })
})
