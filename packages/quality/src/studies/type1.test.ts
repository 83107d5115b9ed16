import { describe, expect, it } from 'vitest'
import { normals } from '../testing/normals.ts'
import { CG_CONVENTIONS, toleranceOf, type1Study } from './index.ts'

describe('a type 1 study', () => {
  /** Mean 6.0009 by construction, standard deviation exactly 0.001. */
  const values = exactly(50, 6.0009, 0.001)

  it('has bias, Cg and Cgk by their definitions (Bosch booklet 10, 4.1)', () => {
    // T = 0.06: Cg = 0.2·0.06/(6·0.001) = 2.000; Cgk = (0.1·0.06 − 0.0011)/(3·0.001) = 1.6333.
    const study = type1Study(values, { tolerance: 0.06, reference: 6.002, resolution: 0.001 })
    expect(study.cg.value).toBeCloseTo(2, 9)
    expect(study.cgk).toBeCloseTo(1.63333, 5)
    // t = −0.0011/(0.001/√50) = −7.7782 with 49 degrees of freedom.
    expect(study.bias!.t).toBeCloseTo(-7.7782, 4)
    expect(study.bias).toMatchObject({ significant: true })
    expect(study.bias!.upper - study.bias!.value).toBeCloseTo((2.009575 * 0.001) / Math.sqrt(50), 8)
    expect(study.resolution).toMatchObject({ fine: true })
    expect(study.leastTolerance).toBeCloseTo((2 * 0.0011 + 1.33 * 6 * 0.001) / 0.2, 9)
    expect(study.verdict).toBe('capable')
  })

  it('has the figures published for the gauge of a bearing plant (JASP Quality Control, msaType1)', () => {
    const readings = [
      -4, -4.1, -4.1, -4.1, -4.1, -3.9, -3.9, -3.9, -4.1, -4.2, -3.9, -4.2, -4, -3.8, -3.9, -3.9, -3.9, -3.9, -4.6,
      -4.3, -3.9, -3.7, -3.7, -3.9, -4, -5, -3.9, -3.8, -3.7, -3.8, -3.7, -3.8, -3.6, -3.5, -3.6, -3.6, -3.4, -5.1,
      -3.5, -4, -4.5, -3.5, -5.1, -5, -3.5, -3.5, -3.5, -3.6, -3.6, -3.5,
    ]
    // Diameter over balls, 50 readings: reference −4.0 µm, resolution 0.1 µm, tolerance 15 µm.
    const study = type1Study(readings, { tolerance: 15, reference: -4, resolution: 0.1 })
    expect(study.mean).toBeCloseTo(-3.946, 12)
    expect(study.sigma).toBeCloseTo(0.420014577006512, 12)
    expect(study.cg.value).toBeCloseTo(1.19, 2)
    expect(study.cgk).toBeCloseTo(1.15, 2)
    expect(study.repeatabilityPercent).toBeCloseTo(16.8, 1)
    expect(study.repeatabilityAndBiasPercent).toBeCloseTo(17.43, 2)
    expect(study.bias!.percentOfTolerance).toBeCloseTo(0.36, 12)
    expect(study.bias!.t).toBeCloseTo(0.909105737620188, 10)
    expect(study.bias!.p).toBeCloseTo(0.367744349288335, 8)
    expect(study.bias!.lower).toBeCloseTo(-0.0653668220476197, 8)
    expect(study.bias!.upper).toBeCloseTo(0.17336682204762, 8)
    expect(study).toMatchObject({ verdict: 'conditional', resolution: { fine: true } })
  })

  it('follows the convention that is named', () => {
    const cgBy = (convention: (typeof CG_CONVENTIONS)[number]) =>
      type1Study(values, { tolerance: 0.06, convention }).cg.value
    expect(CG_CONVENTIONS.map(cgBy).map((cg) => Number(cg.toFixed(6)))).toEqual([2, 1.5, 3])
  })

  it('knows no Cgk without a reference, and refuses a coarse gauge', () => {
    expect(type1Study(values, { tolerance: 0.06 })).toMatchObject({ bias: null, cgk: null, verdict: 'capable' })
    expect(type1Study(values, { tolerance: 0.06, resolution: 0.004 }).verdict).toBe('not-capable')
    expect(type1Study(values, { tolerance: 0.035 }).verdict).toBe('conditional')
    expect(() => type1Study([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], { tolerance: 1 })).toThrow('all the same')
    expect(() => type1Study([1, 2], { tolerance: 1 })).toThrow('at least 10')
  })

  it('covers the true Cg and bias at the stated rate', () => {
    let [cg, bias] = [0, 0]
    const runs = 600
    for (let run = 0; run < runs; run++) {
      const study = type1Study(normals(50, run), { tolerance: 60, reference: 0.5 })
      if (study.cg.lower <= 2 && 2 <= study.cg.upper) cg++
      if (study.bias!.lower <= -0.5 && -0.5 <= study.bias!.upper) bias++
    }
    for (const times of [cg, bias]) expect(Math.abs(times / runs - 0.95)).toBeLessThan(0.03)
  })

  it('is held against a tolerance whose lower limit is zero where the drawing has none', () => {
    expect(toleranceOf({ upper: 0.3 })).toBe(0.3)
    expect(toleranceOf({ lower: 1, upper: 3 })).toBe(2)
    expect(toleranceOf({ lower: 1 })).toBeNull()
  })
})

/** Values of exactly this mean and standard deviation. */
function exactly(n: number, mean: number, sigma: number): number[] {
  const half = sigma * Math.sqrt((n - 1) / n)
  return Array.from({ length: n }, (_, i) => mean + (i % 2 === 0 ? half : -half))
}
