import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { useMay } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { number } from '../ui/format.ts'
import { Origin } from '../ui/TrustMark.tsx'
import { CharacteristicsPanel, WeeksPanel } from './AgreementPanels.tsx'
import { useSummary, useWaiting } from './api.ts'
import { DeviationsPanel } from './DeviationsPanel.tsx'
import { EscapePanel, FoundPanel } from './EscapePanels.tsx'
import { LabelsPanel } from './LabelsPanel.tsx'
import { PulledPanel } from './PulledPanel.tsx'
import { usePercent } from './words.ts'
import './second-review.css'

/** How many bad parts pass, by estimate; how far people and machine agree, and since when no longer. */
export function SecondReviewPage() {
  const cell = useChosenCell()
  return cell ? <Summary key={cell} cell={cell} /> : <Skeleton rows={8} />
}

function Summary({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const percent = usePercent()
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
      <header className="head">
        <h1>{t('secondReview.title')}</h1>
        {data.simulated && <Origin simulated />}
        {data.plan && may && (
          <Link className="btn" to="/second-review/look" search={(s) => s}>
            {t('secondReview.look')}
            {waiting.data && waiting.data.waiting > 0 && <span className="n">{number(waiting.data.waiting)}</span>}
          </Link>
        )}
        <p className="says">
          {either === null
            ? t('secondReview.unmeasured', { passed: number(data.passed) })
            : either.found === 0
              ? t('secondReview.noneFound', {
                  ...{ count: either.looked, n: number(either.looked), passed: number(either.passed) },
                  atMost: percent(either.atMost),
                })
              : t('secondReview.someFound', {
                  ...{ count: either.found, n: number(either.found), looked: number(either.looked) },
                  ...{ share: percent(either.share), lower: percent(either.lower), upper: percent(either.upper) },
                })}
        </p>
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
