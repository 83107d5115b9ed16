/**
 * Patches of simulated faces with what truly lies in their middle: a set of any size from a seed.
 *
 * The same set in every process, so a frozen set is a seed and not a download. Parts are numbered; whoever trains and whoever
 * tests take different seeds, so no part is in both.
 */
import {
  cutPatch,
  type FaceParameters,
  type FacePictures,
  type PatchInput,
  scaledPlane,
  trustPictures,
} from '@celltwin/inspection'
import { makePart, type Part, type Patch, type Random, randomFor, renderFace } from '@celltwin/world'

export const PATCH_LABELS = ['plain', 'staking', 'grease', 'dent', 'residue'] as const
export type PatchLabel = (typeof PATCH_LABELS)[number]

export interface LabelledPatch {
  /** Cycle number of the simulated part: patches of one part stay on one side of a split. */
  readonly part: number
  readonly label: PatchLabel
  /** Normalised, NCHW. */
  readonly data: Float32Array
}

interface Place {
  readonly label: PatchLabel
  readonly radiusMm: number
  readonly angleDeg: number
  /** How far what lies there reaches from the middle, mm. */
  readonly reachMm: number
}

const RAD = Math.PI / 180
const FLAWS_OF_A_KIND = 3
const STAKINGS_OF_A_FACE = 4
const PLAIN_OF_A_FACE = 3
/** Whoever asks about a place knows it about as well as the face net finds it. */
const ASKED_WITHIN_MM = 0.3
const CODE: Place = { label: 'plain', radiusMm: 34.9, angleDeg: 0, reachMm: 5 }
const STAKING_REACH_MM = 4

/** The labelled patches of one simulated face. Empty where the picture itself would not be trusted. */
export function patchesOfFace(seed: number, part: number, camera: FaceParameters, input: PatchInput): LabelledPatch[] {
  const random = randomFor(seed, part, 'patches')
  const { face, places } = crowdedFace(seed, part, random)
  const pictures = photograph(face, camera, random)
  const trust = trustPictures(pictures, scaledPlane(camera.pixels, camera.mmPerPixel), camera)
  if ('reason' in trust) return []
  return places.map(({ label, radiusMm, angleDeg }) => {
    const off = () => ASKED_WITHIN_MM * (2 * random.uniform() - 1)
    const place = { radiusMm: radiusMm + off(), angleDeg: angleDeg + off() / (radiusMm * RAD) }
    return { part, label, data: cutPatch(pictures, trust.pose, place, input).data }
  })
}

/** A sound part with more flaws than any real one has, none in the middle of another, and some stakings missing. */
function crowdedFace(seed: number, number: number, random: Random): { face: Part; places: Place[] } {
  const sound = makePart({ seed, defectRate: 0 }, number, [])
  const crimps = sound.crimps.map((crimp) => ({ ...crimp, present: random.uniform() > 0.2 }))
  const stakings = crimps.map(({ present, angleDeg }): Place => {
    return { label: present ? 'staking' : 'plain', radiusMm: 29.5, angleDeg, reachMm: STAKING_REACH_MM }
  })
  const taken: Place[] = [CODE, ...stakings, ...sound.patches.map((patch) => placeOf(patch))]
  const flaws: Patch[] = []
  const flawed: Place[] = []
  for (const kind of ['grease', 'dent', 'residue'] as const) {
    for (let k = 0; k < FLAWS_OF_A_KIND; k++) {
      const flaw = clearOf(taken, () => flawOf(kind, random), placeOf)
      if (!flaw) continue
      flaws.push(flaw)
      flawed.push(placeOf(flaw))
      taken.push(placeOf(flaw))
    }
  }
  const plain: Place[] = []
  for (let k = 0; k < PLAIN_OF_A_FACE; k++) {
    const place = clearOf(
      taken,
      () => plainPlace(random),
      (found) => found,
    )
    if (place) plain.push(place)
  }
  const places = [...stakings.slice(0, STAKINGS_OF_A_FACE), ...flawed, ...plain]
  return { face: { ...sound, crimps, patches: [...sound.patches, ...flaws] }, places }
}

function flawOf(kind: Patch['kind'], random: Random): Patch {
  const logBetween = (from: number, to: number) => from * (to / from) ** random.uniform()
  const radiusMm = random.between(18, 57)
  const areaMm2 = logBetween(0.5, 40)
  return {
    kind,
    zone: radiusMm >= 40 ? 'face' : 'hub',
    angleDeg: random.between(0, 360),
    radiusMm,
    areaMm2,
    extentMm: kind === 'grease' ? 2 * Math.sqrt(areaMm2 / Math.PI) : logBetween(0.35, 5.5),
  }
}

const plainPlace = (random: Random): Place => ({
  label: 'plain',
  radiusMm: random.between(18, 57),
  angleDeg: random.between(0, 360),
  reachMm: 1,
})

const placeOf = ({ kind, radiusMm, angleDeg, extentMm }: Patch): Place => ({
  label: kind,
  radiusMm,
  angleDeg,
  reachMm: 0.75 * extentMm,
})

/** Draws until the place is clear of all others; undefined where the face is full. */
function clearOf<T>(taken: readonly Place[], draw: () => T, placed: (drawn: T) => Place): T | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const drawn = draw()
    const place = placed(drawn)
    if (taken.every((other) => distanceMm(place, other) > place.reachMm + other.reachMm + 1)) return drawn
  }
  return undefined
}

function distanceMm(a: Place, b: Place): number {
  const x = a.radiusMm * Math.sin(a.angleDeg * RAD) - b.radiusMm * Math.sin(b.angleDeg * RAD)
  const y = a.radiusMm * Math.cos(a.angleDeg * RAD) - b.radiusMm * Math.cos(b.angleDeg * RAD)
  return Math.hypot(x, y)
}

function photograph(face: Part, { pixels, mmPerPixel }: FaceParameters, random: Random): FacePictures {
  const faults = { blur: 0.12 * random.uniform(), darkness: 0.12 * random.uniform() }
  const { bright, darkField, uv } = renderFace(face, { pixels, mmPerPixel, ...faults })
  const image = (data: Uint8Array) => ({ width: pixels, height: pixels, data })
  return { bright: image(bright), darkField: image(darkField), uv: image(uv) }
}
