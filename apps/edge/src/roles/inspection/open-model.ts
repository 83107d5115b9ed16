import { basename, join, resolve } from 'node:path'
import type { Model } from '@celltwin/inspection'
import { modelOf, networkOf, openNetwork } from '@celltwin/inspection/inference'
import { instructionSet, readModelPackage } from '@celltwin/models'
import type { InferenceChoice } from '../../inference/choice.ts'

export interface WantedModel {
  /** What it is for. */
  readonly moduleId: string
  readonly folder: string
  readonly name: string
}

/** Reads a model package by name and makes it ready to run. `progress` hears what takes long, such as an engine's build. */
export async function openModel(
  wanted: WantedModel,
  { backend, options }: InferenceChoice,
  progress: (text: string) => void,
): Promise<Model> {
  const { name, folder } = wanted
  const model = await readModelPackage(join(folder, name)).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === undefined ? cause : new Error(unread(wanted, cause), { cause })
  })
  const network = await openNetwork(backend, networkOf(model), {
    ...options,
    instructionSet: instructionSet(),
    onProgress: ({ phase, tookMs }) => progress(`${name}: ${phase}, ${Math.round(tookMs / 1000)} s`),
  })
  return modelOf(model, network)
}

function unread({ moduleId, name, folder }: WantedModel, { code, path }: NodeJS.ErrnoException): string {
  const place = resolve(folder)
  const file = path === undefined ? '' : ` (${basename(path)})`
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? `modules.${moduleId}: the model ${name} is not in ${place}${file}: put its package there, or set MODELS_DIR to the folder that has it`
    : `modules.${moduleId}: the model ${name} in ${place} cannot be read${file}, ${code}: let this account read it`
}
