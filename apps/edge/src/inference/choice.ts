/** Which backend runs this agent's models, from its configuration. */
import { BACKENDS, type BackendName, type BackendOptions } from '@celltwin/inspection/inference'
import Type, { type Static } from 'typebox'
import { readConfig } from '../config.ts'

export const InferenceConfig = Type.Object({
  INFERENCE_BACKEND: Type.Enum([...BACKENDS], { default: 'ort-cpu', description: BACKENDS.join(', ') }),
  /** Of an engine that is built here; else as the package says. */
  INFERENCE_PRECISION: Type.Optional(Type.Enum(['fp32', 'fp16', 'int8'], { description: 'fp32, fp16 or int8' })),
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
export function chosenInference(env: Record<string, string | undefined>): InferenceChoice {
  const config = readConfig(InferenceConfig, env)
  return {
    backend: config.INFERENCE_BACKEND as BackendName,
    options: {
      threads: config.INFERENCE_THREADS,
      ...(config.INFERENCE_PRECISION ? { precision: String(config.INFERENCE_PRECISION) } : {}),
      ...(config.INFERENCE_SOCKET ? { socket: config.INFERENCE_SOCKET } : {}),
      ...(config.INFERENCE_RECORDINGS ? { recordings: config.INFERENCE_RECORDINGS } : {}),
    },
  }
}
