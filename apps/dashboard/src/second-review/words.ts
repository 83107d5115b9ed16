/** Shares and intervals as people read them. */
import { ENOUGH } from '@celltwin/locales'
import { useTranslation } from 'react-i18next'
import { number, percent } from '../ui/format.ts'

interface Counted {
  readonly count: number
  readonly of: number
  readonly lower: number
  readonly upper: number
}

/** `3 of 120, 2.50 % (0.52 % to 7.13 %)`; of few the count alone. */
export function useShareWords() {
  const { t } = useTranslation()
  return ({ count, of, lower, upper }: Counted) => {
    const counted = t('secondReview.countOf', { count: number(count), of: number(of) })
    const interval = t('secondReview.interval', { lower: percent(lower), upper: percent(upper) })
    return of < ENOUGH ? counted : `${percent(count / of)} ${interval}, ${counted}`
  }
}
