import { describe, expect, it } from 'vitest'
import { compareGolden, comparePaired, differenceInterval, gate, mcNemarExact, pairedOutcomes } from '../index.ts'

const RULE = { greatestLoss: 0.005, goldenWithin: 0.1 }
const GOLDEN = { inputs: 10, otherLabel: 0, greatestDifference: 0.02 }
const paired = (onlyBaseRight: number, onlyVariantRight: number, images = 2048) =>
  comparePaired({ images, bothRight: images - 30 - onlyBaseRight - onlyVariantRight, onlyBaseRight, onlyVariantRight })
const rulesOf = (decision: ReturnType<typeof gate>) =>
  decision.allowed ? [] : decision.refusals.map(({ rule }) => rule)

describe('a paired comparison', () => {
  it('counts the pictures on which only one model is right', () => {
    const outcomes = pairedOutcomes([true, true, false, true], [true, false, true, true])
    expect(outcomes).toEqual({ images: 4, bothRight: 2, onlyBaseRight: 1, onlyVariantRight: 1 })
    expect(() => pairedOutcomes([true], [])).toThrow('same pictures')
  })

  it('gives the exact p-value of McNemar', () => {
    // One against five of six: 2 · (1 + 6)/2^6.
    expect(mcNemarExact(1, 5)).toBeCloseTo((2 * 7) / 64, 12)
    // None against ten: 2/2^10.
    expect(mcNemarExact(10, 0)).toBeCloseTo(2 / 1024, 12)
    expect(mcNemarExact(0, 0)).toBe(1)
    expect(mcNemarExact(7, 7)).toBe(1)
    expect(mcNemarExact(1500, 1500)).toBe(1)
    expect(mcNemarExact(1400, 1600)).toBeGreaterThan(0.0002)
    expect(mcNemarExact(1400, 1600)).toBeLessThan(0.0004)
  })

  it('gives an interval that turns with its sides and is no point where all pairs agree', () => {
    const { lower, upper } = differenceInterval(9, 4, 500)
    const turned = differenceInterval(4, 9, 500)
    expect(turned.lower).toBeCloseTo(-upper, 9)
    expect(turned.upper).toBeCloseTo(-lower, 9)
    expect(lower).toBeLessThan(5 / 500)
    expect(upper).toBeGreaterThan(5 / 500)
    // Without disagreement Tango's score is solved by z²/(n + z²).
    const z2 = 1.959963984540054 ** 2
    expect(differenceInterval(0, 0, 500).upper).toBeCloseTo(z2 / (500 + z2), 9)
    expect(differenceInterval(0, 0, 500).lower).toBeCloseTo(-z2 / (500 + z2), 9)
  })

  it('holds the true difference in about 95 of 100 draws', () => {
    let state = 12345
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state / 2 ** 32
    }
    let held = 0
    const draws = 2000
    for (let draw = 0; draw < draws; draw++) {
      let [b, c] = [0, 0]
      for (let k = 0; k < 400; k++) {
        const u = uniform()
        if (u < 0.03) b++
        else if (u < 0.04) c++
      }
      const { lower, upper } = differenceInterval(b, c, 400)
      if (lower <= 0.02 && 0.02 <= upper) held++
    }
    expect(held / draws).toBeGreaterThan(0.93)
    expect(held / draws).toBeLessThan(0.97)
  })
})

describe('the gate', () => {
  it('lets a variant through that is as good as its base', () => {
    const decision = gate({ rule: RULE, accuracy: paired(3, 2), golden: GOLDEN })
    expect(decision).toMatchObject({ allowed: true })
    expect(decision.allowed && decision.reason).toMatch(/right on 2048 images.*10 golden scores agree/)
  })

  it('needs no golden inputs in common where the models take other inputs, and says so', () => {
    const decision = gate({ rule: RULE, accuracy: paired(3, 2), golden: { notComparable: 'other inputs' } })
    expect(decision.allowed && decision.reason).toMatch(/golden inputs say nothing: other inputs/)
  })

  it('refuses a variant that loses more than is allowed', () => {
    expect(rulesOf(gate({ rule: RULE, accuracy: paired(25, 2), golden: GOLDEN }))).toEqual(['accuracy-loss'])
  })

  it('refuses where the frozen set is too small to rule the loss out', () => {
    expect(rulesOf(gate({ rule: RULE, accuracy: paired(0, 0, 200), golden: GOLDEN }))).toEqual(['accuracy-loss'])
  })

  it('refuses where golden inputs get another label, or a score too far off, or no number', () => {
    const accuracy = paired(1, 1)
    const rules = (golden: object) => rulesOf(gate({ rule: RULE, accuracy, golden: { ...GOLDEN, ...golden } }))
    expect(rules({ otherLabel: 1 })).toEqual(['golden-label'])
    expect(rules({ greatestDifference: 0.2 })).toEqual(['golden-score'])
    expect(rules({ greatestDifference: Number.NaN })).toEqual(['golden-score'])
  })

  it('refuses for want of evidence', () => {
    expect(rulesOf(gate({ rule: RULE }))).toEqual(['no-frozen-set', 'no-golden-inputs'])
  })
})

describe('golden scores', () => {
  it('are compared score by score and label by label', () => {
    const expected = [0.9, 0.1, 0.4, 0.6]
    expect(compareGolden(expected, [0.85, 0.15, 0.55, 0.45], 2)).toEqual({
      inputs: 2,
      otherLabel: 1,
      greatestDifference: expect.closeTo(0.15, 9),
    })
    expect(compareGolden(expected, [Number.NaN, 0, 0, 0], 2).greatestDifference).toBeNaN()
  })
})
