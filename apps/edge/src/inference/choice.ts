/** Which backend runs a module's model: what the cell file says of it, and for what that leaves open the environment. */
import { dirname } from 'node:path'
import {
  BACKENDS,
  type BackendName,
  type Environment,
  type ModuleInference,
  PRECISIONS,
  readConfig,
} from '@celltwin/contracts'
import type { BackendOptions } from '@celltwin/inspection/inference'
import Type, { type Static } from 'typebox'
import { replayFolder } from '../config.ts'

export const InferenceConfig = Type.Object({
  INFERENCE_BACKEND: Type.Enum([...BACKENDS], { default: 'ort-cpu', description: 'what runs the models' }),
  INFERENCE_PRECISION: Type.Optional(Type.Enum([...PRECISIONS], { description: 'of engines that are built here' })),
  INFERENCE_THREADS: Type.Integer({ minimum: 1, maximum: 64, default: 1, description: 'a whole number, 1 to 64' }),
  INFERENCE_SOCKET: Type.Optional(Type.String({ minLength: 1, description: 'path of the sidecar’s Unix socket' })),
  INFERENCE_RECORDINGS: Type.Optional(Type.String({ minLength: 1, description: 'folder of recorded answers' })),
})
export type InferenceConfig = Static<typeof InferenceConfig>

export interface InferenceChoice {
  readonly backend: BackendName
  readonly options: Omit<BackendOptions, 'onProgress'>
}

/** @throws ConfigError naming every key at fault, what was found and the rule. */
export function chosenInference(env: Environment, module: Partial<ModuleInference> = {}): InferenceChoice {
  const config = readConfig(InferenceConfig, env)
  const precision = module.precision ?? config.INFERENCE_PRECISION
  const socket = module.socket ?? config.INFERENCE_SOCKET
  const recordings =
    module.recordings === undefined
      ? config.INFERENCE_RECORDINGS
      : replayFolder(module.recordings, dirname(env.CELL_FILE ?? ''), env)
  return {
    backend: (module.backend ?? config.INFERENCE_BACKEND) as BackendName,
    options: {
      threads: module.threads ?? config.INFERENCE_THREADS,
      ...(precision ? { precision: String(precision) } : {}),
      ...(socket ? { socket } : {}),
      ...(recordings ? { recordings } : {}),
    },
  }
}
