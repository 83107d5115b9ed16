import { escapesText } from '@celltwin/locales'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { useMay } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { ReviewTabs } from '../review/ReviewTabs.tsx'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { formats, number } from '../ui/format.ts'
import { Origin } from '../ui/TrustMark.tsx'
import { CharacteristicsPanel, WeeksPanel } from './AgreementPanels.tsx'
import { useSummary, useWaiting } from './api.ts'
import { DeviationsPanel } from './DeviationsPanel.tsx'
import { EscapePanel, FoundPanel } from './EscapePanels.tsx'
import { LabelsPanel } from './LabelsPanel.tsx'
import { PulledPanel } from './PulledPanel.tsx'
import './second-review.css'

/** How many bad parts pass, by estimate; how far people and machine agree, and since when no longer. */
export function SecondReviewPage() {
  const cell = useChosenCell()
  return cell ? <Summary key={cell} cell={cell} /> : <Skeleton rows={8} />
}

function Summary({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useSummary(cell)
  const [operator] = useOperator()
  const may = useMay('reviewAgain')
  const waiting = useWaiting(cell, operator, may && data?.plan !== null && data !== undefined)
  if (error && !data)
    return (
      <main className="second">
        <Problem error={error} what={t('secondReview.unread')} retry={() => refetch()} />
      </main>
    )
  if (!data)
    return (
      <main className="second">
        <Skeleton rows={10} />
      </main>
    )
  const { either } = data.escapes
  return (
    <main className="second">
      <ReviewTabs />
      <header className="head">
        <h1 className="sr">{t('secondReview.title')}</h1>
        <p className="says">{escapesText(t, { passed: data.passed, estimate: either }, formats())}</p>
        {data.simulated && <Origin simulated />}
        {data.plan && may && (
          <Link className="btn" to="/second-review/look" search={(s) => s}>
            {t('secondReview.look')}
            {waiting.data && waiting.data.waiting > 0 && <span className="n">{number(waiting.data.waiting)}</span>}
          </Link>
        )}
      </header>
      <EscapePanel data={data} />
      <PulledPanel cell={cell} />
      <FoundPanel found={data.found} />
      <WeeksPanel data={data} />
      <CharacteristicsPanel data={data} />
      <DeviationsPanel deviations={data.deviations} />
      <LabelsPanel cell={cell} />
    </main>
  )
}
