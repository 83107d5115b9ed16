import { readFileSync } from 'node:fs'
import { type Fault, PART_DEFECTS, type PartDefect } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dimension, type DimensionId, DRAWING } from './drawing.ts'
import { plantFaults } from './faults.ts'
import { makePart } from './make-part.ts'
import { serialOf } from './origin.ts'
import { rimOutline } from './profiles/rim.ts'
import { trueValues, truthOf } from './truth.ts'

const SOUND = { seed: 1, defectRate: 0 }
const fault = (kind: Fault['kind'], severity: number): Fault => ({ id: kind, kind, severity, fromCycle: 1 })

/** How far outside its limits the worst true value lies, in expanded uncertainties; negative inside. */
function outside(values: Partial<Record<DimensionId, number>>, ids: readonly DimensionId[]): number {
  return Math.max(
    ...ids.flatMap((id) => {
      const value = values[id]
      if (value === undefined) return []
      const { lower = -1e9, upper = 1e9, uncertainty }: Dimension = DRAWING[id]
      return [Math.max(lower - value, value - upper) / (uncertainty || 0.1)]
    }),
  )
}

const NOISE: DimensionId[] = ['acceleration-rms', 'kurtosis', 'velocity-high-band']
const SPOILS: Record<Exclude<PartDefect, 'locked-rotor' | 'unfamiliar'>, DimensionId[]> = {
  'missing-crimp': ['crimp-count'],
  'shifted-crimp': ['crimp-position'],
  'low-crimp': ['crimp-height-min'],
  'high-crimp': ['crimp-height-max'],
  'groove-depth': ['groove-depth'],
  'groove-angle': ['groove-angle'],
  'groove-pitch': ['groove-pitch'],
  'groove-stretch': ['groove-pitch-summed'],
  'groove-wobble': ['groove-axial-runout'],
  'groove-odd-size': ['groove-diameter-range'],
  'groove-runout': ['groove-radial-runout', 'groove-axial-runout'],
  'groove-diameter': ['groove-diameter-over-balls'],
  'first-groove-height': ['first-groove-height'],
  'face-flatness': ['face-flatness'],
  'face-runout': ['face-axial-runout'],
  grease: ['grease-on-face', 'grease-elsewhere'],
  dent: ['deformation-on-face', 'deformation-elsewhere'],
  residue: ['residue-on-face', 'residue-elsewhere'],
  'hub-grease': ['grease-elsewhere'],
  'hub-dent': ['deformation-elsewhere'],
  'hub-residue': ['residue-elsewhere'],
  'bearing-inner-race': NOISE,
  'bearing-outer-race': NOISE,
  'bearing-ball': NOISE,
  'rough-bearing': ['velocity-low-band', 'velocity-medium-band'],
  unbalance: ['velocity-rms'],
  'heavy-spin': ['running-torque'],
  'light-spin': ['running-torque'],
}

describe('a simulated part', () => {
  it('is the same whoever asks, whenever', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 1e5 }), (seed, cycleNumber) => {
        const options = { seed, defectRate: 0.5 }
        const part = makePart(options, cycleNumber, [])
        makePart(options, cycleNumber + 1, [])
        expect(makePart(options, cycleNumber, [])).toEqual(part)
      }),
      { numRuns: 50 },
    )
  })

  it('has a serial of its own', () => {
    const serials = new Set<string>()
    for (const seed of [1, 2, 77]) for (let cycle = 1; cycle <= 300; cycle++) serials.add(serialOf(seed, cycle))
    expect(serials.size).toBe(900)
  })

  it('has a serial that no part of another cell has', () => {
    const ofCell = (line: string) => makePart({ ...SOUND, line }, 7, []).serial
    expect(new Set(['a/b/c/pulley-cell-1', 'a/b/c/pulley-cell-2', 'a/x/c/pulley-cell-1'].map(ofCell)).size).toBe(3)
  })

  it('conforms with room for the gauge where nothing is wrong with it', () => {
    for (let cycle = 1; cycle <= 1000; cycle++) {
      const part = makePart(SOUND, cycle, [])
      const truth = truthOf(part, `c${cycle}`, [])
      expect(truth.conforming).toBe(true)
      expect(truth.defects).toEqual([])
      const measured = (Object.keys(DRAWING) as DimensionId[]).filter((id) => id !== 'crimp-count')
      expect(outside(trueValues(part), measured)).toBeLessThan(-1)
    }
  })

  it('carries a random defect as often as the world says', () => {
    let defective = 0
    for (let cycle = 1; cycle <= 3000; cycle++)
      defective += makePart({ seed: 5, defectRate: 0.02 }, cycle, []).defects.length
    expect(defective).toBeGreaterThan(35)
    expect(defective).toBeLessThan(90)
  })

  it.each(Object.entries(SPOILS))('with %s lies outside its own limit, farther the graver', (kind, ids) => {
    for (let cycle = 1; cycle <= (ids === NOISE ? 4 : 25); cycle++) {
      const at = (severity: number) => {
        const part = makePart(SOUND, cycle, [fault(kind as PartDefect, severity)])
        expect(truthOf(part, 'c', []).conforming).toBe(false)
        return outside(trueValues(part), ids)
      }
      // Torque cannot fall below none, so light spin cannot lie three uncertainties under its limit.
      expect(at(0.5)).toBeGreaterThan(kind === 'light-spin' ? 2 : 3)
      expect(at(1)).toBeGreaterThanOrEqual(at(0.5))
    }
  })

  it('knows every defect there is', () => {
    expect([...Object.keys(SPOILS), 'locked-rotor', 'unfamiliar'].sort()).toEqual([...PART_DEFECTS].sort())
    for (const kind of ['locked-rotor', 'unfamiliar'] as const)
      expect(truthOf(makePart(SOUND, 1, [fault(kind, 1)]), 'c', []).conforming).toBe(false)
  })

  it('has its faults only in the cycles they are for', () => {
    const window: Fault = { ...fault('low-crimp', 1), fromCycle: 10, toCycle: 12 }
    const defective = [9, 10, 12, 13].map((cycle) => makePart(SOUND, cycle, [window]).defects.length)
    expect(defective).toEqual([0, 1, 1, 0])
  })

  it('is read badly, comes hot or bears another’s serial where the plant has such a fault', () => {
    expect(makePart(SOUND, 4, [fault('unreadable-code', 1)]).codeGrade).toBe('F')
    expect(makePart(SOUND, 4, [fault('hot-part', 1)]).partTemperatureC).toBeGreaterThan(30)
    expect(makePart(SOUND, 4, [fault('repeated-serial', 1)]).serial).toBe(makePart(SOUND, 3, []).serial)
    expect(plantFaults([fault('hot-part', 1), fault('dent', 1)], 4).map((f) => f.kind)).toEqual(['hot-part'])
  })
})

describe('the rim', () => {
  it('is as deep as each groove says, and holds the ball where the diameter over balls says', () => {
    const part = { ...makePart(SOUND, 3, []), partTemperatureC: 20 }
    const outline = rimOutline(part)
    for (const [i, groove] of part.grooves.entries()) {
      const centre = (part.meanDiameterOverBallsMm + groove.diameterOffsetMm) / 2 - 1.25
      let nearest = Number.POSITIVE_INFINITY
      for (let off = -1.6; off <= 1.6; off += 0.001)
        nearest = Math.min(nearest, Math.hypot(off, centre - outline.radiusMm(groove.heightMm + off)))
      expect(nearest).toBeCloseTo(1.25, 4)
      const crest = (side: -1 | 1) => {
        let top = 0
        for (let off = 1.5; off <= 2; off += 0.001) top = Math.max(top, outline.radiusMm(groove.heightMm + side * off))
        return top
      }
      expect((crest(-1) + crest(1)) / 2 - outline.radiusMm(groove.heightMm), `groove ${i}`).toBeCloseTo(
        groove.depthMm,
        3,
      )
    }
  })
})

describe('the drawing', () => {
  it('has the limits of the reference cell', () => {
    const yaml = readFileSync(new URL('../../../cells/pulley-cell-1.yaml', import.meta.url), 'utf8')
    for (const [id, dimension] of Object.entries(DRAWING) as [DimensionId, Dimension][]) {
      const entry = yaml.match(new RegExp(`id: ${id},[^}]*}`))?.[0] ?? ''
      const limit = (name: string) => {
        const written = entry.match(new RegExp(`${name}: (-?[\\d.]+)`))?.[1]
        return written === undefined ? undefined : Number(written)
      }
      expect([id, limit('lower'), limit('upper')]).toEqual([id, dimension.lower, dimension.upper])
    }
  })
})
