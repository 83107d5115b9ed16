/** Which evidence shows a characteristic best, where several lights or sensors saw the part. */

/** By the beginning of its id; the first that fits. */
const SHOWN_BEST: readonly (readonly [kind: string, beginnings: readonly string[]])[] = [
  ['face-profile', ['crimp-height', 'face']],
  ['groove-profile', ['groove', 'first-groove']],
  ['waveform', ['acceleration', 'velocity', 'kurtosis', 'crest-factor', 'envelope', 'bearing-damage']],
  ['rotor-trace', ['running', 'breakaway', 'usual-torque', 'spin-up', 'coast']],
  ['image-uv', ['grease']],
  ['image-dark-field', ['deformation', 'residue']],
  ['image-bright', ['crimp']],
]

/** Kind of evidence; undefined for a characteristic that we have not met. */
export const shownBestBy = (characteristic: string): string | undefined =>
  SHOWN_BEST.find(([, beginnings]) => beginnings.some((beginning) => characteristic.startsWith(beginning)))?.[0]
