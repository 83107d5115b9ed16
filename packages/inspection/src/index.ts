export * from './assess.ts'
export * from './compare-results.ts'
export { pulleyProfilesInspector } from './dimensional/pulley-profiles.ts'
export {
  type SeparatedCourse,
  type SeparatedSpindle,
  separateSpindle,
} from './dimensional/spindle-reversal.ts'
export * from './disagreements.ts'
export { BEARINGS, bearingNamed, type NamedBearing } from './features/bearings.ts'
export { type SpinFeatures, spinFeatures, turnsFrom } from './features/spin-features.ts'
export { type WaveformConditions, waveformFeatures } from './features/waveform-features.ts'
export * from './gauges/index.ts'
export * from './inspect.ts'
export * from './inspector.ts'
export * from './judge.ts'
export * from './repeated-evidence.ts'
export { bandEnvelope, envelopeOf, envelopeSpectrumOf } from './signal/envelope.ts'
export { bandRms, bandSignal, integratedBandRms, type Spectrum, spectrumOf, welch } from './signal/spectrum.ts'
export { medianOf, type Statistics, statisticsOf } from './signal/statistics.ts'
export { type BearingGeometry, type BearingHz, bearingHz } from './vibration/bearing.ts'
export { bearingSpinInspector } from './vibration/bearing-spin.ts'
export { vibrationWindowInspector } from './vibration/vibration-window.ts'
export * from './visual/index.ts'
