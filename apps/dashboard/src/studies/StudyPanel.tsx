import type { StudyRecord, StudySummary } from '@celltwin/contracts'
import { type Study, studyOf } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { AttributeFigures } from './AttributeFigures.tsx'
import { Figures } from './figures.tsx'
import { GrrCharts } from './GrrCharts.tsx'
import { LinearityCharts } from './LinearityCharts.tsx'
import { Type1Chart } from './Type1Chart.tsx'
import { Verdict } from './Verdict.tsx'

interface StudyPanelProps {
  readonly record: StudyRecord
  readonly title: string
  /** All of the same gauge and characteristic, newest first. */
  readonly history: readonly StudySummary[]
  readonly choose: (id: string) => void
}

/** One study. Its figures are reckoned again from the readings that are kept with it. */
export function StudyPanel({ record, title, history, choose }: StudyPanelProps) {
  const { t } = useTranslation()
  const told = useTold()
  const { kind, readings, settings, gauge, unit, simulated } = record
  const study = studyOf(kind, readings, settings)
  return (
    <Panel
      title={`${told(title)} · ${gauge} · ${t(`studies.kinds.${kind}`)}`}
      sub={<Verdict verdict={study.verdict} />}
      aside={[unit, `n ${readings.length}`, dayTime(record.recordedAt), record.by]
        .concat(simulated ? [t('studies.simulated')] : [])
        .filter(Boolean)
        .join(' · ')}
      className="whole studies"
    >
      <div className="in study">
        {history.length > 1 && (
          <label className="history">
            <span className="cap">{t('studies.history', { count: history.length })}</span>
            <select className="field" value={record.id} onChange={(event) => choose(event.target.value)}>
              {history.map((one) => (
                <option key={one.id} value={one.id}>
                  {dayTime(one.recordedAt)} · {t(`studies.kinds.${one.kind}`)} · {t(`studies.verdicts.${one.verdict}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Figures study={study} unit={unit} />
        <Charts record={record} study={study} />
      </div>
    </Panel>
  )
}

function Charts({ record: { readings, unit }, study }: { record: StudyRecord; study: Study }) {
  if (study.kind === 'attribute') return <AttributeFigures study={study} readings={readings} />
  if (study.kind === 'linearity') return <LinearityCharts study={study} readings={readings} unit={unit} />
  const measured = readings.map((reading) => ({ ...reading, value: reading.value! }))
  return study.kind === 'type1' ? (
    <Type1Chart study={study} values={measured.map(({ value }) => value)} />
  ) : (
    <GrrCharts study={study} readings={measured} />
  )
}
