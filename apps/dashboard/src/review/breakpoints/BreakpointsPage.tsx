import { useTranslation } from 'react-i18next'
import { number } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ReviewTabs } from '../ReviewTabs.tsx'
import { BreakpointForm } from './BreakpointForm.tsx'
import { BreakpointTable } from './BreakpointTable.tsx'
import { useBreakpoints } from './use-breakpoints.ts'

/** Conditions at which the cell holds after a part: written, tried on the last day, set, and in force in the cell itself. */
export function BreakpointsPage() {
  const { t } = useTranslation()
  const breakpoints = useBreakpoints()
  const inForce = breakpoints.filter(({ set }) => set !== undefined)
  return (
    <main className="breakpoints">
      <ReviewTabs />
      <Panel title={t('review.breakpoints.title')} aside={t('review.breakpoints.where')}>
        <BreakpointForm />
      </Panel>
      <Panel title={t('review.breakpoints.inForce')} aside={number(inForce.length)}>
        {breakpoints.length === 0 ? (
          <p className="in dim">{t('review.breakpoints.none')}</p>
        ) : (
          <BreakpointTable breakpoints={breakpoints} />
        )}
      </Panel>
    </main>
  )
}
