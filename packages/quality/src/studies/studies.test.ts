import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AIAG } from '../testing/aiag.ts'
import { normals } from '../testing/normals.ts'
import {
  attributeStudy,
  type ComponentName,
  type GrrFigures,
  grrStudy,
  type RatedReading,
  type Reading,
  type3Study,
} from './index.ts'
import { intervalOfDifference, intervalOfSum } from './intervals.ts'

const component = (figures: GrrFigures, name: ComponentName) => figures.components.find((one) => one.name === name)!
const row = (figures: GrrFigures, source: string) => figures.anova.find((one) => one.source === source)!

describe('a gauge R&R study', () => {
  const aiag = grrStudy(AIAG, { tolerance: 8 })

  it('has the ANOVA table published for the AIAG data, to all printed digits', () => {
    // Minitab's gageaiag, with interaction: SS 88.3619, 3.1673, 0.3590, 2.7589; F 492.291, 79.406, 0.434; p 0.974.
    const full = grrStudy(AIAG, { tolerance: null, alpha: 0.99 })
    expect(row(full, 'part')).toMatchObject({ freedom: 9 })
    expect(row(full, 'part').squares).toBeCloseTo(88.3619, 4)
    expect(row(full, 'operator').squares).toBeCloseTo(3.1673, 4)
    expect(row(full, 'interaction').squares).toBeCloseTo(0.359, 4)
    expect(row(full, 'repeatability').squares).toBeCloseTo(2.7589, 4)
    expect(row(full, 'total').squares).toBeCloseTo(94.6471, 4)
    expect(row(full, 'part').f).toBeCloseTo(492.291, 3)
    expect(row(full, 'operator').f).toBeCloseTo(79.406, 3)
    expect(Math.round(1000 * aiag.interaction.f!)).toBe(434)
    expect(aiag.interaction.p).toBeCloseTo(0.974, 3)
  })

  it('pools the interaction and has the components published for the AIAG data', () => {
    expect(aiag.interaction.pooled).toBe(true)
    expect(row(aiag, 'repeatability')).toMatchObject({ freedom: 78 })
    expect(component(aiag, 'grr').variance).toBeCloseTo(0.09143, 5)
    expect(component(aiag, 'ev').variance).toBeCloseTo(0.03997, 5)
    expect(component(aiag, 'av').variance).toBeCloseTo(0.05146, 5)
    expect(component(aiag, 'pv').variance).toBeCloseTo(1.08645, 5)
    const percents = { grr: [7.76, 27.86], ev: [3.39, 18.42], av: [4.37, 20.9], pv: [92.24, 96.04] } as const
    for (const [name, [contribution, study]] of Object.entries(percents)) {
      expect(component(aiag, name as ComponentName).percentContribution).toBeCloseTo(contribution, 2)
      expect(component(aiag, name as ComponentName).percentOfStudyVariation).toBeCloseTo(study, 2)
    }
    expect(component(aiag, 'grr').percentOfTolerance).toBeCloseTo(22.68, 2)
    expect(aiag).toMatchObject({ ndc: 4, basis: 'tolerance', verdict: 'conditional' })
  })

  it('is against the study variation, with its categories, where there is no tolerance', () => {
    expect(grrStudy(AIAG, { tolerance: null })).toMatchObject({ basis: 'study-variation', verdict: 'conditional' })
    expect(grrStudy(AIAG, { tolerance: 2 }).verdict).toBe('not-capable')
    expect(grrStudy(AIAG, { tolerance: 20 }).verdict).toBe('capable')
  })

  it('covers the true spread of gauge, repeatability and parts at the stated rate', () => {
    const truth = { grr: Math.sqrt(0.09 + 0.04 + 0.0225), ev: 0.3, pv: 1 }
    const covered = { grr: 0, ev: 0, pv: 0 }
    const runs = 500
    for (let run = 0; run < runs; run++) {
      const study = grrStudy(simulated(run, { p: 10, o: 4, r: 3 }), { tolerance: null, alpha: 1 })
      for (const name of ['grr', 'ev', 'pv'] as const) {
        const { lower, upper } = component(study, name).interval!
        if (lower <= truth[name] && truth[name] <= upper) covered[name]++
      }
    }
    for (const times of Object.values(covered)) {
      expect(times / runs).toBeGreaterThan(0.92)
      expect(times / runs).toBeLessThan(0.985)
    }
  })

  it('finds true variances in a large study', () => {
    const study = grrStudy(simulated(3, { p: 60, o: 40, r: 3 }), { tolerance: null, alpha: 1 })
    expect(component(study, 'ev').variance).toBeCloseTo(0.09, 2)
    expect(component(study, 'interaction').variance).toBeCloseTo(0.0225, 2)
    expect(component(study, 'operator').variance / 0.04).toBeGreaterThan(0.5)
    expect(component(study, 'operator').variance / 0.04).toBeLessThan(1.6)
  })

  it('does not depend on the order of the rows, nor on unit and zero', () => {
    const anyOrder = fc.shuffledSubarray(AIAG, { minLength: AIAG.length, maxLength: AIAG.length })
    fc.assert(
      fc.property(anyOrder, fc.double({ min: 0.01, max: 100, noNaN: true }), (rows, scale) => {
        const other = rows.map((one) => ({ ...one, value: one.value * scale + 5 * scale }))
        const study = grrStudy(other, { tolerance: 8 * scale })
        for (const { name, percentOfTolerance, percentContribution, interval } of aiag.components) {
          const same = component(study, name)
          expect(same.percentOfTolerance).toBeCloseTo(percentOfTolerance!, 8)
          expect(same.percentContribution).toBeCloseTo(percentContribution, 8)
          if (interval) expect(same.interval!.upper / scale).toBeCloseTo(interval.upper, 6)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('names the part and operator that are short of a trial', () => {
    expect(() => grrStudy(AIAG.slice(0, -1), { tolerance: 8 })).toThrow('part 10 by C: must have 3 trials')
    expect(() =>
      grrStudy(
        AIAG.filter(({ operator }) => operator === 'A'),
        { tolerance: 8 },
      ),
    ).toThrow('operators')
  })
})

describe('a type 3 study', () => {
  const oneOperator = AIAG.filter(({ operator }) => operator === 'A').map(({ part, value }) => ({ part, value }))

  it('is the one-way ANOVA of NIST (StRD SiRstv, certified values)', () => {
    // Silicon resistivity by 5 instruments, 5 trials each: F 1.18046237440255, SS 0.0511462616 and 0.216636560.
    const resistivity = [
      [196.3052, 196.124, 196.189, 196.2569, 196.3403],
      [196.3042, 196.3825, 196.1669, 196.3257, 196.0422],
      [196.1303, 196.2005, 196.2889, 196.0343, 196.1811],
      [196.2795, 196.1748, 196.1494, 196.1485, 195.9885],
      [196.2119, 196.1051, 196.185, 196.0052, 196.209],
    ]
    const study = type3Study(
      resistivity.flatMap((row, i) => row.map((value) => ({ part: `${i}`, value }))),
      { tolerance: null },
    )
    expect(row(study, 'part').squares).toBeCloseTo(5.11462616e-2, 10)
    expect(row(study, 'repeatability').squares).toBeCloseTo(2.1663656e-1, 9)
    expect(row(study, 'part').f).toBeCloseTo(1.18046237440255, 9)
  })

  it('has no operator, and names both percentages', () => {
    const study = type3Study(oneOperator, { tolerance: 8 })
    expect(study).toMatchObject({ parts: 10, operators: 1, trials: 3, basis: 'tolerance' })
    expect(component(study, 'grr').sigma).toBe(component(study, 'ev').sigma)
    expect(component(study, 'grr').percentOfTolerance).toBeCloseTo((600 * component(study, 'ev').sigma) / 8, 12)
    expect(component(study, 'grr').percentOfStudyVariation).toBeLessThan(20)
    expect(() => type3Study(AIAG, { tolerance: 8 })).toThrow('grr')
    expect(() => type3Study(oneOperator.slice(0, 9), { tolerance: 8 })).toThrow('at least 5')
  })

  it('covers the true repeatability and spread of parts at the stated rate', () => {
    let [ev, pv] = [0, 0]
    const runs = 600
    for (let run = 0; run < runs; run++) {
      const noise = normals(75, run)
      const readings = Array.from({ length: 50 }, (_, i) => {
        const part = Math.floor(i / 2)
        return { part: `${part}`, value: noise[50 + part]! + 0.2 * noise[i]! }
      })
      const study = type3Study(readings, { tolerance: null })
      const within = (name: ComponentName, truth: number) => {
        const { lower, upper } = component(study, name).interval!
        return lower <= truth && truth <= upper
      }
      if (within('ev', 0.2)) ev++
      if (within('pv', 1)) pv++
    }
    for (const times of [ev, pv]) expect(Math.abs(times / runs - 0.95)).toBeLessThan(0.03)
  })

  it('says of a gauge that never varies that categories are unknown', () => {
    const still = Array.from({ length: 20 }, (_, i) => ({ part: `${i % 10}`, value: i % 10 }))
    expect(type3Study(still, { tolerance: 8 })).toMatchObject({ ndc: null, verdict: 'capable' })
  })
})

describe('an attribute study', () => {
  it('has effectiveness, miss and false-alarm rate of the AIAG example, with exact intervals', () => {
    // Appraiser A: 42 of 50 parts right (84 %, 71 to 93), 3 of 48 missed (6.3 %), 5 of 102 false alarms (4.9 %).
    const study = attributeStudy(likeAppraiserA())
    const [a] = study.appraisers
    expect(study).toMatchObject({ parts: 50, nonconforming: 16, trials: 3 })
    expect(a!.effectiveness.share).toBe(0.84)
    expect(a!.effectiveness.lower).toBeCloseTo(0.71, 2)
    expect(a!.effectiveness.upper).toBeCloseTo(0.93, 2)
    expect(a!.miss!.share).toBeCloseTo(0.0625, 4)
    expect(a!.falseAlarm!.share).toBeCloseTo(0.049, 3)
    expect(a!.kappa!.value).toBeCloseTo(0.88, 2)
    expect(a!.verdict).toBe('not-capable')
  })

  it('tells apart what is borderline, and agrees with itself', () => {
    const rated = likeAppraiserA().map((one, i) => ({ ...one, borderline: Math.floor(i / 3) < 8 }))
    const both = attributeStudy([...rated, ...rated.map((one) => ({ ...one, appraiser: 'B' }))])
    expect(both.appraisers[0]!.borderlineEffectiveness).toMatchObject({ share: 0 })
    expect(both.between).toMatchObject([{ one: 'A', other: 'B', kappa: { value: 1 } }])
  })

  it('refuses a part of two references, and one that an appraiser has decided less often', () => {
    const [first, ...rest] = likeAppraiserA()
    expect(() => attributeStudy([{ ...first!, reference: 'conforming' }, ...rest])).toThrow('two different references')
    expect(() => attributeStudy(rest)).toThrow('part 1 by A')
  })
})

describe('intervals of variances', () => {
  it('are those by chi-square of one mean square', () => {
    // 20 degrees of freedom: 20·2/34.1696 and 20·2/9.5908.
    const { lower, upper } = intervalOfSum([{ weight: 1, meanSquares: 2, freedom: 20 }])
    expect(lower).toBeCloseTo(40 / 34.1696, 4)
    expect(upper).toBeCloseTo(40 / 9.5908, 4)
  })

  it('of a difference shrink to it as the degrees of freedom grow', () => {
    const { lower, upper } = intervalOfDifference({ meanSquares: 9, freedom: 1e5 }, { meanSquares: 1, freedom: 1e5 }, 4)
    expect(lower).toBeCloseTo(2, 1)
    expect(upper).toBeCloseTo(2, 1)
    expect(lower).toBeLessThan(2)
    expect(upper).toBeGreaterThan(2)
  })
})

/** Parts of spread 1, operators of 0.2, interaction of 0.15, repeatability of 0.3. */
function simulated(seed: number, { p, o, r }: { p: number; o: number; r: number }): Reading[] {
  const noise = normals(p + o + p * o * (r + 1), seed)
  const next = () => noise.pop()!
  const parts = Array.from({ length: p }, next)
  const operators = Array.from({ length: o }, () => 0.2 * next())
  return parts.flatMap((part, i) =>
    operators.flatMap((operator, j) => {
      const both = 0.15 * next()
      return Array.from({ length: r }, () => ({
        part: `${i}`,
        operator: `${j}`,
        value: part + operator + both + 0.3 * next(),
      }))
    }),
  )
}

/** 50 parts three times: 16 nonconforming; 3 of their 48 decisions wrong, on 3 parts; 5 of 102 others, on 5 parts. */
function likeAppraiserA(): RatedReading[] {
  const turned = (rating: RatedReading['rating']) => (rating === 'conforming' ? 'nonconforming' : 'conforming')
  return Array.from({ length: 150 }, (_, i) => {
    const [part, trial] = [Math.floor(i / 3), i % 3]
    const nonconforming = part < 3 || (part >= 8 && part < 21)
    const reference = nonconforming ? 'nonconforming' : 'conforming'
    return {
      part: `${part + 1}`,
      appraiser: 'A',
      reference,
      rating: part < 8 && trial === 1 ? turned(reference) : reference,
    }
  })
}
