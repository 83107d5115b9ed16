/** The camera's pictures of simulated parts, inspected as in the cell: renderer, pose, face net, measurements. */
import { readFileSync } from 'node:fs'
import { type CellDefinition, HEAT_MAP, type Measurement } from '@celltwin/contracts'
import { type Inspection, judge, type Model, pulleyFaceInspector } from '@celltwin/inspection'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import {
  cameraOf,
  type FaceOptions,
  makeChallengePart,
  makePart,
  ODDITIES,
  type Part,
  renderFace,
} from '@celltwin/world'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readModelPackage } from '../packages/models/src/index.ts'

const here = (path: string) => new URL(path, import.meta.url).pathname
const cell: CellDefinition = parse(readFileSync(here('../cells/pulley-cell-1.yaml'), 'utf8'))
const visual = cell.recipe.characteristics.filter(({ module }) => module === 'visual')

let model: Model
beforeAll(async () => {
  model = await loadOnnxModel(await readModelPackage(here('../packages/models/pulley-face')))
})

/** With its lens, and what the cell knows of it. */
const CAMERA = cameraOf(cell.modules.visual!.parameters)
const calibration = cell.calibrations!.find(({ gauge }) => gauge === 'CAM-01')!

const inspect = (part: Part, faults: Partial<FaceOptions> = {}, module = cell.modules.visual!): Promise<Inspection> => {
  const face = renderFace(part, { ...CAMERA, ...faults })
  const evidence = (kind: string, data: Uint8Array) => ({
    kind,
    sha256: '0'.repeat(64),
    image: { width: CAMERA.pixels, height: CAMERA.pixels, data },
  })
  return pulleyFaceInspector.inspect({
    evidence: [
      evidence('image-bright', face.bright),
      evidence('image-dark-field', face.darkField),
      evidence('image-uv', face.uv),
    ],
    module,
    recipe: cell.recipe,
    model,
    calibration,
    now: () => performance.now(),
  })
}

const measured = ({ measurements }: Inspection, id: string): Measurement =>
  measurements.find((measurement) => measurement.characteristic === id)!

/** Characteristics whose value lies outside its limits by more than its uncertainty lets doubt. */
const clearlyOutside = (inspection: Inspection): string[] =>
  visual
    .filter(({ id, lower = -Infinity, upper = Infinity }) => {
      const { value, uncertainty } = measured(inspection, id)
      return value === null || value - uncertainty! > upper || value + uncertainty! < lower
    })
    .map(({ id }) => id)

/** Characteristics that are not inside their limits beyond doubt. */
const notClearlyInside = (inspection: Inspection): string[] =>
  visual
    .filter(({ id, lower = -Infinity, upper = Infinity }) => {
      const { value, uncertainty } = measured(inspection, id)
      return value === null || value + uncertainty! > upper || value - uncertainty! < lower
    })
    .map(({ id }) => id)

/** The verdict on what the camera alone has seen. */
const judged = ({ measurements }: Inspection) =>
  judge(
    measurements.map(({ characteristic: id, ...rest }) => ({
      ...rest,
      characteristic: id,
      unit: visual.find((characteristic) => characteristic.id === id)!.unit,
    })),
    { ...cell.recipe, characteristics: visual },
  ).verdict

const apart = (a: number, b: number) => Math.abs(((((a - b) % 360) + 540) % 360) - 180)

const sound = (seed: number, cycleNumber: number) => makePart({ seed, defectRate: 0 }, cycleNumber, [])

describe('the face of a simulated part', () => {
  it('is within all limits where the part is sound', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect({ seed, flagged: notClearlyInside(await inspect(sound(seed, seed))) }).toEqual({ seed, flagged: [] })
    }
  }, 120_000)

  it('is hot where the flaw lies, and nowhere where there is none', async () => {
    const hottest = async (part: Part) => {
      const { image } = (await inspect(part)).drawn!.find(({ kind }) => kind === HEAT_MAP)!
      const peak = Math.max(...image.data)
      const at = image.data.indexOf(peak)
      const [x, y] = [(at % image.width) - image.width / 2, Math.floor(at / image.width) - image.height / 2]
      return { peak, angleDeg: (Math.atan2(x, -y) * 180) / Math.PI }
    }
    const fault = { id: 'f', kind: 'hub-dent', severity: 0.8, fromCycle: 1, angleDeg: 200 } as const
    // Grease around the seal is normal, and hot.
    const dry = (part: Part) => ({ ...part, patches: part.patches.filter(({ kind }) => kind !== 'grease') })
    const flawed = await hottest(dry(makePart({ seed: 7, defectRate: 0 }, 7, [fault])))
    expect(flawed.peak).toBeGreaterThan(200)
    // The part lies a little turned in its nest.
    expect(apart(flawed.angleDeg, 200)).toBeLessThan(15)
    expect((await hottest(dry(sound(7, 7)))).peak).toBeLessThan(100)
  })

  const artefacts = cell.challenge!.parts.filter(({ fails }) => visual.some(({ id }) => fails.includes(id)))
  it.each(artefacts)(
    'of challenge part $id shows what the part is bad for, whenever it is inserted',
    async (artefact) => {
      for (const cycleNumber of [3, 80]) {
        const part = makeChallengePart(artefact, { seed: 26, defectRate: 0 }, cycleNumber, [])
        expect(clearlyOutside(await inspect(part))).toEqual(expect.arrayContaining([...artefact.fails]))
      }
    },
  )

  const cases = (['missing-crimp', 'grease', 'dent', 'residue'] as const).flatMap((kind) =>
    [0.5, 1].map((severity) => ({ kind, severity })),
  )
  it.each(cases)('shows $kind of severity $severity at its angle', async ({ kind, severity }) => {
    const groups = {
      'missing-crimp': ['crimp-count'],
      grease: ['grease-on-face', 'grease-elsewhere'],
      dent: ['deformation-on-face', 'deformation-elsewhere'],
      residue: ['residue-on-face', 'residue-elsewhere'],
    }
    for (const [cycleNumber, angleDeg] of [30, 150, 268].entries()) {
      const fault = { id: 'injected', kind, severity, fromCycle: 1, angleDeg }
      const part = makePart({ seed: 5, defectRate: 0 }, cycleNumber + 1, [fault])
      const inspection = await inspect(part)
      const flagged = clearlyOutside(inspection)
      expect(flagged).toHaveLength(1)
      expect(groups[kind]).toContain(flagged[0])
      const faulty = measured(inspection, flagged[0]!).locations!.filter(({ conforming }) => conforming === false)
      const wanted = kind === 'missing-crimp' ? part.crimps.find((crimp) => !crimp.present)!.angleDeg : angleDeg
      expect(Math.min(...faulty.map((location) => apart(location.angleDeg!, wanted)))).toBeLessThan(3)
      expect(faulty.every(({ outline }) => outline!.length >= 3)).toBe(true)
    }
  })

  it('has its stakings measured to a tenth of a degree', async () => {
    const part = sound(11, 3)
    const position = measured(await inspect(part), 'crimp-position')
    expect(position.locations).toHaveLength(6)
    for (const { angleDeg } of position.locations!) {
      expect(Math.min(...part.crimps.map((crimp) => apart(crimp.angleDeg, angleDeg!)))).toBeLessThan(0.1)
    }
  })

  it('says in words what is missing and where', async () => {
    const fault = { id: 'injected', kind: 'missing-crimp', severity: 0.5, fromCycle: 1, angleDeg: 268 } as const
    const count = measured(await inspect(makePart({ seed: 5, defectRate: 0 }, 1, [fault])), 'crimp-count')
    expect(count.value).toBe(5)
    expect(count.explanation).toBe("Five stakings stand at 60° steps; at 270°, 9 o'clock, there is none.")
  })

  it('says that there are more than there should be', async () => {
    const visual = cell.modules.visual!
    const four = { ...visual, parameters: { ...visual.parameters, crimps: 4, firstCrimpDeg: 45 } }
    const count = measured(await inspect(sound(11, 3), {}, four), 'crimp-count')
    expect(count.explanation).toBe('Six stakings stand where four should.')
  })

  it.each([
    ['out of focus', { blur: 0.5 }],
    ['out of focus', { blur: 1 }],
    ['too dark', { darkness: 0.5 }],
    ['too dark', { darkness: 1 }],
  ])('is not inspected where its picture is %s (%o)', async (reason, faults) => {
    const { measurements } = await inspect(sound(7, 1), faults)
    expect(measurements.map(({ value }) => value)).toEqual(visual.map(() => null))
    for (const measurement of measurements) expect(measurement.reason).toContain(reason)
  })

  const forms = ODDITIES.map((form) => ({ form }))
  it.each(forms)('is held, not guessed, where it bears $form', async ({ form }) => {
    for (const severity of [0.4, 1]) {
      const fault = { id: 'injected', kind: 'unfamiliar', severity, fromCycle: 1, angleDeg: 140 } as const
      const part = makePart({ seed: 5, defectRate: 0 }, 2, [fault])
      const inspection = await inspect({ ...part, oddities: part.oddities.map((oddity) => ({ ...oddity, form })) })
      const familiar = measured(inspection, 'face-familiarity')
      expect(familiar).toMatchObject({ value: null, reason: expect.stringContaining('unfamiliar') })
      const [place] = familiar.locations!
      if (form !== 'holes') expect(apart(place!.angleDeg!, 140)).toBeLessThan(12)
      expect(judged(inspection)).toBe('hold')
    }
  })

  it('asks for another picture where one cannot be judged, and not where the part is at fault', async () => {
    expect((await inspect(sound(7, 1), { blur: 0.5 })).retake).toContain('out of focus')
    expect((await inspect(sound(7, 1))).retake).toBeUndefined()
  })

  it('is not inspected where a picture is missing or the part is not there', async () => {
    const blank = { width: 1024, height: 1024, data: new Uint8Array(1024 * 1024).fill(120) }
    const input = {
      module: cell.modules.visual!,
      recipe: cell.recipe,
      model,
      now: () => 0,
      evidence: ['image-bright', 'image-dark-field'].map((kind) => ({ kind, sha256: '', image: blank })),
    }
    const missing = await pulleyFaceInspector.inspect(input)
    expect(missing.measurements[0]).toMatchObject({ value: null, reason: expect.stringContaining('UV image') })
    const evidence = [...input.evidence, { kind: 'image-uv', sha256: '', image: blank }]
    const empty = await pulleyFaceInspector.inspect({ ...input, evidence })
    expect(empty.measurements[0]).toMatchObject({ value: null, reason: expect.stringContaining('No round rim') })
  })

  it('gives the same measurements for the same bytes, and another picture for another look', async () => {
    const part = sound(3, 9)
    expect((await inspect(part)).measurements).toEqual((await inspect(part)).measurements)
    const bright = (seedSalt: number) => Buffer.from(renderFace(part, { ...CAMERA, seedSalt }).bright)
    expect(bright(0).equals(bright(0))).toBe(true)
    expect(bright(0).equals(bright(1))).toBe(false)
  })
})
