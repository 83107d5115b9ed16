import type { Conformance } from '@celltwin/contracts'
import { holds, NO_TALLY, parseCondition } from '@celltwin/inspection/condition'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../part/results.ts'
import { conditionFrom } from './from-value.ts'

const ID = 'crimp-count'
const NAMES = new Map([[ID, [ID]]])
type Limits = { lower?: number; upper?: number }
const row = (value: number | null, conformance: Conformance, limits: Limits): Row =>
  ({ characteristic: { id: ID, ...limits }, result: { value, conformance, limits } }) as unknown as Row

describe('a breakpoint from a value', () => {
  it.each<[string, number | null, Conformance, Limits]>([
    ['crimp-count < 6', 5, 'fail', { lower: 6, upper: 6 }],
    ['crimp-count != 6', 6, 'pass', { lower: 6, upper: 6 }],
    ['crimp-count > 0.05', 0.08, 'fail', { upper: 0.05 }],
    ['crimp-count fails', 0.048, 'conditional-fail', { upper: 0.05 }],
    ['crimp-count < 1', 1.1, 'pass', { lower: 1, upper: 1.4 }],
    ['crimp-count > 1.4', 1.38, 'conditional-pass', { lower: 1, upper: 1.4 }],
    ['crimp-count warns', 1.3, 'warning', { lower: 1, upper: 1.4 }],
    ['crimp-count is not inspected', null, 'not-inspected', { upper: 1 }],
    ['crimp-count > 3.2', 3.2, 'pass', {}],
  ])('%s', (expected, value, conformance, limits) => {
    expect(conditionFrom(row(value, conformance, limits))).toBe(expected)
  })

  it('asks for a result where the module gave none', () => {
    expect(conditionFrom({ ...row(1, 'pass', {}), result: undefined })).toBe('crimp-count is not inspected')
  })

  it('is always understood, and holds for the part itself where its value was not good', () => {
    const number = fc.integer({ min: -1e6, max: 1e6 }).map((thousandths) => thousandths / 1000)
    const bad = fc.constantFrom<Conformance>('fail', 'conditional-fail', 'warning', 'not-inspected')
    const limits = fc.record({ lower: number, upper: number }, { requiredKeys: [] })
    fc.assert(
      fc.property(number, bad, limits, (value, conformance, limits) => {
        const parsed = parseCondition(conditionFrom(row(value, conformance, limits)), NAMES)
        if (!parsed.ok) throw new Error(parsed.flaw.message)
        const part = { verdict: 'reject' as const, results: [{ characteristic: ID, value, conformance }] }
        expect(holds(parsed.condition, part, NO_TALLY)).toBe(true)
      }),
    )
  })
})
