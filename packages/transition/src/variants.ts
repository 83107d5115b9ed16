/** The variants of a model: one base as the data-science phase handed it over, and what is made from it for the edge. */
import { folded } from './onnx/fold.ts'
import { readModel, writeModel } from './onnx/model.ts'
import type { GraphOptimisation, OpenSession, Tensors } from './runtime.ts'
import { toFp16 } from './variants/fp16.ts'
import { toInt8 } from './variants/int8.ts'

export const VARIANT_KINDS = ['base', 'fp32', 'fp16', 'int8'] as const
export type VariantKind = (typeof VARIANT_KINDS)[number]

export interface Variant {
  readonly kind: VariantKind
  readonly bytes: Uint8Array
  /** What a session must be opened with for the bytes to be that variant. */
  readonly sessionOptions: { readonly graphOptimizationLevel: GraphOptimisation }
}

export interface Workshop {
  /** Runs constant parts of the graph and, for `int8`, the calibration. */
  readonly open: OpenSession
  /** Inputs as the model will meet them; `int8` needs them. */
  readonly calibration?: Iterable<Tensors>
}

/**
 * The same bytes for the same model, kind and calibration, on the same runtime.
 *
 * @throws Error where the kind cannot be made from the model.
 */
export async function makeVariant(model: Uint8Array, kind: VariantKind, workshop: Workshop): Promise<Variant> {
  if (kind === 'base') return { kind, bytes: model, sessionOptions: { graphOptimizationLevel: 'disabled' } }
  return {
    kind,
    bytes: await optimised(model, kind, workshop),
    sessionOptions: { graphOptimizationLevel: 'all' },
  }
}

async function optimised(bytes: Uint8Array, kind: Exclude<VariantKind, 'base'>, { open, calibration }: Workshop) {
  const model = await folded(readModel(bytes), open)
  switch (kind) {
    case 'fp32':
      return writeModel(model)
    case 'fp16':
      return writeModel(toFp16(model))
    case 'int8':
      if (!calibration) throw new Error('int8 needs inputs to calibrate on')
      return writeModel(await toInt8(model, open, calibration))
  }
}
