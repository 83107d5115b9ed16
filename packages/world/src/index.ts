export * from './challenge-part.ts'
export {
  type Camera,
  cameraOf,
  type FaceImages,
  type FaceOptions,
  facePose,
  faceView,
  type Lens,
  onPlane,
  type Placement,
  renderFace,
} from './face/index.ts'
export { renderTarget, type Target } from './face/target.ts'
export * from './faults.ts'
export * from './make-part.ts'
export { serialOf } from './origin.ts'
export type { Parameters } from './parameters.ts'
export * from './part.ts'
export * from './profiles/face-profile.ts'
export * from './profiles/groove-profile.ts'
export { type Random, randomFor } from './random.ts'
export * from './sensors.ts'
export * from './spin/rotor-trace.ts'
export { renderWaveform } from './spin/waveform.ts'
export { type RingScanOptions, renderRingScan, spindleMotion } from './spindle.ts'
export * from './stuck-sensor.ts'
export * from './truth.ts'
