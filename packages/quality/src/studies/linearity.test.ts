import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AIAG_LINEARITY } from '../testing/aiag-linearity.ts'
import { normals } from '../testing/normals.ts'
import { bandOf, linearityStudy, type MasterReading } from './index.ts'

const REFERENCES = [2, 4, 6, 8, 10]
const TRIALS = 12

/** Readings of masters whose bias is intercept + slope · reference, with noise of this standard deviation. */
const scattered = (seed: number, { intercept = 0, slope = 0, sigma = 0.1 } = {}): MasterReading[] => {
  const noise = normals(REFERENCES.length * TRIALS, seed)
  return noise.map((z, i) => {
    const reference = REFERENCES[i % REFERENCES.length]!
    return { part: `${reference}`, reference, value: reference * (1 + slope) + intercept + sigma * z }
  })
}

describe('a study of linearity and bias', () => {
  const aiag = linearityStudy(AIAG_LINEARITY, { tolerance: null, processVariation: 1 })

  it('has the bias of each master published for the AIAG data', () => {
    // JASP Quality Control, test-msaGaugeLinearity.R, 1.3: process variation 1, "verified with other software".
    const published = [
      {
        reference: 2,
        mean: 2.49166666666667,
        bias: 0.491666666666667,
        percent: 49.1666666666667,
        p: 2.87233310444284e-8,
      },
      { reference: 4, mean: 4.125, bias: 0.125, percent: 12.5, p: 0.353991325267683 },
      { reference: 6, mean: 6.025, bias: 0.025, percent: 2.5, p: 0.667130710762814 },
      {
        reference: 8,
        mean: 7.70833333333333,
        bias: -0.291666666666667,
        percent: 29.1666666666667,
        p: 6.41948050554358e-7,
      },
      {
        reference: 10,
        mean: 9.38333333333333,
        bias: -0.616666666666667,
        percent: 61.6666666666667,
        p: 1.55444480038029e-8,
      },
    ]
    expect(aiag.masters).toHaveLength(published.length)
    for (const [i, { reference, mean, bias, percent, p }] of published.entries()) {
      const master = aiag.masters[i]!
      expect(master).toMatchObject({ reference, readings: 12, significant: p < 0.05 })
      expect(master.mean).toBeCloseTo(mean, 12)
      expect(master.value).toBeCloseTo(bias, 12)
      expect(master.percent).toBeCloseTo(percent, 10)
      expect(Math.abs(master.p / p - 1)).toBeLessThan(1e-8)
    }
    expect(aiag.average.value).toBeCloseTo(-0.0533333333333334, 12)
    expect(aiag.average.percent).toBeCloseTo(5.33333333333333, 10)
    expect(aiag.average.p).toBeCloseTo(0.0899196050780288, 10)
  })

  it('has the line, its tests and the linearity published for them', () => {
    // The same, 1.4 and 1.5; R's lm, as qualityTools prints it, agrees: 0.73667, −0.13167, s 0.2395, R² 0.7143, 13.16667 %.
    expect(aiag.intercept.value).toBeCloseTo(0.736666666666666, 12)
    expect(aiag.intercept.value / aiag.intercept.t).toBeCloseTo(0.0725242725916125, 12)
    expect(aiag.intercept.t).toBeCloseTo(10.1575188601321, 10)
    expect(Math.abs(aiag.intercept.p / 1.73379959546227e-14 - 1)).toBeLessThan(1e-6)
    expect(aiag.slope.value).toBeCloseTo(-0.131666666666667, 12)
    expect(aiag.slope.value / aiag.slope.t).toBeCloseTo(0.0109334454718107, 12)
    expect(aiag.slope.t).toBeCloseTo(-12.0425594114992, 10)
    expect(Math.abs(aiag.slope.p / 2.03771558228573e-17 - 1)).toBeLessThan(1e-6)
    expect(aiag.sigma).toBeCloseTo(0.239539788646537, 12)
    expect(aiag.rSquared).toBeCloseTo(0.714318415932242, 12)
    expect(aiag.linearity).toBeCloseTo(0.131666666666667, 12)
    expect(aiag.percentLinearity).toBeCloseTo(13.1666666666667, 10)
    expect(aiag).toMatchObject({ zeroInBand: false, verdict: 'not-capable' })
  })

  it('holds linearity against the process variation of an earlier study, or else against the tolerance', () => {
    // Minitab's example of the same data: total study variation 16.5368, linearity 13.2 %, slope p 0.000; bias 0.2 % to 3.7 %.
    const known = linearityStudy(AIAG_LINEARITY, { tolerance: 8, processVariation: 16.5368 })
    expect(known.percentLinearity).toBeCloseTo(13.2, 1)
    const percents = known.masters.map(({ percent }) => percent!)
    expect(Math.min(...percents)).toBeCloseTo(0.2, 1)
    expect(Math.max(...percents)).toBeCloseTo(3.7, 1)
    expect(known).toMatchObject({ processVariation: { from: 'process' }, greatestPercentBias: Math.max(...percents) })
    const alone = linearityStudy(AIAG_LINEARITY, { tolerance: 8 })
    expect(alone.processVariation).toEqual({ value: 8, from: 'tolerance' })
    expect(linearityStudy(AIAG_LINEARITY, { tolerance: null })).toMatchObject({
      ...{ processVariation: null, linearity: null, greatestPercentBias: null, verdict: 'not-capable' },
    })
  })

  it('is capable where zero lies in the band, conditionally where what is beyond doubt is small', () => {
    expect(linearityStudy(scattered(1), { tolerance: 10 })).toMatchObject({ zeroInBand: true, verdict: 'capable' })
    const small = scattered(1, { slope: 0.02, sigma: 0.02 })
    expect(linearityStudy(small, { tolerance: 10 })).toMatchObject({ zeroInBand: false, verdict: 'conditional' })
    expect(linearityStudy(small, { tolerance: 1 }).verdict).toBe('not-capable')
    const shifted = scattered(1, { intercept: 0.3, sigma: 0.02 })
    expect(linearityStudy(shifted, { tolerance: 10 })).toMatchObject({ zeroInBand: false, verdict: 'conditional' })
  })

  it('sees zero leave the band between two masters as well as at an end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -50, max: 50 }), (seed, thousandths) => {
        const study = linearityStudy(scattered(seed, { intercept: thousandths / 1000 }), { tolerance: 10 })
        const along = Array.from({ length: 801 }, (_, i) => i / 100 + 2).map(bandOf(study))
        const inside = along.every(({ lower, upper }) => lower <= 0 && upper >= 0)
        // Between two of these places the band may be left by less than they show.
        const nearly = along.some(({ lower, upper }) => Math.abs(Math.min(-lower, upper)) < 1e-5)
        return study.zeroInBand === inside || nearly
      }),
      { numRuns: 100, seed: 7 },
    )
  })

  it('covers the true line at the stated rate', () => {
    const runs = 400
    let [middle, slope] = [0, 0]
    for (let run = 1; run <= runs; run++) {
      const study = linearityStudy(scattered(run, { intercept: 0.1, slope: -0.01 }), { tolerance: null })
      const { lower, upper } = bandOf(study)(7)
      if (lower <= 0.03 && upper >= 0.03) middle++
      if (study.slope.lower <= -0.01 && study.slope.upper >= -0.01) slope++
    }
    for (const times of [middle, slope]) expect(Math.abs(times / runs - 0.95)).toBeLessThan(0.035)
  })

  it('names what makes readings no such study', () => {
    const without = (part: string) => AIAG_LINEARITY.filter((reading) => reading.part !== part)
    const of = (readings: readonly MasterReading[]) => () => linearityStudy(readings, { tolerance: 1 })
    expect(of(without('3'))).toThrow('parts: must be at least 5 of different references, there are 4')
    expect(of(AIAG_LINEARITY.slice(3))).toThrow('part 1: must be measured at least 10 times, was 9')
    expect(of([...AIAG_LINEARITY, { part: '2', reference: 4.1, value: 4 }])).toThrow('part 2: has two different')
    const same = AIAG_LINEARITY.map((one) => (one.part === '5' ? { ...one, value: 10 } : one))
    expect(of(same)).toThrow('part 5: its readings are all the same')
  })
})
