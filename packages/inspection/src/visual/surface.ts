/** Any grey photograph of a machined surface: the share of it that small dark blobs cover (pits, pores, chips). No model. */
import type { Location, Measurement, Module } from '@celltwin/contracts'
import type { DecodedEvidence, GreyImage, Inspection, InspectionInput, Inspector } from '../inspector.ts'
import { stopwatch } from '../stopwatch.ts'
import { connected, darkBlobs, reduced } from './dark-blobs.ts'
import { quantile } from './picture.ts'

const NAME = 'surface'
const VERSION = '1.0.0'
export const SURFACE_CHARACTERISTIC = 'surface-anomaly-area'

export const surfaceInspector: Inspector = { name: NAME, version: VERSION, inspect }

interface SurfaceParameters {
  /** Width to which the picture is reduced first: it decides what is small. */
  readonly workingWidthPx: number
  /** A blob is at most twice this wide, in pixels of the reduced picture. */
  readonly reachPx: number
  /** How much darker than its surroundings, per cent. */
  readonly contrastPercent: number
  /** Part of the picture that is looked at: left, top, right, bottom, per cent. */
  readonly regionPercent: readonly number[]
  /** Median brightness within which the picture can be judged. */
  readonly leastGrey: number
  readonly mostGrey: number
  /** Strongest hundredth of the steps between neighbours, per cent of the median; less is out of focus. */
  readonly leastSharpnessPercent: number
}

// Tuned on photographs of ball-screw spindles; see docs/surface-inspector.md.
const DEFAULTS: SurfaceParameters = {
  workingWidthPx: 565,
  reachPx: 8,
  contrastPercent: 20,
  regionPercent: [0, 0, 100, 100],
  leastGrey: 30,
  mostGrey: 225,
  leastSharpnessPercent: 5,
}

/** The module's own parameters over the defaults. @throws Error naming a parameter of the wrong kind. */
function surfaceParameters({ parameters }: Module): SurfaceParameters {
  for (const [name, fallback] of Object.entries(DEFAULTS)) {
    const given = parameters[name]
    if (given === undefined) continue
    const fits = Array.isArray(fallback) ? Array.isArray(given) && given.length === 4 : typeof given === typeof fallback
    if (!fits) throw new Error(`surface: parameter ${name} must be like ${JSON.stringify(fallback)}`)
  }
  return { ...DEFAULTS, ...(parameters as Partial<SurfaceParameters>) }
}

async function inspect({ evidence, module, now }: InspectionInput): Promise<Inspection> {
  const parameters = surfaceParameters(module)
  const photograph = evidence.find((item): item is DecodedEvidence & { image: GreyImage } => 'image' in item)
  if (!photograph) return { measurements: [unseen('There is no image among the evidence.')], steps: [] }
  const { steps, done } = stopwatch(now)
  const picture = reduced(photograph.image, parameters.workingWidthPx)
  const doubt = distrust(picture, parameters)
  done('image trust')
  if (doubt) return { measurements: [unseen(doubt)], steps }
  const found = survey(picture, photograph.image.width / picture.width, parameters)
  done('dark blobs')
  return { measurements: [{ ...found, evidence: [photograph.sha256] }], steps }
}

const algorithm = { name: NAME, version: VERSION }

const unseen = (reason: string): Measurement => ({
  characteristic: SURFACE_CHARACTERISTIC,
  value: null,
  uncertainty: null,
  explanation: `The surface was not inspected: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
  reason,
  algorithm,
})

function distrust({ width, data }: GreyImage, parameters: SurfaceParameters): string | undefined {
  const greys = Float64Array.from(data)
  const median = quantile(greys, 0.5)
  if (median < parameters.leastGrey) return `The image is too dark (median ${median} of 255).`
  if (median > parameters.mostGrey) return `The image is over-exposed (median ${median} of 255).`
  const steps = greys.map((grey, i) => (i % width === 0 ? 0 : Math.abs(grey - greys[i - 1]!)))
  const sharpness = (100 * quantile(steps, 0.99)) / median
  if (sharpness < parameters.leastSharpnessPercent) {
    return `The image is out of focus (sharpness ${sharpness.toFixed(1)} %, at least ${parameters.leastSharpnessPercent}).`
  }
  return undefined
}

/** Largest blobs that are shown on the overlay. */
const SHOWN = 12

function survey(picture: GreyImage, scale: number, parameters: SurfaceParameters): Measurement {
  const { width, height, data } = picture
  const [left, top, right, bottom] = parameters.regionPercent.map((percent) => percent / 100) as [
    number,
    number,
    number,
    number,
  ]
  const depth = darkBlobs(picture, parameters.reachPx)
  const marked = new Uint8Array(data.length)
  let seen = 0
  let dark = 0
  for (let y = Math.floor(top * height); y < Math.floor(bottom * height); y++) {
    for (let x = Math.floor(left * width); x < Math.floor(right * width); x++) {
      const i = y * width + x
      seen++
      // Against the level of the surroundings, which is what closes over the pixel.
      if (100 * depth[i]! <= parameters.contrastPercent * (data[i]! + depth[i]!)) continue
      marked[i] = 1
      dark++
    }
  }
  const blobs = connected(marked, width)
  const sharePercent = (100 * dark) / Math.max(1, seen)
  return {
    characteristic: SURFACE_CHARACTERISTIC,
    value: sharePercent,
    uncertainty: null,
    explanation:
      blobs.length === 0
        ? 'No dark spots stand out from the surface.'
        : `Dark spots cover ${sharePercent.toFixed(2)} % of the surface in ${blobs.length} place${blobs.length === 1 ? '' : 's'}.`,
    locations: blobs.slice(0, SHOWN).map(({ pixels, ...box }): Location => {
      const x = (px: number) => Math.round(px * scale)
      const corners: [number, number][] = [
        [x(box.left), x(box.top)],
        [x(box.right + 1), x(box.top)],
        [x(box.right + 1), x(box.bottom + 1)],
        [x(box.left), x(box.bottom + 1)],
      ]
      return { value: (100 * pixels) / seen, label: 'dark spot', outline: corners }
    }),
    algorithm,
  }
}
