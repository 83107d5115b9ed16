import type { Characteristic, Conformance, Recipe, Verdict } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assess, CONFORMANCES, toResult } from './assess.ts'
import { type JudgedResult, judge } from './judge.ts'

const characteristic = (id: string, more: Partial<Characteristic> = {}): Characteristic => ({
  id,
  title: id,
  module: 'dimensional',
  group: 'g',
  kind: 'measure',
  unit: 'mm',
  lower: 1,
  upper: 2,
  uncertainty: 0.1,
  decimals: 3,
  ...more,
})

const recipe = (characteristics: Characteristic[], decision: Partial<Recipe['decision']> = {}): Recipe => ({
  id: 'r',
  version: 1,
  partType: 'p',
  decision: {
    acceptance: 'guarded',
    conditionalFail: 'reject',
    conditionalPass: 'pass',
    conditionalPassSpecial: 'hold',
    ...decision,
  },
  characteristics,
})

const result = (id: string, value: number | null, uncertainty: number | null = null): JudgedResult => ({
  characteristic: id,
  value,
  uncertainty,
  unit: 'mm',
})

describe('assess', () => {
  it.each([
    // Limits 1 and 2, U = 0.1: guard bands 1–1.1 and 1.9–2, and as wide again outside.
    [1.5, 'pass'],
    [1.9, 'pass'],
    [1.95, 'conditional-pass'],
    [2, 'conditional-pass'],
    [2.05, 'conditional-fail'],
    [2.11, 'fail'],
    [1.05, 'conditional-pass'],
    [0.95, 'conditional-fail'],
    [0.85, 'fail'],
  ] as const)('holds %d against 1 to 2 with U = 0.1: %s', (value, expected) => {
    expect(assess(value, null, characteristic('a'), 'guarded')).toBe(expected)
  })

  it('lets the value alone decide under simple acceptance and for counts', () => {
    expect(assess(1.99, null, characteristic('a'), 'simple')).toBe('pass')
    expect(assess(2.01, null, characteristic('a'), 'simple')).toBe('fail')
    const count = characteristic('crimps', { kind: 'count', lower: 6, upper: 6, uncertainty: 0 })
    expect([5, 6, 7].map((n) => assess(n, 0, count, 'guarded'))).toEqual(['fail', 'pass', 'fail'])
  })

  it('sets a guard band inside the limits without touching what lies outside', () => {
    const wide = characteristic('a', { guardBand: 0.3 })
    expect([1.71, 1.69, 2.05, 2.11].map((value) => assess(value, null, wide, 'guarded'))).toEqual([
      'conditional-pass',
      'pass',
      'conditional-fail',
      'fail',
    ])
    expect(assess(1.99, null, characteristic('a', { guardBand: 0 }), 'guarded')).toBe('pass')
    expect(assess(1.71, null, wide, 'simple')).toBe('pass')
  })

  it('warns of what passes beyond a warning limit, and of nothing that does not pass', () => {
    const watched = characteristic('a', { warnLower: 1.2, warnUpper: 1.8 })
    const states = [1.15, 1.2, 1.8, 1.85, 1.95, 2.05].map((value) => assess(value, null, watched, 'guarded'))
    expect(states).toEqual(['warning', 'pass', 'pass', 'warning', 'conditional-pass', 'conditional-fail'])
    expect(judge([result('a', 1.85)], recipe([watched]))).toMatchObject({
      verdict: 'pass',
      reasons: [{ characteristic: 'a', conformance: 'warning', text: 'a 1.850 mm, above 1.800 mm' }],
      counts: { pass: 0, warning: 1 },
    })
  })

  it('believes a stated uncertainty before the assumed one, and takes a percentage of the value', () => {
    expect(assess(1.95, 0.01, characteristic('a'), 'guarded')).toBe('pass')
    const { uncertainty: _, ...open } = characteristic('a', { uncertaintyPercent: 10 })
    expect(assess(1.85, null, open, 'guarded')).toBe('conditional-pass')
  })

  it('cannot say anything of what is not a number, nor with an uncertainty that is none', () => {
    expect(assess(Number.NaN, 0, characteristic('a'), 'guarded')).toBe('not-inspected')
    expect(assess(null, 0, characteristic('a'), 'guarded')).toBe('not-inspected')
    expect(assess(1.5, -1, characteristic('a'), 'guarded')).toBe('not-inspected')
  })

  it('never improves when a value moves away from the middle of its limits', () => {
    const away = fc.double({ min: 0, max: 3, noNaN: true })
    fc.assert(
      fc.property(away, away, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (a, b, up, uncertainty) => {
        const ranked: readonly Conformance[] = CONFORMANCES
        const at = (d: number) =>
          ranked.indexOf(assess(up ? 1.5 + d : 1.5 - d, uncertainty, characteristic('a'), 'guarded'))
        expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)))
      }),
    )
  })
})

describe('toResult', () => {
  it('writes down unit, limits, uncertainty and conformance as the recipe has them', () => {
    const measurement = {
      characteristic: 'a',
      value: 1.95,
      uncertainty: null,
      explanation: 'e',
      algorithm: { name: 'n', version: '1' },
    }
    expect(toResult(measurement, characteristic('a'), recipe([]).decision, ['h'])).toEqual({
      ...measurement,
      uncertainty: 0.1,
      unit: 'mm',
      conformance: 'conditional-pass',
      limits: { lower: 1, upper: 2 },
      evidence: ['h'],
    })
    expect(toResult({ ...measurement, value: Number.NaN }, characteristic('a'), recipe([]).decision, [])).toMatchObject(
      {
        value: null,
        conformance: 'not-inspected',
        reason: 'the inspection gave no number',
      },
    )
  })
})

describe('judge', () => {
  const two = recipe([characteristic('a'), characteristic('b', { special: true })])

  it.each([
    ['passes what plainly passes', 1.5, 1.5, 'pass'],
    ['rejects a failure', 3, 1.5, 'reject'],
    ['rejects a conditional failure', 2.05, 1.5, 'reject'],
    ['passes an ordinary conditional pass', 1.95, 1.5, 'pass'],
    ['holds a conditional pass of a special characteristic', 1.5, 1.95, 'hold'],
    ['holds what was not inspected even beside a failure', null, 3, 'hold'],
  ] as const)('%s', (_, a, b, verdict) => {
    expect(judge([result('a', a), result('b', b)], two).verdict).toBe(verdict)
  })

  it('says what decided, worst first, and counts', () => {
    expect(judge([result('a', 1.95), result('b', 3)], two)).toEqual({
      verdict: 'reject',
      reasons: [
        { characteristic: 'b', conformance: 'fail', text: 'b 3.000 mm, above 2.000 mm' },
        { characteristic: 'a', conformance: 'conditional-pass', text: 'a 1.950 mm, just below 2.000 mm' },
      ],
      counts: { pass: 0, conditionalPass: 1, conditionalFail: 0, fail: 1, notInspected: 0 },
    })
  })

  it('follows the recipe where it says otherwise', () => {
    const strict = recipe(two.characteristics, { conditionalPass: 'hold', conditionalFail: 'hold' })
    expect(judge([result('a', 1.95), result('b', 1.5)], strict).verdict).toBe('hold')
    expect(judge([result('a', 2.05), result('b', 1.5)], strict).verdict).toBe('hold')
    const lenient = recipe(two.characteristics, { conditionalPassSpecial: 'pass' })
    expect(judge([result('a', 1.5), result('b', 1.95)], lenient).verdict).toBe('pass')
  })

  it('judges the same results otherwise under another recipe, whatever they say of themselves', () => {
    const told = { ...result('a', 2.5), conformance: 'pass' }
    expect(judge([told], recipe([characteristic('a')])).verdict).toBe('reject')
    expect(judge([told], recipe([characteristic('a', { upper: 3 })])).verdict).toBe('pass')
  })

  it('holds where a characteristic has two results, or one in another unit', () => {
    const one = recipe([characteristic('a')])
    expect(judge([result('a', 1.5), result('a', 1.5)], one).verdict).toBe('hold')
    expect(judge([{ ...result('a', 1.5), unit: 'µm' }], one).verdict).toBe('hold')
  })

  it('only warns of an advisory characteristic: beyond its limits, without a value, or without a result', () => {
    const advised = recipe([characteristic('a'), characteristic('b', { advisory: true, special: true })])
    const plain = judge([result('a', 1.5), result('b', 1.95)], advised)
    expect(plain).toMatchObject({ verdict: 'pass', reasons: [] })
    expect(judge([result('a', 1.5), result('b', 3)], advised)).toEqual({
      verdict: 'pass',
      reasons: [{ characteristic: 'b', conformance: 'warning', text: 'b 3.000 mm, above 2.000 mm' }],
      counts: { pass: 1, conditionalPass: 0, conditionalFail: 0, fail: 0, notInspected: 0, warning: 1 },
    })
    expect(judge([result('a', 1.5), result('b', null)], advised).verdict).toBe('pass')
    expect(judge([result('a', 1.5)], advised).verdict).toBe('pass')
    expect(judge([result('a', 3), result('b', 3)], advised).reasons.map(({ characteristic: c }) => c)).toEqual([
      'a',
      'b',
    ])
  })

  it('rejects a part whose failure left nothing else to inspect, and holds it where that is not what failed', () => {
    const impeded = { ...result('b', null), reason: 'it did not turn', impededBy: 'a' }
    const locked = judge([result('a', 3), impeded], two)
    expect(locked).toMatchObject({ verdict: 'reject', counts: { fail: 1, notInspected: 1 } })
    expect(locked.reasons.map(({ characteristic: c }) => c)).toEqual(['a'])
    for (const a of [1.5, 1.95, 2.05]) expect(judge([result('a', a), impeded], two).verdict).toBe('hold')
    expect(judge([result('a', 3), { ...impeded, impededBy: 'c' }], two).verdict).toBe('hold')
    expect(judge([result('a', 3), result('b', null)], two).verdict).toBe('hold')
  })

  const value = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0, max: 3, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  const anyRecipe = fc.record({
    acceptance: fc.constantFrom('guarded' as const, 'simple' as const),
    conditionalFail: fc.constantFrom('reject' as const, 'hold' as const),
    conditionalPass: fc.constantFrom('pass' as const, 'hold' as const),
    conditionalPassSpecial: fc.constantFrom('pass' as const, 'hold' as const),
  })
  const ids = ['a', 'b', 'c', 'd']
  const four = (decision: Recipe['decision']) =>
    recipe(
      ids.map((id, i) => characteristic(id, { special: i % 2 === 1 })),
      decision,
    )

  it('never passes a part that lacks any result', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 4, maxLength: 4 }),
        fc.subarray(ids, { maxLength: 3 }),
        anyRecipe,
        (v, there, d) => {
          const results = ids.flatMap((id, i) => (there.includes(id) ? [result(id, v[i] ?? null)] : []))
          expect(judge(results, four(d)).verdict).toBe('hold')
        },
      ),
    )
  })

  it('never turns a verdict into pass when one value gets worse', () => {
    const better: Record<Verdict, number> = { pass: 1, reject: 0, hold: 0 }
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.nat(3),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        anyRecipe,
        (away, which, more, up, d) => {
          const at = (extra: number) =>
            ids.map((id, i) => {
              const distance = away[i]! + (i === which ? extra : 0)
              return result(id, up ? 1.5 + distance : 1.5 - distance)
            })
          expect(better[judge(at(more), four(d)).verdict]).toBeLessThanOrEqual(better[judge(at(0), four(d)).verdict])
        },
      ),
    )
  })

  it('gives the verdict that it would give without the advisory characteristics', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 4, maxLength: 4 }), anyRecipe, (v, d) => {
        const results = ids.map((id, i) => result(id, v[i] ?? null))
        const advised = recipe(
          ids.map((id, i) => characteristic(id, i < 2 ? {} : { advisory: true })),
          d,
        )
        const without = recipe(advised.characteristics.slice(0, 2), d)
        expect(judge(results, advised).verdict).toBe(judge(results, without).verdict)
      }),
    )
  })

  it('does not mind the order of the results', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(ids, { minLength: 4 }),
        fc.array(value, { minLength: 4, maxLength: 4 }),
        (order, v) => {
          const of = (list: readonly string[]) => list.map((id) => result(id, v[ids.indexOf(id)] ?? null))
          expect(judge(of(order), two)).toEqual(judge(of(ids), two))
        },
      ),
    )
  })
})
