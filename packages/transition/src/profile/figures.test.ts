import { describe, expect, it } from 'vitest'
import { differences } from '../compare/compare.ts'
import { breakEvenOf, breakEvenParts, figuresOf, fpsPerWatt, quantile } from './figures.ts'
import { measuredPhases } from './phases.ts'
import { plotSvg } from './plot.ts'

/** 41 images a second over 208 samples of 0.1 s; the real rounds of both runs held as many. */
const IMAGES = 853

/** A run of a board as the study of a Jetson Nano published it: samples of each phase at its mean power. */
function boardRun(phases: readonly (readonly [phase: string, samples: number, mw: number])[]) {
  const atMs: number[] = []
  const powerMw: number[] = []
  const bands = phases.map(([phase, samples, mw]) => {
    const startMs = atMs.length * 100
    for (let i = 0; i < samples; i++) {
      atMs.push(startMs + i * 100)
      powerMw.push(mw)
    }
    return { phase, startMs, endMs: startMs + samples * 100 }
  })
  return figuresOf({
    phases: bands,
    samples: { atMs, powerMw, memoryMb: atMs.map(() => 3550) },
    reads: 'instant',
    latenciesMs: Array.from({ length: IMAGES }, () => (phases.at(-1)![1] * 100) / IMAGES),
    batch: 1,
    deviceMemoryMb: 4096,
  })
}

// The plotted traces of that study, read off its figure.
const BASE = [
  ['load', 250, 2970],
  ['extract', 14, 2970],
  ['warm-up', 106, 2850],
  ['real-rounds', 208, 6103],
] as const
const TENSORRT = [
  ['load', 613, 2590],
  ['extract', 20, 2970],
  ['warm-up', 488, 3470],
  ['real-rounds', 106, 5711],
] as const

describe('FPS per watt', () => {
  it.each([
    ['cloud model', 41, 3386, 6125, 12.1, 6.69],
    ['TensorRT FP32', 82, 3185, 5711, 25.74, 14.35],
    ['TensorRT FP16', 84, 3229, 5860, 26.01, 14.33],
  ])("has two windows in the study's table: %s", (_, fps, wholeRunMw, realRoundsMw, overWholeRun, overRealRounds) => {
    // The study truncates where 41/3.386 = 12.108.
    expect(Math.abs(fpsPerWatt(fps, wholeRunMw)! - overWholeRun)).toBeLessThan(0.01)
    expect(Math.abs(fpsPerWatt(fps, realRoundsMw)! - overRealRounds)).toBeLessThan(0.01)
  })

  it('is unmeasured without a meter, and never infinite', () => {
    expect(fpsPerWatt(41, null)).toBeNull()
    expect(fpsPerWatt(41, 0)).toBeNull()
  })
})

describe('figures of a run', () => {
  const base = boardRun(BASE)
  const tensorrt = boardRun(TENSORRT)

  it('keep the real rounds and the whole run apart', () => {
    expect(base.inferenceMeanPowerMw).toBeCloseTo(6103, -2)
    expect(base.totalMeanPowerMw).toBeCloseTo(4070, -2)
    expect(tensorrt.inferenceMeanPowerMw).toBeCloseTo(5711, -2)
    expect(tensorrt.totalMeanPowerMw).toBeCloseTo(3210, -2)
    expect(base.fpsPerWattRealRounds! / tensorrt.fpsPerWattRealRounds!).toBeCloseTo(1 / 2.1, 2)
    expect(1000 * base.joulesPerPartRealRounds!).toBeCloseTo(149, 0)
    expect(1000 * tensorrt.joulesPerPartRealRounds!).toBeCloseTo(71, 0)
  })

  it("count the start: the study's optimised model pays only after 3.4 times its number of images", () => {
    const { breakEvenPartsByEnergy, breakEvenPartsByTime } = breakEvenOf(base, tensorrt, IMAGES)
    expect(Number(breakEvenPartsByEnergy) / IMAGES).toBeCloseTo(3.4, 1)
    expect(tensorrt.timeToReadyMs / base.timeToReadyMs).toBeCloseTo(3.03, 2)
    // 75.1 s more until it is ready, 10.2 s less for as many images.
    expect(Number(breakEvenPartsByTime) / IMAGES).toBeCloseTo(75.1 / 10.2, 2)
  })

  it('say nothing of power where there is no meter, and everything else', () => {
    const figures = figuresOf({
      phases: [
        { phase: 'load', startMs: 0, endMs: 300 },
        { phase: 'real-rounds', startMs: 300, endMs: 700 },
      ],
      samples: { atMs: [0, 350, 600], powerMw: [null, null, null], memoryMb: [1500, 1000, 2000] },
      reads: 'instant',
      latenciesMs: [100, 120, 80, 100],
      batch: 2,
      deviceMemoryMb: 4000,
    })
    expect(figures).toMatchObject({ fps: 20, latencyP50Ms: 100, timeToReadyMs: 300, memoryPercent: 50 })
    expect(figures.totalMeanPowerMw).toBeNull()
    expect(breakEvenOf(figures, figures, 8)).toEqual({ breakEvenPartsByEnergy: null, breakEvenPartsByTime: 0 })
  })

  it('interpolate quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8)
    expect(quantile([7], 0.95)).toBe(7)
  })
})

describe('the break-even', () => {
  it.each([
    ['a dearer start that each part pays back', { start: 30, part: 1 }, { start: 90, part: 0.5 }, 120],
    ['a variant that starts no dearer and costs no more', { start: 30, part: 1 }, { start: 20, part: 1 }, 0],
    ['a variant that saves nothing', { start: 30, part: 1 }, { start: 90, part: 1 }, 'never'],
    ['a variant that costs more each time', { start: 30, part: 1 }, { start: 10, part: 2 }, 'never'],
  ] as const)('of %s', (_, base, variant, expected) => {
    expect(breakEvenParts(base, variant)).toBe(expected)
  })
})

describe('comparing two profiles', () => {
  const record = {
    window: { phases: ['load', 'real-rounds'], warmUpRounds: 10, rounds: 100, batch: 1, threads: 2 },
    set: { digest: 'a'.repeat(64) },
    device: { name: 'Jetson Nano', processor: 'A57', cores: 4, memoryMb: 3964, details: { powerMode: 'MAXN' } },
    meter: { kind: 'ina3221', total: 'POM_5V_IN', intervalMs: 100 },
  }

  it('is allowed for the same window, set, device and meter', () => {
    expect(differences(record, structuredClone(record))).toEqual([])
  })

  it.each([
    ['window', { window: { ...record.window, rounds: 10 } }, 'window, rounds: 100 against 10'],
    ['set', { set: { digest: 'b'.repeat(64) } }, 'set: aaaaaaaaaaaa against bbbbbbbbbbbb'],
    ['device', { device: { ...record.device, cores: 6 } }, 'device, cores: 4 against 6'],
    [
      'power mode',
      { device: { ...record.device, details: { powerMode: '5W' } } },
      'device, power mode: MAXN against 5W',
    ],
    ['rail', { meter: { ...record.meter, total: 'VDD_IN' } }, 'meter, total: POM_5V_IN against VDD_IN'],
    ['meter', { meter: { unmeasured: 'none found' } }, 'meter, kind: ina3221 against none'],
  ])('is refused for another %s, and says which', (_, change, message) => {
    expect(differences(record, { ...record, ...change })).toContain(message)
  })
})

describe('the plots', () => {
  const phases = [
    { phase: 'load', startMs: 0, endMs: 1000 },
    { phase: 'real-rounds', startMs: 1000, endMs: 3000 },
  ]

  it('draw a band for each phase and break the line where nothing was measured', () => {
    const svg = plotSvg({
      title: 'Power <board>',
      unit: 'mW',
      strips: [{ name: 'base', phases, atMs: [0, 1000, 2000, 3000], values: [1000, null, 5000, 6000] }],
    })
    expect(svg).toContain('Power &lt;board>')
    expect(svg.match(/<rect/g)).toHaveLength(3)
    expect(/d="(M[^"]+M[^"]+)" fill="none"/.test(svg)).toBe(true)
    expect(svg).not.toContain('NaN')
  })

  it('say why where there is no line', () => {
    const svg = plotSvg({
      title: 'Power',
      unit: 'mW',
      strips: [{ name: 'base', phases, atMs: [0], values: [null], without: 'unmeasured: no meter' }],
    })
    expect(svg).toContain('unmeasured: no meter')
    expect(svg).not.toContain('NaN')
  })

  it('measure each phase on its own', () => {
    const samples = { atMs: [0, 500, 1000, 2000, 3000], powerMw: [2000, 2000, 2000, 6000, 6000] }
    const [load, real] = measuredPhases(phases, samples, 'instant')
    expect(load).toMatchObject({ phase: 'load', meanPowerMw: 2000, energyJ: 2 })
    expect(real?.meanPowerMw).toBeCloseTo(5000)
  })
})
