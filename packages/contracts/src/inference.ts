/** Where a module's model runs. What is asked for runs, or the module inspects nothing: no backend stands in for another. */
import Type, { type Static } from 'typebox'

export const BACKENDS = ['ort-cpu', 'ort-cuda', 'tensorrt', 'recorded'] as const
export type BackendName = (typeof BACKENDS)[number]

export const PRECISIONS = ['fp32', 'fp16', 'int8'] as const

/** A module's own choice; what it leaves open, the agent's environment says. */
export const ModuleInference = Type.Object(
  {
    backend: Type.Enum([...BACKENDS], {
      description:
        'ort-cpu: onnxruntime on the processor; ort-cuda: onnxruntime on a CUDA device; tensorrt: an engine in the sidecar; recorded: answers given before',
    }),
    threads: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 64, description: 'of one operator; ort-cpu and ort-cuda' }),
    ),
    socket: Type.Optional(
      Type.String({ pattern: '^/', description: 'absolute path of the sidecar’s Unix socket; tensorrt' }),
    ),
    precision: Type.Optional(
      Type.Enum([...PRECISIONS], { description: 'of the engine, where not the network’s own; tensorrt' }),
    ),
    recordings: Type.Optional(
      Type.String({ minLength: 1, description: 'folder of the answers, relative to the cell file; recorded' }),
    ),
  },
  {
    description: 'Where the module’s model runs.',
    examples: [{ backend: 'tensorrt', socket: '/run/celltwin/inference.sock', precision: 'fp16' }],
  },
)
export type ModuleInference = Static<typeof ModuleInference>

/** The backends that each setting belongs to. */
export const INFERENCE_SETTINGS = {
  threads: ['ort-cpu', 'ort-cuda'],
  socket: ['tensorrt'],
  precision: ['tensorrt'],
  recordings: ['recorded'],
} as const satisfies Partial<Record<keyof ModuleInference, readonly BackendName[]>>
