import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normals } from '../testing/normals.ts'
import {
  andersonDarling,
  capability,
  cChart,
  chartConstants,
  deviationChart,
  histogram,
  indices,
  individualsChart,
  NELSON,
  npChart,
  pChart,
  rangeChart,
  roundStep,
  signals,
  subgroupChart,
  subgroupsOf,
  uChart,
} from './index.ts'

/** NIST/SEMATECH e-handbook 6.3.2.2, flow rate of ten batches. */
const FLOW_RATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
/** NIST/SEMATECH e-handbook 6.3.3.1, defects on 25 wafers. */
const WAFER_DEFECTS = [
  16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13,
]
/** NIST/SEMATECH e-handbook 6.3.3.2, nonconforming chips of 50 on 30 wafers. */
const CHIPS = [
  12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]

/** Index of every point beyond its limits. */
const beyond = (...[points, limits]: Parameters<typeof signals>) =>
  signals(points, limits, ['beyond-limits']).map(({ index }) => index)

describe('control limits', () => {
  it('of individuals are those of NIST 6.3.2.2', () => {
    const { location, spread } = individualsChart(FLOW_RATE)
    expect(location.centre).toBeCloseTo(50.81, 2)
    expect(spread.centre).toBeCloseTo(1.8778, 4)
    expect(location.upper).toBeCloseTo(55.8041, 4)
    expect(location.lower).toBeCloseTo(45.8159, 4)
  })

  it('use the constants of ASTM E2587', () => {
    const five = chartConstants(5)
    const printed = { A2: 0.577, A3: 1.427, B3: 0, B4: 2.089, c4: 0.94, d2: 2.326, D3: 0, D4: 2.114 }
    for (const [name, value] of Object.entries(printed)) expect(five[name as keyof typeof five]).toBeCloseTo(value, 3)
    expect(chartConstants(10)).toMatchObject({ d2: 3.078, d3: 0.797 })
    expect(chartConstants(10).B3).toBeCloseTo(0.284, 3)
    expect(chartConstants(10).D3).toBeCloseTo(0.223, 3)
    expect(() => chartConstants(26)).toThrow('2 to 25')
  })

  it('of means and ranges are those of Montgomery (flow width, table 6.1)', () => {
    const { location, spread } = rangeChart(1.5056, 0.32521, 5)
    expect(location.upper).toBeCloseTo(1.6932, 3)
    expect(location.lower).toBeCloseTo(1.318, 3)
    expect(spread.upper).toBeCloseTo(0.6876, 3)
    expect(spread.lower).toBe(0)
  })

  it('of means and standard deviations are those of Montgomery (piston rings, table 6.3)', () => {
    const { location, spread } = deviationChart(74.001, 0.0094, 5)
    expect(location.upper).toBeCloseTo(74.014, 3)
    expect(location.lower).toBeCloseTo(73.988, 3)
    expect(spread.upper).toBeCloseTo(0.0196, 4)
  })

  it('of counts are those of NIST 6.3.3', () => {
    const defects = cChart(WAFER_DEFECTS)
    expect(defects.limits[0]).toEqual({ centre: 16, lower: 4, upper: 28, sigma: 4 })
    expect(beyond(defects.points, defects.limits)).toEqual([23])

    const chips = pChart(CHIPS.map((count) => ({ count, inspected: 50 })))
    expect(chips.rate).toBeCloseTo(0.2313, 4)
    expect(chips.limits[0]!.upper).toBeCloseTo(0.4102, 4)
    expect(chips.limits[0]!.lower).toBeCloseTo(0.0524, 4)
    expect(beyond(chips.points, chips.limits)).toEqual([14, 22])
  })

  it('of np and u are those of p and c, in their own unit', () => {
    const p = pChart(CHIPS.map((count) => ({ count, inspected: 50 })))
    expect(npChart(CHIPS, 50).limits[0]!.upper / 50).toBeCloseTo(p.limits[0]!.upper, 12)
    const u = uChart(WAFER_DEFECTS.map((count) => ({ count, inspected: 1 })))
    expect(u.limits[3]).toEqual(cChart(WAFER_DEFECTS).limits[3])
    const [small, large] = uChart([
      { count: 4, inspected: 2 },
      { count: 40, inspected: 20 },
    ]).limits
    expect(small!.sigma / large!.sigma).toBeCloseTo(Math.sqrt(10), 12)
  })

  it('frozen are not moved by what comes later', () => {
    const baseline = individualsChart(FLOW_RATE).location
    const later = [...FLOW_RATE, 57, 57]
    expect(beyond(later, baseline)).toEqual([10, 11])
    expect(beyond(later, individualsChart(later).location)).toEqual([])
    expect(pChart([{ count: 9, inspected: 10 }], 0.1).rate).toBe(0.1)
  })

  it('leave out an unfinished subgroup', () => {
    expect(subgroupsOf([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(
      subgroupChart(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        'range',
      ).location.centre,
    ).toBe(3.5)
    expect(() => subgroupChart([[1, 2], [3]], 'range')).toThrow('one size')
  })

  it('flag about 2.7 in 1000 points of a normal process', () => {
    const values = normals(20_000, 7)
    const flagged = signals(values, individualsChart(values).location, ['beyond-limits']).length
    expect(flagged / values.length).toBeGreaterThan(0.0018)
    expect(flagged / values.length).toBeLessThan(0.0036)
  })
})

describe('the rules of Nelson and Western Electric', () => {
  const limits = { centre: 0, lower: -3, upper: 3, sigma: 1 }
  const met = (points: readonly (number | null)[]) =>
    signals(points, limits, NELSON).map(({ rule, index }) => [rule, index])

  it('are each met by the pattern that they were made for', () => {
    expect(met([0.5, 3.1, 0.2])).toEqual([['beyond-limits', 1]])
    expect(met([0.2, 0.3, 0.1, 1.2, 0.4, 0.2, 1.1, 0.3, 0.5])).toEqual([['nine-one-side', 8]])
    expect(met([-1.2, -0.8, -0.1, 0.3, 0.9, 1.4])).toEqual([['six-trending', 5]])
    expect(met([2.2, 0.1, 2.3])).toEqual([['two-of-three-beyond-2-sigma', 2]])
    expect(met([-1.2, -1.1, 0.3, -1.5, -1.3])).toEqual([['four-of-five-beyond-1-sigma', 4]])
    expect(met([1.2, -1.1, 1.4, -1.6, 1.2, -1.3, 1.1, -1.2])).toEqual([['eight-beyond-1-sigma', 7]])
    expect(met(Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 1.2 : -0.2)))).toEqual([
      ['fourteen-alternating', 13],
    ])
    const quiet = [0.1, -0.2, -0.3, 0.4, 0.2, -0.1, -0.5, 0.6, 0.3, -0.4, -0.6, 0.1, 0.5, -0.2, -0.3]
    expect(met(quiet)).toEqual([['fifteen-within-1-sigma', 14]])
  })

  it('end every run at a point without a value', () => {
    expect(met([0.2, 0.3, 0.1, 1.2, null, 0.4, 0.2, 1.1, 0.3, 0.5])).toEqual([])
    expect(met([2.2, 0.1, -2.3])).toEqual([])
  })

  it('speak the same of a chart turned upside down', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 40 }), (points) => {
        expect(
          signals(
            points.map((z) => -z),
            limits,
            NELSON,
          ),
        ).toEqual(signals(points, limits, NELSON))
      }),
    )
  })
})

describe('capability', () => {
  it('is that of the worked example in NIST 6.1.6', () => {
    const { potential, actual } = indices(16, { sigma: 2, freedom: 49 }, 50, { lower: 8, upper: 20 })
    expect(potential!.value).toBe(1)
    expect(actual!.value).toBeCloseTo(0.6667, 4)
  })

  it('has the interval of Cp in Montgomery (example 8.4: 1.57 to 3.01)', () => {
    const { potential } = indices(50, { sigma: 1.75, freedom: 19 }, 20, { lower: 38, upper: 62 })
    expect(potential!.value).toBeCloseTo(2.29, 2)
    // The book rounds Cp to 2.29 first.
    expect(potential!.lower).toBeCloseTo(1.57, 1)
    expect(potential!.upper).toBeCloseTo(3.01, 1)
  })

  it('covers the true index at the stated rate', () => {
    const runs = 400
    let [ppk, pp] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const values = normals(50, 1000 + run)
      const found = capability(values, { lower: -4, upper: 5 })!
      if (found.ppk!.lower <= 4 / 3 && found.ppk!.upper >= 4 / 3) ppk++
      if (found.pp!.lower <= 1.5 && found.pp!.upper >= 1.5) pp++
    }
    for (const covered of [ppk, pp]) expect(Math.abs(covered / runs - 0.95)).toBeLessThan(0.035)
  })

  it('against one limit has no potential', () => {
    const found = capability(normals(100, 3), { upper: 3 })!
    expect(found.cp).toBeNull()
    expect(found.ppk!.value).toBeCloseTo((3 - found.mean) / (3 * found.sigmaOverall), 12)
    expect(capability(normals(100, 3), {})!.ppk).toBeNull()
    expect(capability([1], {})).toBeNull()
  })

  it('warns of few values, of no spread, and of values that are not normal', () => {
    expect(capability(normals(20, 5), { upper: 3 })!.warnings).toEqual(['few-values'])
    expect(capability(normals(200, 5), { upper: 3 })!.warnings).toEqual([])
    expect(capability(normals(200, 5).map(Math.exp), { upper: 30 })!.warnings).toEqual(['not-normal'])
    expect(capability([2, 2, 2], { upper: 3 })).toMatchObject({ warnings: ['few-values', 'no-spread'], ppk: null })
  })

  it('does not change with the unit', () => {
    const values = normals(60, 11)
    const inMetres = capability(values, { lower: -4, upper: 5 }, { subgroupSize: 5 })!
    const inMicrometres = capability(
      values.map((v) => v * 1e6),
      { lower: -4e6, upper: 5e6 },
      { subgroupSize: 5 },
    )!
    expect(inMicrometres.cpk!.value).toBeCloseTo(inMetres.cpk!.value, 9)
    expect(inMicrometres.normality!.statistic).toBeCloseTo(inMetres.normality!.statistic, 9)
  })
})

describe('the test of Anderson and Darling', () => {
  it('gives the statistic of SciPy, adjusted for the sample', () => {
    // scipy.stats.anderson(FLOW_RATE) = 0.3048580492709476, times 1 + 0.75/10 + 2.25/100.
    expect(andersonDarling(FLOW_RATE)!.statistic).toBeCloseTo(0.3048580492709476 * 1.0975, 10)
  })

  it('has 5 % at its tabled critical value of 0.752, and rejects normal samples about that often', () => {
    let rejected = 0
    for (let run = 0; run < 600; run++) {
      const { statistic, p } = andersonDarling(normals(40, run))!
      expect(p < 0.05).toBe(statistic > 0.7518)
      if (p < 0.05) rejected++
    }
    expect(Math.abs(rejected / 600 - 0.05)).toBeLessThan(0.025)
  })
})

describe('a histogram', () => {
  it('holds every value once, between the edges of its bin', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (values) => {
          const bins = histogram(values)
          expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
          const slack = 1e-9 * Math.max(1, ...values.map(Math.abs))
          expect(bins[0]!.from).toBeLessThanOrEqual(Math.min(...values) + slack)
          expect(bins.at(-1)!.to).toBeGreaterThanOrEqual(Math.max(...values) - slack)
        },
      ),
      { examples: [[[6.4e-323, 6e-323]], [[0, 1e-309]], [[0, 3e-307]]] },
    )
  })

  it('has edges a person can read, no finer than the values are given', () => {
    expect([0.03, 0.1, 0.11, 3].map(roundStep)).toEqual([0.05, 0.1, 0.2, 5])
    const bins = histogram([1, 2, 2, 3, 3, 3, 4, 4, 5], { resolution: 1 })
    expect(bins.every(({ from, to }) => to - from >= 1)).toBe(true)
    expect(histogram([3, 3])).toEqual([{ from: 3, to: 3, count: 2 }])
  })
})
