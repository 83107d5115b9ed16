/** Shares and intervals as people read them. */
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'

/** Of fewer a percentage says nothing. */
export const ENOUGH = 30

/** Small shares with two decimals, so that a rare thing is not shown as none. */
export function usePercent() {
  return (share: number) => `${number(100 * share, share < 0.1 ? 2 : 1)} %`
}

interface Counted {
  readonly count: number
  readonly of: number
  readonly lower: number
  readonly upper: number
}

/** `3 of 120, 2.50 % (0.52 % to 7.13 %)`; of few the count alone. */
export function useShareWords() {
  const { t } = useTranslation()
  const percent = usePercent()
  return ({ count, of, lower, upper }: Counted) => {
    const counted = t('secondReview.countOf', { count: number(count), of: number(of) })
    const interval = t('secondReview.interval', { lower: percent(lower), upper: percent(upper) })
    return of < ENOUGH ? counted : `${percent(count / of)} ${interval}, ${counted}`
  }
}
