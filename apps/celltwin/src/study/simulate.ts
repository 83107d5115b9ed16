/**
 * A study in the simulated world: parts inspected again and again by the inspection that agents run. Each is the same
 * artefact every time; sensors and temperature scatter anew. Devices are simulated, the inspection is not.
 */
import { createHash } from 'node:crypto'
import {
  type CellDefinition,
  encodeSeries,
  type Module,
  SERIES_MEDIA_TYPE,
  type StudyReading,
  type StudySettings,
} from '@celltwin/contracts'
import { toleranceOf } from '@celltwin/quality'
import {
  makeChallengePart,
  type Part,
  renderFace,
  renderFaceProfile,
  renderGrooveProfile,
  renderRotorTrace,
  renderWaveform,
  trueValues,
} from '@celltwin/world'
import sharp from 'sharp'
import { type EvidenceFile, inspectModules } from '../inspect/run-modules.ts'

export interface Simulation {
  readonly characteristic: string
  readonly parts: number
  readonly trials: number
  readonly seed: number
  readonly models: string
}

export interface SimulatedReadings {
  readonly readings: StudyReading[]
  readonly settings: StudySettings
  readonly unit: string
}

const SERIES = {
  'face-profile': renderFaceProfile,
  'groove-profile': renderGrooveProfile,
  waveform: renderWaveform,
  'rotor-trace': renderRotorTrace,
} as const
const LIGHTS = { 'image-bright': 'bright', 'image-dark-field': 'darkField', 'image-uv': 'uv' } as const

/** @throws Error where the cell has no such characteristic, or a reading could not be made. */
export async function simulateReadings(definition: CellDefinition, simulation: Simulation): Promise<SimulatedReadings> {
  const { characteristic: id, parts, trials, seed, models } = simulation
  const characteristic = definition.recipe.characteristics.find((one) => one.id === id)
  if (!characteristic)
    throw new Error(
      `characteristic: "${id}" is none of ${definition.recipe.characteristics.map((one) => one.id).join(', ')}`,
    )
  const module = definition.modules[characteristic.module]!
  const readings: StudyReading[] = []
  let truth: number | undefined
  for (let p = 1; p <= parts; p++)
    for (let trial = 1; trial <= trials; trial++) {
      const artefact = { id: `S${seed}-${p}`, title: '', fails: [], uses: 1, expiresAt: '' }
      const made = makeChallengePart(artefact, { seed, defectRate: 0 }, (p - 1) * trials + trial, [])
      truth = (trueValues(made) as Partial<Record<string, number>>)[id]
      const { results } = await inspectModules({
        modules: [[characteristic.module, module]],
        recipe: definition.recipe,
        evidence: await evidenceOf(made, module),
        conditions: () => ({
          partTemperatureC: made.partTemperatureC,
          ambientTemperatureC: made.ambientTemperatureC,
        }),
        modelsFolder: models,
      })
      const result = results.find((one) => one.characteristic === id)
      if (typeof result?.value !== 'number')
        throw new Error(`part ${p}, trial ${trial}: ${result?.reason ?? 'gave no value'}`)
      readings.push({ part: `${p}`, value: result.value })
    }
  const tolerance = toleranceOf(characteristic)
  return {
    readings,
    unit: characteristic.unit,
    settings: {
      ...(tolerance === null ? {} : { tolerance }),
      // Known, as the world made it: a plant has a certificate for its reference part.
      ...(parts === 1 && truth !== undefined ? { reference: truth } : {}),
    },
  }
}

async function evidenceOf(part: Part, { takes, parameters }: Module): Promise<EvidenceFile[]> {
  const { pixels, mmPerPixel } = parameters
  let face: ReturnType<typeof renderFace> | undefined
  const pictureOf = async (light: (typeof LIGHTS)[keyof typeof LIGHTS]) => {
    if (typeof pixels !== 'number' || typeof mmPerPixel !== 'number')
      throw new Error('a simulated camera needs the parameters pixels and mmPerPixel')
    face ??= renderFace(part, { pixels, mmPerPixel })
    return sharp(face[light], { raw: { width: pixels, height: pixels, channels: 1 } })
      .png()
      .toBuffer()
  }
  return Promise.all(
    takes.map(async ({ evidence: kind }) => {
      const light = Object.entries(LIGHTS).find(([name]) => name === kind)?.[1]
      const render = Object.entries(SERIES).find(([name]) => name === kind)?.[1]
      if (!light && !render) throw new Error(`the simulated world has no sensor for ${kind}`)
      const bytes = light ? await pictureOf(light) : encodeSeries(render!(part, parameters))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { kind, bytes, sha256, mediaType: light ? 'image/png' : SERIES_MEDIA_TYPE }
    }),
  )
}
