/** Kinds of evidence as people call them. Kinds we have not met are shown under their own name. */
import { words } from '../ui/format.ts'

export const isImage = (kind: string): boolean => kind.startsWith('image')

const TITLES: Readonly<Record<string, string>> = {
  'image-bright': 'Bright',
  'image-dark-field': 'Dark field',
  'image-uv': 'UV',
  'face-profile': 'Face and crimps over angle',
  'groove-profile': 'Grooves',
  waveform: 'Vibration',
  'rotor-trace': 'Torque and speed',
}

export const kindTitle = (kind: string): string => TITLES[kind] ?? words(kind.replace(/^image-/, ''))
