/** How the report writes times and figures: by the clock of the plant, in the language of the screen. */
import type { ShiftReport } from '@celltwin/contracts'
import type { Formats } from '@celltwin/locales'
import { useTranslation } from 'react-i18next'
import { formats } from '../ui/format.ts'

export function usePlantFormats({ timeZone }: Pick<ShiftReport, 'timeZone'>): Formats {
  // Drawn again where the language changes.
  useTranslation()
  return formats(timeZone)
}

export const minutesOf = (ms: number): string => formats().inMinutes(ms)
export const secondsOf = (ms: number): string => formats().secondsFigure(ms)
export const percentOf = (share: number): string => formats().percentFigure(share)
