/**
 * The unit in which the inspectors measure each characteristic. Nothing converts: a limit in another unit would be held
 * against the wrong number, and let everything pass.
 */
export const MEASURED_IN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '': ['crimp-count', 'face-familiarity', 'kurtosis', 'crest-factor', 'bearing-damage'],
    '°': ['crimp-position', 'groove-angle'],
    'mm²': ['grease-on-face', 'grease-elsewhere'],
    mm: [
      ...['deformation-on-face', 'deformation-elsewhere', 'residue-on-face', 'residue-elsewhere'],
      ...['crimp-height-min', 'crimp-height-max', 'crimp-height-range'],
      ...['face-flatness', 'face-axial-runout', 'groove-radial-runout', 'groove-axial-runout'],
      ...['groove-diameter-over-balls', 'groove-diameter-range', 'groove-pitch', 'groove-pitch-summed'],
      ...['groove-depth', 'first-groove-height'],
    ],
    N·m: ['running-torque', 'usual-torque', 'breakaway-torque'],
    'm/s²': ['acceleration-rms'],
    'mm/s': ['velocity-rms'],
    'µm/s': ['velocity-low-band', 'velocity-medium-band', 'velocity-high-band'],
    ms: ['spin-up-time'],
    '1/min': ['coast-loss'],
    dB: ['envelope-line'],
    '%': ['surface-anomaly-area'],
  }).flatMap(([unit, ids]) => ids.map((id): [string, string] => [id, unit])),
)
