import { describe, expect, it } from 'vitest'
import { cohenKappa, fleissKappa } from './kappa.ts'

describe('kappa', () => {
  it('has the kappas of the AIAG example (MSA 4th edition, III-C), to their two digits', () => {
    const kappa = (a: number, b: number, c: number, d: number) =>
      cohenKappa([
        [a, b],
        [c, d],
      ])!.value
    expect(kappa(44, 6, 3, 97)).toBeCloseTo(0.86, 2)
    expect(kappa(42, 5, 9, 94)).toBeCloseTo(0.79, 2)
    expect(kappa(43, 7, 8, 92)).toBeCloseTo(0.78, 2)
    expect(kappa(45, 5, 3, 97)).toBeCloseTo(0.88, 2)
    expect(kappa(45, 2, 3, 100)).toBeCloseTo(0.92, 2)
    expect(kappa(42, 9, 6, 93)).toBeCloseTo(0.77, 2)
  })

  it('has the standard error of Fleiss, Levin and Paik (2003, table 18.1: 0.68 ± 0.087)', () => {
    const kappa = cohenKappa([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ])!
    expect(kappa.value).toBeCloseTo(0.68, 2)
    expect(Math.abs(kappa.standardError - 0.087)).toBeLessThan(0.001)
    // By numerical differentiation of kappa over the nine cells: 0.0877030.
    expect(kappa.standardError).toBeCloseTo(0.087703, 6)
  })

  it('has the kappa of many raters that is published for Fleiss’ formula (0.210)', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ]
    expect(fleissKappa(counts)!.value).toBeCloseTo(0.21, 3)
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toBeNull()
  })

  it('is 1 of judges who never differ, and its interval has no width', () => {
    expect(
      cohenKappa([
        [7, 0],
        [0, 9],
      ]),
    ).toEqual({ value: 1, standardError: 0, lower: 1, upper: 1 })
  })

  it('is 0 beside a judge who only ever says the same, and unknown where both do', () => {
    expect(
      cohenKappa([
        [7, 3],
        [0, 0],
      ])!.value,
    ).toBeCloseTo(0, 12)
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toBeNull()
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull()
  })
})
