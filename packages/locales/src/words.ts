/** Codes of the wire as English words: what the phrase book of every language knows them by. */

/** `crimp-count` → `Crimp count`. */
export const inWords = (code: string): string => {
  const text = code.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `Dark field` → `dark field`; abbreviations such as UV stay. */
export const inSentence = (text: string): string =>
  /^\p{Lu}{2}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

/** What a part of the rack showed: its verdict tests the cell, so nobody is told of a pass or a reject. */
export const SHOWN_IN_WORDS = {
  'as-expected': 'As expected',
  failed: 'Not as expected',
  inconclusive: 'Incompletely inspected',
  /** A master part, for a study. */
  measured: 'Measured for a study',
} as const

const EVIDENCE: Readonly<Record<string, string>> = {
  'image-bright': 'Bright',
  'image-dark-field': 'Dark field',
  'image-uv': 'UV',
  'heat-map': 'Heat map',
  'face-profile': 'Face and crimps over angle',
  'groove-profile': 'Grooves',
  waveform: 'Vibration',
  'rotor-trace': 'Torque and speed',
}

/** A kind of evidence as people call it; one that we have not met by its own name. */
export const evidenceInWords = (kind: string): string => EVIDENCE[kind] ?? inWords(kind.replace(/^image-/, ''))
