import type { PassportCycle } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { dayTime, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { type DefectChoice, defectTitle } from './choices.ts'

/** The decision in force, and how to take it back. */
export function SignedReview({
  inForce: { review, at, by },
  defects,
  onUndo,
  needs,
  busy,
}: {
  inForce: PassportCycle['reviews'][number]
  defects: readonly DefectChoice[]
  onUndo: () => void
  /** Why it may not be taken back by who sits here. */
  needs: string | undefined
  busy: boolean
}) {
  const { t } = useTranslation()
  const told = useTold()
  const { concession } = review
  const lines: readonly (readonly [string, string | undefined])[] = [
    [t('review.decision.defect'), review.defect && told(defectTitle(review.defect, defects))],
    [t('review.decision.reason'), words(review.reasonCode)],
    [t('review.decision.remark'), review.remark],
    [
      t('review.decision.concession'),
      concession && `${concession.reference}, ${concession.quantity ?? concession.expiresAt}`,
    ],
    [t('review.picture.note'), review.notes?.map(({ text }, i) => `${i + 1}: ${text}`).join('; ')],
    [t('review.decision.by'), `${dayTime(at)}, ${by}`],
    [t('review.decision.second'), review.secondBy],
  ]
  return (
    <>
      <p className="signed">
        <Icon name={review.finding === 'conforming' ? 'ok' : 'no'} size={20} />
        <b>
          {words(review.finding)}
          {review.disposition && `, ${words(review.disposition).toLowerCase()}`}
        </b>
      </p>
      <dl className="kv">
        {lines.map(([what, said]) =>
          said === undefined || said === '' ? null : (
            <div key={what} style={{ display: 'contents' }}>
              <dt>{what}</dt>
              <dd>{said}</dd>
            </div>
          ),
        )}
      </dl>
      <p className="note">{t('review.decision.stands')}</p>
      <div>
        <button type="button" className="btn" title={needs} disabled={needs !== undefined || busy} onClick={onUndo}>
          {t('review.decision.undo')} <kbd>U</kbd>
        </button>
      </div>
    </>
  )
}
