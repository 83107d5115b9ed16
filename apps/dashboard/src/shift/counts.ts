/** The counts of a shift as rows: system, sensor, hand, and what differs. Pure. */
import type { HandCount, ShiftReport } from '@celltwin/contracts'

export type CountRow = ShiftReport['figures']['counts'][number] & {
  readonly byHand: HandCount | undefined
  /** By hand against the sensors where counted, else the sensors against the system; absent where all agree uncounted. */
  readonly difference: number | undefined
  /** It differs and nobody has said why. */
  readonly open: boolean
}

export function countRows({ figures, handCounts }: Pick<ShiftReport, 'figures' | 'handCounts'>): CountRow[] {
  return figures.counts
    .filter(({ place, sent, seen }) => place !== 'out' || sent + seen > 0)
    .map((count) => {
      const byHand = handCounts.find(({ bin }) => bin === count.place)
      const unconfirmed = count.place !== 'out' && count.seen !== count.sent
      const difference = byHand ? byHand.counted - count.seen : unconfirmed ? count.seen - count.sent : undefined
      return { ...count, byHand, difference, open: (difference ?? 0) !== 0 && !byHand?.remark }
    })
}
