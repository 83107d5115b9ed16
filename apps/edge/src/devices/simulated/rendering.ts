/** What a sensor records of a simulated part, as bytes. Takes tens of milliseconds: runs in the world's thread. */
import { type ChallengePart, encodeSeries, type Fault, type Module, SERIES_MEDIA_TYPE } from '@celltwin/contracts'
import {
  cameraOf,
  type FaceImages,
  lightOf,
  makeChallengePart,
  makePart,
  type Part,
  recorderOf,
  renderFace,
  type WorldOptions,
} from '@celltwin/world'
import { encodeGrey } from '../../grey-image.ts'
import type { Capture, SteppedCapture } from '../devices.ts'

export interface Rendering {
  readonly kind: string
  readonly world: WorldOptions
  readonly cycleNumber: number
  /** The how-maniest picture or recording of the part, from 0: another one has other noise. */
  readonly exposure: number
  /** A part of the rack instead of the cycle's own. */
  readonly artefact?: Pick<ChallengePart, 'id' | 'defects'>
  /** Cycle in which it was put on the spindle; absent: in this one. */
  readonly seatedIn?: number
  readonly faults: readonly Fault[]
  readonly parameters: Module['parameters']
  /** Taken in a step: other noise, the part turned, another speed. */
  readonly stepped?: SteppedCapture
  readonly blur: number
  readonly darkness: number
}

/** The same part with new noise of the sensors. */
const takenAgain = (part: Part, times: number): Part => ({ ...part, seed: part.seed + times })

/** The same part with new noise of the sensors; rolling noise grows with speed. */
function heardAgain(part: Part, { take, rpm }: SteppedCapture, { shaftHz }: Module['parameters']): Part {
  const speed = typeof shaftHz === 'number' && rpm > 0 ? rpm / 60 / shaftHz : 1
  return { ...takenAgain(part, take), bearing: { ...part.bearing, noise: part.bearing.noise * speed } }
}

const atSpeed = (parameters: Module['parameters'], { rpm }: SteppedCapture): Module['parameters'] =>
  typeof parameters.shaftHz === 'number' && rpm > 0 ? { ...parameters, shaftHz: rpm / 60 } : parameters

/** Renders one kind after another; the three lights of one part are one scene, rendered once. */
export function createRenderer(): (rendering: Rendering) => Promise<Capture> {
  let scene: { key: string; images: FaceImages } | undefined

  return async (rendering) => {
    const { kind, world, cycleNumber, exposure, artefact, seatedIn, faults, parameters, stepped, blur, darkness } =
      rendering
    const part = () =>
      artefact
        ? makeChallengePart(artefact, world, cycleNumber, faults, seatedIn)
        : makePart(world, cycleNumber, faults)
    const record = recorderOf(kind)
    if (record) {
      const series = stepped
        ? record(heardAgain(part(), stepped, parameters), atSpeed(parameters, stepped))
        : record(takenAgain(part(), exposure), parameters)
      return { kind, mediaType: SERIES_MEDIA_TYPE, bytes: encodeSeries(series) }
    }
    const light = lightOf(kind)
    if (!light) throw new Error(`the simulated cell has no sensor for ${kind}`)
    const camera = cameraOf(parameters)
    const key = JSON.stringify([world, cycleNumber, exposure, stepped, artefact?.id, faults, blur, darkness])
    if (scene?.key !== key)
      scene = {
        key,
        images: renderFace(part(), {
          ...camera,
          seedSalt: exposure,
          turnedDeg: stepped?.angleDeg ?? 0,
          blur,
          darkness,
        }),
      }
    return { kind, mediaType: 'image/png', bytes: await encodeGrey(scene.images[light], camera.pixels, camera.pixels) }
  }
}
