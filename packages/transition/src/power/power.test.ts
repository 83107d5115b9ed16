import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { energyJ, meanPowerMw } from './energy.ts'
import { countedUj, powerBetween, raplTotal } from './rapl.ts'
import { parseTrace, traceAt } from './trace.ts'

const every100ms = (n: number, powerMw: (ms: number) => number | null) => {
  const atMs = Array.from({ length: n }, (_, i) => i * 100)
  return { atMs, powerMw: atMs.map(powerMw) }
}

describe('energy', () => {
  it('is power times time where power stands still', () => {
    expect(
      energyJ(
        every100ms(101, () => 5000),
        0,
        10_000,
      ),
    ).toBeCloseTo(50, 9)
  })

  it('is exact for power that grows evenly, wherever the stretch is cut', () => {
    const ramp = every100ms(101, (ms) => ms)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 10_000 }), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        expect(energyJ(ramp, from, to)).toBeCloseTo((to ** 2 - from ** 2) / 2e6, 6)
      }),
    )
  })

  it('of two stretches is that of the whole', () => {
    const trace = every100ms(60, (ms) => 3000 + 2000 * Math.sin(ms / 150))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5900 }), (cut) => {
        expect(energyJ(trace, 0, cut)! + energyJ(trace, cut, 5900)!).toBeCloseTo(energyJ(trace, 0, 5900)!, 6)
      }),
    )
  })

  it('counts an interval mean for the time before its sample', () => {
    const samples = { atMs: [0, 100, 200], powerMw: [0, 1000, 3000] }
    expect(meanPowerMw(samples, 0, 200, 'interval-mean')).toBeCloseTo(2000, 9)
    expect(meanPowerMw(samples, 0, 100, 'interval-mean')).toBeCloseTo(1000, 9)
  })

  it('does not depend on even sampling, as a mean of readings would', () => {
    const samples = { atMs: [0, 10, 20, 30, 40, 200], powerMw: [9000, 9000, 9000, 9000, 1000, 1000] }
    expect(meanPowerMw(samples, 0, 200)).toBeLessThan(3000)
  })

  it('is unmeasured without readings, and across a hole', () => {
    expect(
      energyJ(
        every100ms(10, () => null),
        0,
        900,
      ),
    ).toBeNull()
    const hole = every100ms(60, (ms) => (ms > 500 && ms < 4000 ? null : 1000))
    expect(energyJ(hole, 0, 5900)).toBeNull()
    expect(energyJ(hole, 4000, 5900)).toBeCloseTo(1.9, 9)
  })
})

describe('RAPL', () => {
  it('goes on counting when its register starts again', () => {
    const rangeUj = 262_143_999_938
    expect(countedUj(rangeUj - 400, 600, rangeUj)).toBe(1000)
    const zone = (energyUj: number) => [{ name: 'package-0', energyUj, rangeUj }]
    expect(powerBetween(zone(rangeUj - 1e6), zone(1e6), 100)).toEqual({ 'package-0': 20_000 })
  })

  it('adds packages, and never what is inside them', () => {
    expect(raplTotal({ 'package-0': 9000, core: 7000, uncore: 500, 'package-1': 4000 })).toBe(13_000)
    expect(raplTotal({ psys: 15_000, 'package-0': 9000 })).toBe(15_000)
    expect(raplTotal({ dram: 900 })).toBeNull()
  })
})

describe('a recorded trace', () => {
  const trace = parseTrace('at_ms,power_mw\n0,1000\n100,2000\n300,2000\n')

  it('is read between its points and not beyond them', () => {
    expect([0, 50, 100, 200, 300].map((ms) => traceAt(trace, ms))).toEqual([1000, 1500, 2000, 2000, 2000])
    expect(traceAt(trace, 301)).toBeNull()
    expect(traceAt(trace, -1)).toBeNull()
  })

  it.each([
    ['columns', 'time,power\n0,1\n', /columns at_ms and power_mw/],
    ['a line without a number', 'at_ms,power_mw\n0,1\n10,\n', /line 3: must have a number/],
    ['time that does not grow', 'at_ms,power_mw\n0,1\n0,2\n', /line 3: at_ms must grow/],
  ])('names %s', (_, csv, message) => {
    expect(() => parseTrace(csv)).toThrow(message)
  })
})
