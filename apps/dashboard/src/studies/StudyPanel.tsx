import type { StudyRecord } from '@celltwin/contracts'
import { type Study, studyOf } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { Chart, Limit } from '../ui/Chart.tsx'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { AttributeTable, ComponentBars } from './figures.tsx'
import { Verdict } from './StudiesSection.tsx'

/** One study. Its figures are reckoned again from the readings that are kept with it. */
export function StudyPanel({ record }: { record: StudyRecord }) {
  const { t } = useTranslation()
  const { kind, readings, settings, gauge, characteristic, unit, simulated } = record
  const study = studyOf(kind, readings, settings)
  return (
    <Panel
      title={`${gauge} · ${characteristic}`}
      sub={<Verdict verdict={study.verdict} />}
      aside={[unit, t(`studies.kinds.${kind}`), `n ${readings.length}`, dayTime(record.recordedAt), record.by]
        .concat(simulated ? [t('studies.simulated')] : [])
        .filter(Boolean)
        .join(' · ')}
      className="whole studies"
    >
      <div className="in">
        <p className="rule">{useRule(study)}</p>
        {study.kind === 'type1' ? (
          <RunChart record={record} study={study} />
        ) : study.kind === 'attribute' ? (
          <AttributeTable study={study} />
        ) : (
          <ComponentBars study={study} />
        )}
      </div>
    </Panel>
  )
}

/** The figures that decided, and the thresholds they were held against. */
function useRule(study: Study): string {
  const { t } = useTranslation()
  if (study.kind === 'type1')
    return t('studies.rule.type1', {
      convention: study.convention.name,
      cg: study.cg.value.toFixed(2),
      lower: study.cg.lower.toFixed(2),
      upper: study.cg.upper.toFixed(2),
      cgk: study.cgk?.toFixed(2) ?? '–',
      ...study.threshold,
    })
  if (study.kind === 'attribute') {
    const { effectiveness, miss, falseAlarm } = study.thresholds
    return t('studies.rule.attribute', {
      effectiveness: 100 * effectiveness.capable,
      miss: 100 * miss.capable,
      falseAlarm: 100 * falseAlarm.capable,
    })
  }
  const grr = study.components.find(({ name }) => name === 'grr')!
  return t('studies.rule.grr', {
    tolerance: grr.percentOfTolerance?.toFixed(1) ?? '–',
    study: grr.percentOfStudyVariation.toFixed(1),
    ndc: study.ndc ?? '–',
    ...study.thresholds.percent,
  })
}

/** Values in their order between reference ± 0.1 T. */
function RunChart({ record, study }: { record: StudyRecord; study: Extract<Study, { kind: 'type1' }> }) {
  const { t } = useTranslation()
  const values = record.readings.map(({ value }) => value ?? Number.NaN)
  const centre = study.reference ?? study.mean
  const tenth = 0.1 * study.tolerance
  const reach = 1.2 * Math.max(tenth, ...values.map((value) => Math.abs(value - centre)))
  return (
    <Chart
      label={t('studies.runChart')}
      height={220}
      x={[1, values.length]}
      y={[centre - reach, centre + reach]}
      lines={[{ key: 'values', length: values.length, x: (i) => i + 1, y: values }]}
      behind={(scales) => (
        <>
          <Limit at={centre + tenth} text="+0.1 T" scales={scales} />
          <Limit at={centre - tenth} text="−0.1 T" scales={scales} />
          <Limit
            at={centre}
            text={t(study.reference === null ? 'studies.mean' : 'studies.reference')}
            scales={scales}
          />
        </>
      )}
    />
  )
}
