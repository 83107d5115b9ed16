/**
 * A study in the simulated world: parts inspected again and again by the inspection that agents run. Each is the same
 * artefact every time; sensors and temperature scatter anew. Devices are simulated, the inspection is not.
 */
import type { CellDefinition, StudyReading, StudySettings } from '@celltwin/contracts'
import { toleranceOf } from '@celltwin/quality'
import { makeChallengePart, trueValues } from '@celltwin/world'
import { inspectModules, listedCalibration } from '../inspect/run-modules.ts'
import { simulatedEvidence } from '../inspect/simulated-evidence.ts'

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
        evidence: await simulatedEvidence(made, module),
        conditions: () => ({
          ...listedCalibration(definition, module),
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
