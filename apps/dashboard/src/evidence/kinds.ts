/** Kinds of evidence as people call them. Kinds we have not met are shown under their own name. */
import { type EvidenceRef, HEAT_MAP } from '@celltwin/contracts'
import { shownBestBy } from '@celltwin/inspection/pictures'
import { evidenceInWords } from '@celltwin/locales'
import { phrase } from '../ui/format.ts'

type Looks = Pick<EvidenceRef, 'kind' | 'mediaType'>

/** Whether people look at it as a picture of the part. */
export const isImage = ({ kind, mediaType }: Looks): boolean => mediaType.startsWith('image/') && kind !== HEAT_MAP

/** Whether it is sampled data, to be drawn over something. */
export const isSeries = ({ mediaType }: Looks): boolean => !mediaType.startsWith('image/')

export const kindTitle = (kind: string): string => phrase(evidenceInWords(kind))

const SERIES = new Set(['face-profile', 'groove-profile', 'waveform', 'rotor-trace'])

/** Whether evidence of this kind is worth showing for the characteristic. Of kinds we have not met, we cannot know. */
export const tellsOf = (kind: string, characteristic: string): boolean =>
  !SERIES.has(kind) || shownBestBy(characteristic) === kind
