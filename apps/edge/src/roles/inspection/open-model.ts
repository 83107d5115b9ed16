import { join } from 'node:path'
import type { Model } from '@celltwin/inspection'
import { modelOf, networkOf, openNetwork } from '@celltwin/inspection/inference'
import { instructionSet, readModelPackage } from '@celltwin/models'
import type { InferenceChoice } from '../../inference/choice.ts'

/** Reads a model package by name and makes it ready to run. `progress` hears what takes long, such as an engine's build. */
export async function openModel(
  modelsFolder: string,
  name: string,
  { backend, options }: InferenceChoice,
  progress: (text: string) => void,
): Promise<Model> {
  const model = await readModelPackage(join(modelsFolder, name))
  const network = await openNetwork(backend, networkOf(model), {
    ...options,
    instructionSet: instructionSet(),
    onProgress: ({ phase, tookMs }) => progress(`${name}: ${phase}, ${Math.round(tookMs / 1000)} s`),
  })
  return modelOf(model, network)
}
