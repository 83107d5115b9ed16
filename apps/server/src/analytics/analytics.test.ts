/** Each query against a plain computation of the same, on a real Postgres. */
import { resolve } from 'node:path'
import type { Characteristic } from '@celltwin/contracts'
import { capability, correctedKappa, individualsChart, ranks } from '@celltwin/quality'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { connectionSettings } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { insertParts, instant, type Made, START_MS, STEP_MS } from '../testing/parts.ts'
import { readAgreement } from './agreement.ts'
import { readBrushed } from './brushed.ts'
import { readCorrelation, readScatter } from './correlation.ts'
import { readDefects } from './defects.ts'
import { readProcess } from './process.ts'
import { readOverview } from './window.ts'

const window = { cellId: 1, from: instant(0), to: instant(1_000_000) }
const runout: Characteristic = {
  ...{ id: 'runout', title: 'Run-out', module: 'dimensional', group: 'Face', kind: 'measure', unit: 'mm' },
  ...{ lower: -2, upper: 3, decimals: 3 },
}

let postgres: TestPostgres
let pool: pg.Pool
beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url, resolve('prisma/migrations'))
  pool = new pg.Pool({ ...connectionSettings(postgres.url), max: 4 })
})
afterAll(async () => {
  await pool?.end()
  await postgres?.stop()
})
beforeEach(async () => {
  await pool.query('truncate part_cycle, measurement, inspection, review, second_review')
})

const make = (parts: readonly Made[]) => insertParts(pool, parts)
const runOf = (values: readonly (number | null)[]) => make(values.map((value) => ({ values: { runout: value } })))
/** Not so close to one another that adding them up in another order would tell. */
const value = fc.integer({ min: -4000, max: 5000 }).map((n) => n / 1000)
const runs = { numRuns: 25 }

async function fresh(values: readonly (number | null)[]): Promise<void> {
  await pool.query('truncate part_cycle, measurement')
  await runOf(values)
}

describe('a characteristic over a window', () => {
  it('thinned out keeps every point’s lowest and highest, and loses no value', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.option(value, { freq: 9 }), { minLength: 1, maxLength: 160 }),
      fc.integer({ min: 1, max: 40 }),
      async (values, most) => {
        await fresh(values)
        const chart = await readProcess(pool, window, runout, most)
        const present = values.flatMap((value, n) => (value === null ? [] : [{ value, n }]))
        const groups = Array.from({ length: Math.ceil(present.length / chart.size) }, (_, i) =>
          present.slice(i * chart.size, (i + 1) * chart.size),
        )
        expect(chart.points.mean.length).toBeLessThanOrEqual(most)
        expect(chart.points.n).toEqual(groups.map((group) => group.length))
        expect(chart.points.low).toEqual(groups.map((group) => Math.min(...group.map(({ value }) => value))))
        expect(chart.points.high).toEqual(groups.map((group) => Math.max(...group.map(({ value }) => value))))
        expect(chart.points.fromMs).toEqual(groups.map((group) => START_MS + group[0]!.n * STEP_MS))
        expect(chart.points.toMs).toEqual(groups.map((group) => START_MS + group.at(-1)!.n * STEP_MS))
        expect(chart.missing).toBe(values.length - present.length)
      },
    )
    await fc.assert(property, runs)
  })

  it('has the capability and the control limits that its values have', async () => {
    const property = fc.asyncProperty(fc.array(value, { minLength: 8, maxLength: 120 }), async (values) => {
      await fresh(values)
      const chart = await readProcess(pool, window, runout)
      const plain = capability(values, runout)!
      expect(chart.mean).toBeCloseTo(plain.mean, 9)
      expect(chart.standardDeviation).toBeCloseTo(plain.sigmaOverall, 9)
      expect(chart.withinDeviation).toBeCloseTo(plain.sigmaWithin, 9)
      if (plain.warnings.includes('no-spread')) return
      for (const index of ['cp', 'cpk', 'pp', 'ppk'] as const)
        for (const end of ['value', 'lower', 'upper'] as const)
          expect(chart.capability[index]![end]).toBeCloseTo(plain[index]![end], 6)
      expect(chart.control!.upper).toBeCloseTo(individualsChart(values).location.upper, 9)
    })
    await fc.assert(property, runs)
  })

  it('counts every value in one bin, and those outside the specification', async () => {
    const property = fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 200 }), async (values) => {
      await fresh(values)
      const { histogram, belowLower, aboveUpper } = await readProcess(pool, window, runout)
      const { from, step, counts, below, above } = histogram
      expect(counts.reduce((sum, count) => sum + count, below + above)).toBe(values.length)
      for (const [i, count] of counts.entries()) {
        const sure = values.filter((v) => v > from + i * step + 1e-9 && v < from + (i + 1) * step - 1e-9).length
        expect(count).toBeGreaterThanOrEqual(sure)
      }
      expect(belowLower).toBe(values.filter((v) => v < -2).length)
      expect(aboveUpper).toBe(values.filter((v) => v > 3).length)
    })
    await fc.assert(property, runs)
  })

  it('does not let one wild value flatten the rest, yet counts it', async () => {
    await runOf([...Array.from({ length: 300 }, (_, i) => Math.sin(i)), 900])
    const { histogram, points } = await readProcess(pool, window, runout, 50)
    expect(histogram.above).toBe(1)
    expect(Math.max(...points.high)).toBe(900)
  })

  it('says nothing of the process by a challenge part', async () => {
    await make([
      { values: { runout: 1 } },
      { values: { runout: 50 }, challenge: 'bad-runout' },
      { values: { runout: 1 } },
    ])
    expect(await readProcess(pool, window, runout)).toMatchObject({ n: 2, mean: 1, aboveUpper: 0 })
    expect(await readBrushed(pool, window, { characteristic: 'runout', low: 40 })).toMatchObject({ total: 0 })
  })

  it('rings the points that break a rule', async () => {
    await runOf(Array.from({ length: 60 }, (_, i) => (i === 30 ? 9 : (i % 2) / 10)))
    const { control } = await readProcess(pool, window, runout)
    expect(control!.signals.find(({ point }) => point === 30)?.rules).toContain('beyond-limits')
  })

  it('is empty where there is nothing', async () => {
    expect(await readProcess(pool, window, runout)).toMatchObject({ n: 0, missing: 0, mean: null, control: null })
  })
})

describe('a brushed range', () => {
  it('holds exactly the parts whose value lies in it, newest first', async () => {
    const property = fc.asyncProperty(fc.array(value, { maxLength: 80 }), value, value, async (values, a, b) => {
      await fresh(values)
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      const { total, items } = await readBrushed(pool, window, { characteristic: 'runout', low, high })
      const within = values.flatMap((v, n) => (v >= low && v <= high ? [`S-${n}`] : [])).reverse()
      expect(items.map(({ serial }) => serial)).toEqual(within)
      expect(total).toBe(within.length)
    })
    await fc.assert(property, runs)
  })
})

describe('correlation', () => {
  const ids = ['a', 'b', 'c']
  it('is that of the cycles that have both values', async () => {
    const row = fc.record({ a: fc.option(value, { freq: 9 }), b: value, c: value })
    const property = fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 60 }), async (rows) => {
      await pool.query('truncate part_cycle, measurement')
      await make(rows.map((values) => ({ values })))
      const { pearson, spearman, n } = await readCorrelation(pool, window, ids)
      const both = rows.filter(({ a }) => a !== null) as { a: number; b: number; c: number }[]
      expect(n[1]).toBe(both.length)
      const plain = plainPearson(
        both.map(({ a }) => a),
        both.map(({ b }) => b),
      )
      if (plain === undefined) return
      expect(pearson[1]).toBeCloseTo(plain, 3)
      expect(pearson[3]).toBe(pearson[1])
      expect(spearman[1]).toBeCloseTo(plainPearson(ranks(both.map(({ a }) => a)), ranks(both.map(({ b }) => b)))!, 3)
    })
    await fc.assert(property, runs)
  })

  it('takes an even sample of many, and the scatter plot the extremes besides', async () => {
    await make(
      Array.from({ length: 3_100 }, (_, i) => ({ values: { a: i === 1_001 ? 99 : Math.sin(i), b: Math.cos(i) } })),
    )
    const { sampled, every } = await readCorrelation(pool, window, ['a', 'b'])
    expect([sampled, every]).toEqual([1_034, 3])
    const { x, serials } = await readScatter(pool, window, 'a', 'b')
    expect(serials[x.indexOf(99)]).toBe('S-1001')
  })
})

function plainPearson(x: readonly number[], y: readonly number[]): number | undefined {
  const mean = (v: readonly number[]) => v.reduce((sum, one) => sum + one, 0) / v.length
  const [mx, my] = [mean(x), mean(y)]
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0)
  const [xx, yy] = [sum((i) => (x[i]! - mx) ** 2), sum((i) => (y[i]! - my) ** 2)]
  return x.length < 3 || xx < 1e-12 || yy < 1e-12
    ? undefined
    : sum((i) => (x[i]! - mx) * (y[i]! - my)) / Math.sqrt(xx * yy)
}

describe('the map of defects', () => {
  it('holds the places that did not conform, of parts that did not pass', async () => {
    const crimps = (conforming: boolean, conformance = 'fail') => ({
      ...{ characteristic: 'crimp-count', conformance },
      locations: [
        { angleDeg: 60, radiusMm: 26, conforming: true },
        { angleDeg: -120, radiusMm: 26, conforming },
      ],
    })
    await make([
      { verdict: 'reject', results: [crimps(false)] },
      { verdict: 'pass', results: [crimps(false)] },
      { verdict: 'reject', results: [crimps(true, 'pass')] },
      {
        verdict: 'hold',
        results: [{ characteristic: 'flatness', conformance: 'fail', locations: [{ angleDeg: 10 }] }],
      },
    ])
    const { marks, total, cycles } = await readDefects(pool, window, undefined)
    expect([total, cycles]).toEqual([2, 4])
    expect(marks.map(({ serial, angleDeg, radiusMm }) => [serial, angleDeg, radiusMm])).toEqual([
      ['S-3', 10, null],
      ['S-0', 240, 26],
    ])
    expect((await readDefects(pool, window, 'crimp-count')).total).toBe(1)
  })
})

describe('people and machine', () => {
  it('counts what was found of rejects and passes, and how far both agree beyond chance', async () => {
    const looked = (n: number, verdict: string, finding: 'conforming' | 'nonconforming', blind = false): Made[] =>
      Array.from({ length: n }, () => ({ verdict, [blind ? 'second' : 'finding']: finding }))
    await make([
      ...looked(20, 'reject', 'nonconforming'),
      ...looked(10, 'pass', 'nonconforming', true),
      ...looked(5, 'reject', 'conforming'),
      ...looked(15, 'pass', 'conforming', true),
      ...looked(2, 'pass', 'nonconforming'),
    ])
    const { overturned, escaped, kappa, periods } = await readAgreement(pool, { ...window, to: instant(60) }, 'UTC')
    expect(overturned).toMatchObject({ count: 5, of: 25 })
    // Of passes that somebody chose; kappa leaves them out.
    expect(escaped).toMatchObject({ count: 2, of: 2 })
    expect(kappa!.value).toBeCloseTo(
      correctedKappa({ judged: 27, looked: 25, nonconforming: 10 }, { judged: 25, looked: 25, nonconforming: 20 })!
        .value,
      9,
    )
    expect(kappa!.lower).toBeLessThan(kappa!.value)
    expect(periods.reduce((sum, { rejected }) => sum + rejected.conforming, 0)).toBe(5)
  })

  it('says nothing of escapes where no pass was looked at', async () => {
    await make([{ verdict: 'reject', finding: 'nonconforming' }])
    expect(await readAgreement(pool, window, 'UTC')).toMatchObject({
      escaped: null,
      kappa: null,
      overturned: { count: 0, of: 1 },
    })
  })
})

describe('the overview', () => {
  it('counts cycles and what did not conform', async () => {
    await make([{ values: { runout: 9 } }, { values: { runout: 0 } }, { values: { runout: 9 }, challenge: 'bad' }])
    const recipe = { id: 'R', version: 3, characteristics: [runout] }
    const overview = await readOverview(pool, window, recipe)
    expect(overview).toMatchObject({ cycles: 2, simulated: true, replayed: false, recipe: 'R v3' })
    expect(overview.characteristics[0]).toMatchObject({ id: 'runout', nonconforming: 1 })
  })
})
