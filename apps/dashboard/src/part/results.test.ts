import { describe, expect, it } from 'vitest'
import { limitsText, tally, worst } from './results.ts'

describe('results in words', () => {
  it('writes limits as a drawing does', () => {
    expect(limitsText({ lower: 1, upper: 1.4 }, { unit: 'mm', decimals: 2 })).toBe('1.00–1.40')
    expect(limitsText({ upper: 0.05 }, { unit: 'mm', decimals: 3 })).toBe('≤ 0.050')
    expect(limitsText({ lower: 6, upper: 6 }, { unit: '', decimals: 0 })).toBe('6')
    expect(limitsText({ lower: -0.3, upper: 0.3 }, { unit: 'mm', decimals: 1 })).toBe('± 0.3')
  })

  it('counts what there is, gravest first, and leaves out what there is not', () => {
    const of = (...all: ('pass' | 'fail' | 'not-inspected')[]) => tally(all.map((conformance) => ({ conformance })))
    expect(of('pass', 'fail', 'pass')).toBe('1 fail, 2 pass')
    expect(of('not-inspected')).toBe('1 not inspected')
  })

  it('holds a part that could not be inspected to be graver than a narrow pass, and a fail gravest', () => {
    expect(worst(['pass', 'conditional-pass', 'not-inspected'])).toBe('not-inspected')
    expect(worst(['conditional-fail', 'fail', 'not-inspected'])).toBe('fail')
    expect(worst([])).toBeUndefined()
  })
})
