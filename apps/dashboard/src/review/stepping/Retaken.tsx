import type { PassportCycle, RetakenEvidence } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { time } from '../../ui/format.ts'

/** The cycle as a step saw it once more; pictures, outlines and values are then the step's own. */
export function asRetaken(cycle: PassportCycle, { module, evidence, results }: RetakenEvidence): PassportCycle {
  return {
    ...cycle,
    evidence: [...cycle.evidence.filter((own) => own.module !== module), ...evidence],
    results: [
      ...cycle.results.filter((own) => own.module !== module),
      ...results.map((result) => ({ ...result, module, late: false })),
    ],
  }
}

/** As judged, or as taken again: one click apart, so that the eye can compare in place. */
export function RetakenChoice({
  retaken,
  chosen,
  onChoose,
}: {
  retaken: readonly RetakenEvidence[]
  chosen: string | undefined
  onChoose: (requestId: string | undefined) => void
}) {
  const { t } = useTranslation()
  if (retaken.length === 0) return null
  return (
    <fieldset className="retaken" aria-label={t('review.retaken.which')}>
      <button
        type="button"
        className={chosen === undefined ? 'btn on' : 'btn'}
        aria-pressed={chosen === undefined}
        onClick={() => onChoose(undefined)}
      >
        {t('review.retaken.judged')}
      </button>
      {retaken.map(({ requestId, at, angleDeg, rpm }) => (
        <button
          key={requestId}
          type="button"
          className={chosen === requestId ? 'btn on' : 'btn'}
          aria-pressed={chosen === requestId}
          onClick={() => onChoose(requestId)}
        >
          {t('review.retaken.again', { time: time(at), angle: angleDeg, rpm })}
        </button>
      ))}
    </fieldset>
  )
}
