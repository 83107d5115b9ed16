import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { CellStatePanel } from './CellStatePanel.tsx'
import { CountsPanel } from './CountsPanel.tsx'
import { CycleTimePanel } from './CycleTimePanel.tsx'
import { EscapeLine } from './EscapeLine.tsx'
import { Headlines } from './Headlines.tsx'
import { LossPanel } from './LossPanel.tsx'
import { NotesPanel } from './NotesPanel.tsx'
import { ShiftHead } from './ShiftHead.tsx'
import './shift.css'
import { useReport, useShiftId } from './use-report.ts'

/** Is it signed, and if not why not; what was made, what was lost, and where the time went. */
export function ShiftPage() {
  const { t } = useTranslation()
  const id = useShiftId()
  const { data: report, error, refetch } = useReport(id)
  const calendar = useCell(({ live }) => live?.definition?.value.definition.shifts)
  const known = useCell(({ live }) => live?.definition !== undefined)
  if (known && !calendar && !report)
    return (
      <main className="alone">
        <Empty>
          {t('shift.noShifts')} {t('shift.noShiftsDo')}
        </Empty>
      </main>
    )
  if (error && !report)
    return (
      <main className="alone">
        <Problem error={error} what={t('shift.unread')} retry={() => refetch()} />
      </main>
    )
  if (!report)
    return <main className="alone">{known && !id ? <Empty>{t('shift.noneRuns')}</Empty> : <Skeleton rows={12} />}</main>
  return (
    <main className="shift">
      <ShiftHead report={report} />
      {report.blockers.includes('past-reading') && (
        <p className="past">
          {t('shift.readingPast', { position: report.position })}{' '}
          <Link to="/shift/$shift" params={{ shift: report.id }} search={(s) => ({ ...s, knownAt: undefined })}>
            {t('shift.asNow')}
          </Link>
        </p>
      )}
      <Headlines report={report} />
      <EscapeLine report={report} />
      <LossPanel report={report} />
      <CycleTimePanel report={report} />
      <CountsPanel report={report} />
      <NotesPanel report={report} />
      <CellStatePanel report={report} />
    </main>
  )
}
