import { NUMBERS, TEXTS } from './draft.ts'

/** Fields that people read by a name of their own. */
export const FIELD_NAMES = [
  ...NUMBERS,
  ...TEXTS,
  'reference',
  'drawing',
  'drawingRevision',
  'changeReference',
  'acceptance',
  'conditionalFail',
  'conditionalPass',
  'conditionalPassSpecial',
] as const
