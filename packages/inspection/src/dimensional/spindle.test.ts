import type { GaugeCalibration, Harmonic, Series } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spindleIn, withoutAxialError } from './spindle-error.ts'
import { separateSpindle } from './spindle-reversal.ts'

const PER_TURN = 90
const RADIANS = Math.PI / 180
const amplitude = fc.double({ min: -0.01, max: 0.01, noNaN: true })
const wave = (order: number) =>
  fc.record({ order: fc.constant(order), cosMm: amplitude, sinMm: amplitude, uncertaintyMm: fc.constant(0) })
const waves = fc.tuple(wave(1), wave(2), wave(3), wave(5)) as fc.Arbitrary<Harmonic[]>

const at = (harmonics: readonly Harmonic[], deg: number) =>
  harmonics.reduce(
    (sum, { order, cosMm, sinMm }) =>
      sum + cosMm * Math.cos(order * deg * RADIANS) + sinMm * Math.sin(order * deg * RADIANS),
    0,
  )

/** Gauss enough for uncertainties: the sum of twelve. */
function noiseOf(seed: number) {
  let state = seed >>> 0
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return () => Array.from({ length: 12 }, uniform).reduce((sum, u) => sum + u, -6)
}

interface Made {
  readonly ring: readonly Harmonic[]
  readonly spindle: readonly Harmonic[]
  readonly seed: number
}

function scan({ ring, spindle, seed }: Made, turnedDeg: number, opposite = false, noiseMm = 0.0025): Series {
  const noise = noiseOf(seed + turnedDeg)
  const readings = (sign: number, passesDeg: number) =>
    Float32Array.from({ length: PER_TURN * 10 }, (_, i) => {
      const deg = ((i % PER_TURN) * 360) / PER_TURN
      return at(ring, deg) + sign * at(spindle, deg + passesDeg) + noiseMm * noise()
    })
  return {
    kind: 'ring-scan',
    meta: {
      fixture: 'FX-1',
      spindleDeg: turnedDeg,
      radialSide: opposite ? 'opposite' : 'near',
      profilesPerRev: PER_TURN,
    },
    columns: [
      { name: 'axial', unit: 'mm', data: readings(1, turnedDeg) },
      { name: 'radial', unit: 'mm', data: readings(opposite ? -1 : 1, turnedDeg - (opposite ? 180 : 0)) },
    ],
  }
}

const made = fc.record({ ring: waves, spindle: waves, seed: fc.integer({ min: 1, max: 2 ** 30 }) })

const of = (found: readonly Harmonic[], order: number) => found.find((h) => h.order === order)!

describe('reversal of a master ring', () => {
  it('recovers ring and spindle within the stated uncertainty, whatever both are', () => {
    let [within, all] = [0, 0]
    fc.assert(
      fc.property(made, (truth) => {
        const { radial } = separateSpindle([scan(truth, 0), scan(truth, 180, true)])
        expect(radial.notSeparated).toEqual([])
        for (const [found, real] of [
          [radial.spindle, truth.spindle],
          [radial.ring, truth.ring],
        ] as const)
          for (const { order, cosMm, sinMm } of real) {
            const { uncertaintyMm, ...got } = of(found, order)
            for (const off of [got.cosMm - cosMm, got.sinMm - sinMm]) {
              expect(Math.abs(off)).toBeLessThan(3 * uncertaintyMm)
              within += Number(Math.abs(off) <= uncertaintyMm)
              all++
            }
          }
      }),
      { numRuns: 60, seed: 11 },
    )
    expect(within / all).toBeGreaterThan(0.92)
    expect(within / all).toBeLessThan(0.99)
  })

  it('says which axial orders half a turn leaves together, and doubts them whole', () => {
    fc.assert(
      fc.property(made, (truth) => {
        const { axial } = separateSpindle([scan(truth, 0), scan(truth, 180, true)])
        expect(axial.notSeparated).toEqual([2, 4, 6])
        const second = of(axial.spindle, 2)
        expect([second.cosMm, second.sinMm]).toEqual([0, 0])
        const separated = separateSpindle([scan(truth, 0), scan(truth, 180, true), scan(truth, 90)])
        const { cosMm, uncertaintyMm } = of(separated.error.axial, 2)
        expect(Math.abs(cosMm - of(truth.spindle, 2).cosMm)).toBeLessThan(2.5 * uncertaintyMm)
      }),
      { numRuns: 10, seed: 12 },
    )
  })

  it('refuses one scan, and scans of several fixtures', () => {
    const one = scan({ ring: [], spindle: [], seed: 1 }, 0)
    expect(() => separateSpindle([one])).toThrow('two scans')
    const other = { ...one, meta: { ...one.meta, fixture: 'FX-2' } }
    expect(() => separateSpindle([one, other])).toThrow('several fixtures')
  })
})

describe('taking the spindle’s error out', () => {
  const calibrationOf = (spindle: readonly Harmonic[]): GaugeCalibration => ({
    id: 'LJ-01/1',
    gauge: 'LJ-01',
    validForHours: 1,
    spindle: [{ fixture: 'FX-1', axial: [...spindle], radial: [] }],
  })

  it('never takes the part’s own movement, its first harmonic least of all', () => {
    fc.assert(
      fc.property(waves, waves, fc.double({ min: 0, max: 360, noNaN: true }), (part, spindle, spindleDeg) => {
        const heights = Float32Array.from({ length: PER_TURN }, (_, i) => {
          const deg = (i * 360) / PER_TURN
          return at(part, deg) + at(spindle, deg + spindleDeg)
        })
        const series: Series = {
          kind: 'face-profile',
          meta: { fixture: 'FX-1', spindleDeg },
          columns: [
            { name: 'angleDeg', unit: '°', data: Float32Array.from(heights, (_, i) => (i * 360) / PER_TURN) },
            { name: 'face-1', unit: 'mm', data: heights },
          ],
        }
        const known = spindleIn(series, calibrationOf(spindle))
        if (typeof known !== 'object') throw new Error('the spindle is known')
        const { data } = withoutAxialError(series, known).columns[1]!
        for (const [i, mm] of data.entries()) expect(mm).toBeCloseTo(at(part, (i * 360) / PER_TURN), 6)
      }),
      { numRuns: 50 },
    )
  })

  it('is not done where the recording knows no spindle angle, and refused for a fixture nobody has measured', () => {
    const series = (meta: Series['meta']): Series => ({ kind: 'face-profile', meta, columns: [] })
    expect(spindleIn(series({}), calibrationOf([]))).toBeUndefined()
    expect(spindleIn(series({ fixture: 'FX-1', spindleDeg: 3 }), undefined)).toBeUndefined()
    expect(spindleIn(series({ fixture: 'FX-9', spindleDeg: 3 }), calibrationOf([]))).toContain('fixture FX-9')
  })
})
