/** World against inspection: spindle error taken out, and challenge parts that show what their cell file says. */
import { readFileSync } from 'node:fs'
import {
  type CellDefinition,
  checkCellDefinition,
  decodeSeries,
  type GaugeCalibration,
  type Harmonic,
  type Measurement,
  type Series,
} from '@celltwin/contracts'
import {
  assess,
  bearingSpinInspector,
  type Inspector,
  pulleyProfilesInspector,
  separateSpindle,
} from '@celltwin/inspection'
import {
  makeChallengePart,
  makePart,
  type Part,
  renderFaceProfile,
  renderGrooveProfile,
  renderRotorTrace,
  renderWaveform,
  spindleMotion,
  trueValues,
} from '@celltwin/world'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url))
const cell: CellDefinition = parse(read('cells/pulley-cell-1.yaml').toString())
const lasers = cell.calibrations!.find(({ gauge }) => gauge === 'LJ-01')!
const LIMIT_MS = 120_000

async function measure(part: Part, module: 'dimensional' | 'vibration', calibration?: GaugeCalibration) {
  const { parameters } = cell.modules[module]!
  const renderings: [Inspector, ((part: Part, p: typeof parameters) => Series)[]] =
    module === 'dimensional'
      ? [pulleyProfilesInspector, [renderFaceProfile, renderGrooveProfile]]
      : [bearingSpinInspector, [renderWaveform, renderRotorTrace]]
  const [inspector, render] = renderings
  const { measurements } = await inspector.inspect({
    evidence: render.map((one) => one(part, parameters)).map((series) => ({ kind: series.kind, sha256: '', series })),
    module: cell.modules[module]!,
    recipe: cell.recipe,
    partTemperatureC: part.partTemperatureC,
    ambientTemperatureC: part.ambientTemperatureC,
    ...(calibration ? { calibration } : {}),
    now: () => 0,
  })
  return measurements
}

const conformanceOf = ({ characteristic: id, value, uncertainty }: Measurement) => {
  const characteristic = cell.recipe.characteristics.find((c) => c.id === id)!
  return assess(value, uncertainty, characteristic, cell.recipe.decision.acceptance)
}

it('the reference cell’s calibrations and challenge parts are in order', () => {
  expect(checkCellDefinition(cell)).toMatchObject({ ok: true })
  const bad = cell.challenge!.parts.flatMap(({ fails }) => fails)
  const deciding = cell.recipe.characteristics.filter(({ advisory }) => !advisory).map(({ id }) => id)
  expect([...new Set(bad)].sort()).toEqual(deciding.sort())
})

describe('the spindle', () => {
  it('is what the sampled ring scans say, and what the cell file holds', () => {
    for (const fixture of ['FX-1', 'FX-2']) {
      const scans = [0, 180, 90].map((deg) =>
        decodeSeries(read(`samples/spindle/${fixture.toLowerCase()}-${deg}.series`)),
      )
      const { error } = separateSpindle(scans)
      const listed = lasers.spindle!.find((known) => known.fixture === fixture)!
      const truth = spindleMotion(fixture)
      for (const [way, motion] of [
        ['axial', truth.axialMm],
        ['radial', truth.radialMm],
      ] as const) {
        const at = (harmonics: readonly Harmonic[], deg: number) =>
          harmonics.reduce((sum, { order, cosMm, sinMm }) => {
            const angle = (order * deg * Math.PI) / 180
            return sum + cosMm * Math.cos(angle) + sinMm * Math.sin(angle)
          }, 0)
        const whole = error[way].reduce((sum, { uncertaintyMm }) => sum + uncertaintyMm, 0)
        for (let deg = 0; deg < 360; deg += 15) {
          expect(Math.abs(at(error[way], deg) - motion(deg))).toBeLessThan(whole)
          expect(at(listed[way], deg)).toBeCloseTo(at(error[way], deg), 5)
        }
      }
    }
  })

  it('taken out leaves run-out nearer to the truth, and the part’s own movement whole', {
    timeout: LIMIT_MS,
  }, async () => {
    const off = { with: [] as number[], without: [] as number[] }
    for (let cycleNumber = 1; cycleNumber <= 4; cycleNumber++) {
      const part = makePart({ seed: 3, defectRate: 0 }, cycleNumber, [])
      const truth = trueValues(part)
      for (const [key, calibration] of [
        ['with', lasers],
        ['without', undefined],
      ] as const)
        for (const m of await measure(part, 'dimensional', calibration))
          if (m.characteristic === 'face-axial-runout' || m.characteristic === 'groove-radial-runout')
            off[key].push(m.value! - truth[m.characteristic]!)
    }
    const rms = (values: number[]) => Math.hypot(...values) / Math.sqrt(values.length)
    expect(rms(off.with)).toBeLessThan(0.6 * rms(off.without))
    expect(rms(off.with)).toBeLessThan(0.004)
  })

  it('of a fixture that no ring was scanned on leaves run-out uninspected', { timeout: LIMIT_MS }, async () => {
    const part = { ...makePart({ seed: 3, defectRate: 0 }, 1, []), fixture: 'FX-9' }
    const measured = await measure(part, 'dimensional', lasers)
    const silent = measured.filter(({ value }) => value === null).map(({ characteristic }) => characteristic)
    expect(silent.sort()).toEqual(['face-axial-runout', 'face-flatness', 'groove-axial-runout', 'groove-radial-runout'])
    expect(measured.find(({ value }) => value === null)?.reason).toContain('FX-9')
  })
})

describe('challenge parts of lasers and spin', () => {
  const world = { seed: 26, defectRate: 0.5 }
  const touch = (module: string, fails: readonly string[]) =>
    fails.length === 0 || cell.recipe.characteristics.some((c) => c.module === module && fails.includes(c.id))

  it('show what the cell file expects of them, insertion after insertion', { timeout: LIMIT_MS }, async () => {
    for (const module of ['dimensional', 'vibration'] as const)
      for (const artefact of cell.challenge!.parts.filter(({ fails }) => touch(module, fails)))
        for (const cycleNumber of artefact.fails.length === 0 ? [5, 90] : [5]) {
          const part = makeChallengePart(artefact, world, cycleNumber, [])
          for (const m of await measure(part, module, module === 'dimensional' ? lasers : undefined)) {
            const known = cell.recipe.characteristics.some(({ id }) => id === m.characteristic)
            if (!known) continue
            const fails = conformanceOf(m).includes('fail')
            if (artefact.fails.includes(m.characteristic))
              expect([artefact.id, m.characteristic, fails]).toContain(true)
            if (artefact.fails.length === 0) expect([artefact.id, m.characteristic, fails]).toContain(false)
          }
        }
  })

  it('are the same artefact in every world and cycle, whatever is injected', () => {
    const [, artefact] = cell.challenge!.parts
    const fault = { id: 'f', kind: 'grease', severity: 1, fromCycle: 1 } as const
    const made = [
      makeChallengePart(artefact!, world, 5, []),
      makeChallengePart(artefact!, { seed: 99, defectRate: 1 }, 700, [fault]),
    ]
    const [one, other] = made.map(({ crimps, patches, grooves, faceForm, bearing }) => ({
      crimps,
      patches,
      grooves,
      faceForm,
      bearing,
    }))
    expect(one).toEqual(other)
    expect(one!.crimps.filter(({ present }) => !present)).toHaveLength(1)
  })
})
