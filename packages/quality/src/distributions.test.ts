import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chiSquareQuantile,
  chiSquareTail,
  fQuantile,
  fTail,
  incompleteBeta,
  logGamma,
  normalQuantile,
  normalTail,
  tQuantile,
  tTails,
} from './distributions.ts'

const relative = (a: number, b: number) => Math.abs(a - b) / Math.abs(b)

describe('distributions', () => {
  it('have the quantiles of printed tables (NIST e-handbook 1.3.6.7)', () => {
    expect(normalQuantile(0.025)).toBeCloseTo(1.959964, 6)
    expect(tQuantile(0.025, 9)).toBeCloseTo(2.262, 3)
    expect(tQuantile(0.005, 49)).toBeCloseTo(2.68, 3)
    expect(fQuantile(0.05, 9, 18)).toBeCloseTo(2.456, 3)
    expect(fQuantile(0.01, 1, 1)).toBeCloseTo(4052.181, 2)
    expect(chiSquareQuantile(0.025, 19)).toBeCloseTo(32.852, 3)
    expect(chiSquareQuantile(0.975, 19)).toBeCloseTo(8.907, 3)
  })

  it('agree with SciPy 1.17 to ten digits, far out in the tails as well', () => {
    expect(relative(normalTail(8), 6.22096057427174e-16)).toBeLessThan(1e-10)
    expect(relative(fTail(492.291, 9, 18), 1.1630729329717417e-19)).toBeLessThan(1e-10)
    expect(relative(tTails(12, 5), 7.089492517161522e-5)).toBeLessThan(1e-10)
    expect(relative(chiSquareTail(100, 10), 5.44970198292052e-17)).toBeLessThan(1e-10)
    expect(relative(incompleteBeta(0.3, 2.5, 0.5), 0.018927124071945658)).toBeLessThan(1e-10)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
  })

  it('take their quantiles back to the probability they came from', () => {
    const tail = fc.double({ min: 1e-6, max: 0.999, noNaN: true })
    const freedom = fc.integer({ min: 1, max: 200 })
    fc.assert(
      fc.property(tail, freedom, freedom, (p, over, under) => {
        expect(fTail(fQuantile(p, over, under), over, under)).toBeCloseTo(p, 9)
        expect(chiSquareTail(chiSquareQuantile(p, over), over)).toBeCloseTo(p, 9)
        expect(normalTail(normalQuantile(p))).toBeCloseTo(p, 9)
      }),
    )
  })
})
