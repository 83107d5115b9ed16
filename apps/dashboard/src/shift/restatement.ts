/** `Restated: +1 rejects, was 12; 3 late events (vibration)`: what moved, or that nothing did. */
import type { ShiftReport } from '@celltwin/contracts'
import type { TFunction } from 'i18next'
import { number, signed } from '../ui/format.ts'

type Restatement = ShiftReport['restatements'][number]

export function restatementText(t: TFunction, { changes, lateEvents }: Restatement): string {
  const late = lateEvents.reduce((sum, { count }) => sum + count, 0)
  const sources = lateEvents.map(({ source }) => source).join(', ')
  const cause = late > 0 ? t('shift.late', { count: late, sources }) : t('shift.decision')
  const moved = changes.map(({ figure, was, is }) => {
    const inMinutes = figure.endsWith('Ms')
    const [delta, before] = inMinutes ? [(is - was) / 60_000, was / 60_000] : [is - was, was]
    const decimals = inMinutes ? 1 : 0
    return t('shift.change', {
      figure: t(`shift.figure.${figure as 'rejected'}`),
      delta: signed(delta, decimals),
      was: `${number(before, decimals)}${inMinutes ? ' min' : ''}`,
    })
  })
  return t('shift.restated', { changes: [cause, ...(moved.length > 0 ? moved : [t('shift.noneMoved')])].join(', ') })
}
