/**
 * The port that every inspection fills: evidence in, measurements out.
 *
 * An inspector is deterministic in its evidence, parameters and model, so that a stored part can be inspected again.
 */
import type { GaugeCalibration, Measurement, Module, Recipe, Series } from '@celltwin/contracts'

/** 8-bit grey image, row by row. */
export interface GreyImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Evidence decoded from its bytes. Decoding belongs to the caller; the bytes have `sha256`. */
export type DecodedEvidence =
  | { readonly kind: string; readonly sha256: string; readonly image: GreyImage }
  | { readonly kind: string; readonly sha256: string; readonly series: Series }

export interface Tensor {
  readonly data: Float32Array
  readonly dims: readonly number[]
}

/** A loaded model. Where it runs (worker thread, sidecar) is the caller's business. */
export interface Model {
  /** sha256 of the model package's manifest. */
  readonly digest: string
  readonly name: string
  readonly version: string
  readonly backend: string
  /** Labels, thresholds and normalisation from the manifest. */
  readonly manifest: Readonly<Record<string, unknown>>
  /** Shape of its input, 1 where it is free; for a first run before there is a part. */
  readonly inputDims?: readonly number[]
  run(input: Tensor): Promise<Tensor>
}

export interface InspectionInput {
  readonly evidence: readonly DecodedEvidence[]
  readonly module: Module
  readonly recipe: Recipe
  readonly partTemperatureC?: number
  readonly ambientTemperatureC?: number
  readonly model?: Model
  /** Of the module's gauge, as it is in force. */
  readonly calibration?: GaugeCalibration
  /** Of its record, for the results to name. */
  readonly calibrationDigest?: string
  /** Why the gauge is not to be believed: what it measures is then not inspected. */
  readonly distrust?: string
  /** Why the evidence is not of this part: then none of it is inspected. */
  readonly repeated?: string
  /** Milliseconds, for the durations of the steps only. */
  readonly now: () => number
}

export interface Inspection {
  readonly measurements: readonly Measurement[]
  readonly steps: readonly { readonly step: string; readonly tookMs: number }[]
  /** What the inspector drew of what it saw, for people: kept beside the evidence, and no result rests on it. */
  readonly drawn?: readonly { readonly kind: string; readonly image: GreyImage }[]
  /** Why nothing could be said of this evidence, where other evidence of the same part might do. */
  readonly retake?: string
}

export interface Inspector {
  readonly name: string
  readonly version: string
  /** Of one that needs a model. @throws Error that says why it cannot inspect with this one. */
  readonly checkModel?: (model: Model) => void
  inspect(input: InspectionInput): Promise<Inspection>
}
