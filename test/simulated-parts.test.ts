/** World against inspection, without any agent between: what the sensors would see, measured and held to the recipe. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type CellDefinition,
  type Conformance,
  encodeSeries,
  type Fault,
  type Measurement,
  type PartDefect,
  type Series,
} from '@celltwin/contracts'
import { type Inspector, inspectorNamed, judge, type Model, pulleyProfilesInspector } from '@celltwin/inspection'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { readModelPackage } from '@celltwin/models'
import {
  makePart,
  type Part,
  renderFaceProfile,
  renderGrooveProfile,
  renderRotorTrace,
  renderWaveform,
  trueValues,
} from '@celltwin/world'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const cell: CellDefinition = parse(readFileSync(new URL('../cells/pulley-cell-1.yaml', import.meta.url), 'utf8'))
const characteristic = (id: string) => cell.recipe.characteristics.find((c) => c.id === id)!
const LIMIT_MS = 180_000

interface Side {
  readonly module: 'dimensional' | 'vibration'
  readonly inspector: Inspector
  readonly render: (part: Part) => readonly Series[]
}

const parametersOf = (module: string) => cell.modules[module]!.parameters
const DIMENSIONAL: Side = {
  module: 'dimensional',
  inspector: pulleyProfilesInspector,
  render: (part) => [
    renderFaceProfile(part, parametersOf('dimensional')),
    renderGrooveProfile(part, parametersOf('dimensional')),
  ],
}
const VIBRATION: Side = {
  module: 'vibration',
  inspector: inspectorNamed(cell.modules.vibration!.inspector),
  render: (part) => [
    renderWaveform(part, parametersOf('vibration')),
    renderRotorTrace(part, parametersOf('vibration')),
  ],
}

let bearingModel: Model
beforeAll(async () => {
  const folder = fileURLToPath(new URL(`../packages/models/${parametersOf('vibration').model}`, import.meta.url))
  bearingModel = await loadOnnxModel(await readModelPackage(folder))
})

async function measure(part: Part, { module, inspector, render }: Side): Promise<readonly Measurement[]> {
  const { measurements } = await inspector.inspect({
    evidence: render(part).map((series) => ({ kind: series.kind, sha256: '', series })),
    module: cell.modules[module]!,
    recipe: cell.recipe,
    partTemperatureC: part.partTemperatureC,
    ambientTemperatureC: part.ambientTemperatureC,
    ...(inspector.checkModel ? { model: bearingModel } : {}),
    now: () => 0,
  })
  return measurements
}

/** Guarded acceptance, spelled out here on its own: U inside the limits passes, U outside them fails. */
function conformanceOf({ characteristic: id, value, uncertainty }: Measurement): Conformance {
  if (value === null) return 'not-inspected'
  const room = roomOf(id, value)
  if (characteristic(id).advisory) return room >= 0 ? 'pass' : 'warning'
  const u = uncertainty ?? Number.NaN
  if (room >= u) return 'pass'
  if (room >= 0) return 'conditional-pass'
  return room > -u ? 'conditional-fail' : 'fail'
}

function roomOf(id: string, value: number): number {
  const { lower = -1e9, upper = 1e9 } = characteristic(id)
  return Math.min(value - lower, upper - value)
}

/** "Worst of several" may name either of two equally bad ones: what must agree is the room it leaves. */
const WORST_OF_SEVERAL = new Set(['groove-pitch', 'groove-angle', 'groove-depth'])

function agrees({ characteristic: id, value, uncertainty }: Measurement, truth: number): boolean {
  const off = WORST_OF_SEVERAL.has(id) ? roomOf(id, value!) - roomOf(id, truth) : value! - truth
  return Math.abs(off) <= uncertainty!
}

const sound = (cycleNumber: number, faults: Fault[] = []) => makePart({ seed: 3, defectRate: 0 }, cycleNumber, faults)
const fault = (kind: Fault['kind'], severity: number): Fault => ({ id: kind, kind, severity, fromCycle: 1 })

/** Share of measurements within their own uncertainty of the truth, over several parts. */
class Agreement {
  private within = 0
  private total = 0
  add(part: Part, measurements: readonly Measurement[]) {
    const truth: Partial<Record<string, number>> = trueValues(part)
    for (const measurement of measurements) {
      const value = truth[measurement.characteristic]
      if (value === undefined || measurement.value === null) continue
      this.total++
      if (agrees(measurement, value)) this.within++
    }
  }
  get share() {
    return this.within / this.total
  }
}

describe.each([
  ['laser profiles', DIMENSIONAL],
  ['accelerometer and rotor', VIBRATION],
])('thirty sound parts, by %s', (_, side) => {
  it(
    'answer for every characteristic, conform with the guard band, and are measured as they are',
    async () => {
      const agreement = new Agreement()
      const owed = cell.recipe.characteristics.filter((c) => c.module === side.module).map((c) => c.id)
      for (let cycle = 1; cycle <= 30; cycle++) {
        const part = sound(cycle)
        // An inspector may answer more than this recipe asks.
        const measurements = (await measure(part, side)).filter((m) => owed.includes(m.characteristic))
        expect(measurements.map((m) => m.characteristic).sort()).toEqual([...owed].sort())
        expect(measurements.filter((m) => conformanceOf(m) !== 'pass')).toEqual([])
        agreement.add(part, measurements)
      }
      expect(agreement.share).toBeGreaterThanOrEqual(0.95)
    },
    LIMIT_MS,
  )
})

const BEARING_NOISE = ['acceleration-rms', 'velocity-high-band', 'kurtosis']
const DEFECTS: readonly [PartDefect, Side, readonly string[]][] = [
  ['low-crimp', DIMENSIONAL, ['crimp-height-min']],
  ['high-crimp', DIMENSIONAL, ['crimp-height-max']],
  ['groove-depth', DIMENSIONAL, ['groove-depth']],
  ['groove-angle', DIMENSIONAL, ['groove-angle']],
  ['groove-pitch', DIMENSIONAL, ['groove-pitch']],
  ['groove-runout', DIMENSIONAL, ['groove-radial-runout', 'groove-axial-runout']],
  ['groove-diameter', DIMENSIONAL, ['groove-diameter-over-balls']],
  ['first-groove-height', DIMENSIONAL, ['first-groove-height']],
  ['face-flatness', DIMENSIONAL, ['face-flatness']],
  ['face-runout', DIMENSIONAL, ['face-axial-runout']],
  ['heavy-spin', VIBRATION, ['running-torque']],
  ['light-spin', VIBRATION, ['running-torque']],
  ['bearing-inner-race', VIBRATION, BEARING_NOISE],
  ['bearing-outer-race', VIBRATION, BEARING_NOISE],
  ['bearing-ball', VIBRATION, BEARING_NOISE],
]

describe('a defect', () => {
  it.each(DEFECTS)(
    '%s fails its own characteristic, and is measured as large as it is',
    async (kind, side, ids) => {
      const agreement = new Agreement()
      for (const severity of [0.5, 1])
        for (const cycle of [7, 8]) {
          const part = sound(cycle, [fault(kind, severity)])
          const measurements = await measure(part, side)
          expect(ids.map((id) => conformanceOf(measurements.find((m) => m.characteristic === id)!))).toContain('fail')
          agreement.add(part, measurements)
        }
      expect(agreement.share).toBeGreaterThanOrEqual(0.95)
    },
    LIMIT_MS,
  )

  it.each([
    ['bearing-inner-race', 'inner race'],
    ['bearing-outer-race', 'outer race'],
    ['bearing-ball', 'ball'],
  ] as const)('%s is named by its line', async (kind, element) => {
    const measurements = await measure(sound(9, [fault(kind, 0.5)]), VIBRATION)
    expect(measurements.find((m) => m.characteristic === 'kurtosis')!.explanation).toContain(
      `The line of the ${element}`,
    )
  })

  it('missing-crimp is said to be not there, and the others are still measured', async () => {
    const measurements = await measure(sound(5, [{ ...fault('missing-crimp', 0.5), angleDeg: 90 }]), DIMENSIONAL)
    const lowest = measurements.find((m) => m.characteristic === 'crimp-height-min')!
    expect(lowest.value).toBeGreaterThan(1)
    expect(lowest.explanation).toContain('without crimp 2 at 90° (3:00), which is not there')
    expect(lowest.locations?.map((place) => place.conforming)).toEqual([true, false, true, true, true, true])
  })

  it('locked-rotor fails by its torque, and its noise is not inspected because it did not turn', async () => {
    const measurements = await measure(sound(6, [fault('locked-rotor', 1)]), VIBRATION)
    const torque = measurements.find((m) => m.characteristic === 'running-torque')!
    expect(conformanceOf(torque)).toBe('fail')
    expect(torque.explanation).toContain('Locked')
    expect(measurements.find((m) => m.characteristic === 'kurtosis')).toMatchObject({
      value: null,
      reason: 'the part did not turn',
    })
    const owed = cell.recipe.characteristics.filter(({ module }) => module === 'vibration')
    const results = owed.map((c) => ({ ...measurements.find((m) => m.characteristic === c.id)!, unit: c.unit }))
    const { verdict, reasons } = judge(results, { ...cell.recipe, characteristics: owed })
    expect(verdict).toBe('reject')
    expect(reasons[0]!.text).toContain('Running torque')
  })

  it.each([
    ['light-spin', 0.15, 'lighter'],
    ['heavy-spin', 0.3, 'heavier'],
  ] as const)('%s too faint for the drawing is warned of by what is usual', async (kind, severity, word) => {
    const measurements = await measure(sound(7, [fault(kind, severity)]), VIBRATION)
    const of = (id: string) => measurements.find((m) => m.characteristic === id)!
    expect(conformanceOf(of('running-torque'))).not.toBe('fail')
    expect(conformanceOf(of('usual-torque'))).toBe('warning')
    expect(of('usual-torque').explanation).toContain(`this one turns ${word}`)
  })

  it.each([
    ['bearing-inner-race', 'inner race'],
    ['bearing-outer-race', 'outer race'],
    ['bearing-ball', 'ball'],
  ] as const)('%s far inside the drawing is heard by the model, and named', async (kind, element) => {
    const measurements = await measure(sound(9, [fault(kind, 0.08)]), VIBRATION)
    const heard = measurements.find((m) => m.characteristic === 'bearing-damage')!
    expect(conformanceOf(heard)).toBe('fail')
    expect(heard.explanation).toContain(`hears the ${element} strike`)
    expect(BEARING_NOISE.map((id) => conformanceOf(measurements.find((m) => m.characteristic === id)!))).not.toContain(
      'fail',
    )
  })
})

describe('a hot part', () => {
  it('has no torque worth judging, but its lengths are those at 20 °C', async () => {
    const hot = sound(12, [fault('hot-part', 1)])
    const torque = (await measure(hot, VIBRATION)).find((m) => m.characteristic === 'running-torque')!
    expect(torque.value).toBeNull()
    expect(torque.reason).toContain('torque is judged between 18 and 28 °C')
    const diameter = (await measure(hot, DIMENSIONAL)).find((m) => m.characteristic === 'groove-diameter-over-balls')!
    expect(Math.abs(diameter.value! - hot.meanDiameterOverBallsMm)).toBeLessThan(0.003)
  })
})

describe('evidence that is missing or broken', () => {
  const inspect = (series: readonly Series[]) =>
    pulleyProfilesInspector.inspect({
      evidence: series.map((s) => ({ kind: s.kind, sha256: '', series: s })),
      module: cell.modules.dimensional!,
      recipe: cell.recipe,
      now: () => 0,
    })

  it('leaves its own characteristics without a value and takes no others down', async () => {
    const [face] = DIMENSIONAL.render(sound(2))
    const broken: Series = { kind: 'groove-profile', meta: {}, columns: [] }
    const { measurements } = await inspect([face!, broken])
    const by = Object.fromEntries(measurements.map((m) => [m.characteristic, m]))
    expect(by['face-flatness']!.value).toBeGreaterThan(0)
    expect(by['groove-depth']).toMatchObject({ value: null, reason: 'groove-profile: no column radius' })
  })

  it('of B leaves the first groove without the face it is measured from', async () => {
    const [, groove] = DIMENSIONAL.render(sound(2))
    const { measurements } = await inspect([groove!])
    const by = Object.fromEntries(measurements.map((m) => [m.characteristic, m]))
    expect(by['groove-pitch']!.value).toBeCloseTo(3.56, 1)
    expect(by['first-groove-height']!.value).toBeNull()
    expect(by['crimp-height-min']!.reason).toBe('there is no face-profile')
  })
})

describe('what the sensors see', () => {
  it('is the same each time for the same part', () => {
    const bytesOf = (side: Side) => Buffer.concat(side.render(sound(4)).map(encodeSeries))
    for (const side of [DIMENSIONAL, VIBRATION]) expect(bytesOf(side).equals(bytesOf(side))).toBe(true)
  })
})
