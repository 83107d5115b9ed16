import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { Panel } from '../ui/Panel.tsx'

/** What people decided, for whoever trains; and that nothing trains by itself. */
export function LabelsPanel({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const may = useMay('readLabels')
  return (
    <Panel title={t('secondReview.labels')} aside={t('secondReview.labelsAside')} className="labels">
      <div className="in">
        <p>
          <b>{t('secondReview.nothingTrains')}</b> {t('secondReview.labelsSay')}
        </p>
        <p className="row">
          {may && (
            <a className="btn" href={`/api/labels.ndjson?cell=${encodeURIComponent(cell)}`} download>
              {t('secondReview.labelsGet')}
            </a>
          )}
          <code className="mono">{`celltwin labels export --cell ${cell} --out labels`}</code>
        </p>
      </div>
    </Panel>
  )
}
