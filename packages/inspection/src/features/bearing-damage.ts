/** A trained bearing model's word on a recording: how surely something strikes, and which element. */
import type { Model } from '../inspector.ts'
import type { BearingGeometry } from '../vibration/bearing.ts'
import { type BearingWindow, bearingWindow, COLUMNS, FEATURES, ROWS, windowsOf } from './bearing-window.ts'
import { ELEMENTS, type Element } from './lines.ts'

export interface BearingDamage {
  readonly element: Element
  /** 0 to 1, the highest of the elements; mean over the windows. */
  readonly score: number
  readonly scores: Readonly<Record<Element, number>>
  /** How far the windows differ, as standard deviation. */
  readonly spread: number
  readonly threshold: number
}

const SIZES = { features: [FEATURES.length], neighbourhoods: [ROWS, COLUMNS] } as const

/** The part of the manifest that a window is judged with. */
interface BearingModelSpec {
  /** What of a window it is given. */
  readonly of: 'features' | 'neighbourhoods'
  readonly threshold: number
}

/** @throws Error where the manifest is not that of a model for bearings. */
export function bearingModelSpec({ name, manifest }: Model): BearingModelSpec {
  const { input, operatingPoint } = manifest as { input?: { of?: string }; operatingPoint?: { threshold?: number } }
  const of = input?.of
  const threshold = operatingPoint?.threshold
  if ((of !== 'features' && of !== 'neighbourhoods') || threshold === undefined)
    throw new Error(`model ${name}: its manifest must name input.of and operatingPoint.threshold`)
  return { of, threshold }
}

/** @throws Error where the model is none for bearings, or the recording too short. */
export async function bearingDamage(
  model: Model,
  signal: Float64Array,
  sampleRateHz: number,
  shaftHz: number,
  geometry: BearingGeometry,
): Promise<BearingDamage> {
  const { of, threshold } = bearingModelSpec(model)
  const windows = windowsOf(signal, sampleRateHz, shaftHz).map((window) =>
    bearingWindow(window, sampleRateHz, shaftHz, geometry),
  )
  const data = Float32Array.from(
    windows.flatMap((window: BearingWindow) => ELEMENTS.flatMap((e) => [...window[of][e]])),
  )
  const { data: answers } = await model.run({ data, dims: [windows.length * ELEMENTS.length, ...SIZES[of]] })
  const byElement = ELEMENTS.map((element, at) => {
    const values = windows.map((_, i) => answers[i * ELEMENTS.length + at]!)
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
    return { element, mean, spread }
  })
  const highest = byElement.reduce((a, b) => (b.mean > a.mean ? b : a))
  return {
    element: highest.element,
    score: highest.mean,
    spread: highest.spread,
    scores: Object.fromEntries(byElement.map(({ element, mean }) => [element, mean])) as Record<Element, number>,
    threshold,
  }
}
