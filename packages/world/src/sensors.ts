/** Which of the simulated sensors yields a kind of evidence. */
import type { Series } from '@celltwin/contracts'
import type { FaceImages } from './face/index.ts'
import type { Parameters } from './parameters.ts'
import type { Part } from './part.ts'
import { renderFaceProfile } from './profiles/face-profile.ts'
import { renderGrooveProfile } from './profiles/groove-profile.ts'
import { renderRotorTrace } from './spin/rotor-trace.ts'
import { renderWaveform } from './spin/waveform.ts'

const LIGHTS: ReadonlyMap<string, keyof FaceImages> = new Map([
  ['image-bright', 'bright'],
  ['image-dark-field', 'darkField'],
  ['image-uv', 'uv'],
])

type Recorder = (part: Part, parameters: Parameters) => Series
const RECORDERS: ReadonlyMap<string, Recorder> = new Map([
  ['face-profile', renderFaceProfile],
  ['groove-profile', renderGrooveProfile],
  ['waveform', renderWaveform],
  ['rotor-trace', renderRotorTrace],
])

/** The light of the face's camera that a picture is taken in. */
export const lightOf = (kind: string): keyof FaceImages | undefined => LIGHTS.get(kind)

/** The sensor that records a series. */
export const recorderOf = (kind: string): Recorder | undefined => RECORDERS.get(kind)
