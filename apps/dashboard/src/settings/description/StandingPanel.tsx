import { type CellTwin, canonicalJson, descriptionOf } from '@celltwin/contracts'
import { descriptionOutstanding } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { dayTime, shortHash } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { useTold } from '../../ui/told.ts'

/** Which description is in force, and what became of the one that was released last. */
export function StandingPanel({ twin }: { twin: CellTwin }) {
  const { t } = useTranslation()
  const told = useTold()
  const { definition, description } = twin
  if (!definition) return null
  const { hash, definition: cell } = definition.value
  const released = description?.released
  return (
    <Panel title={told(cell.title)} aside={<span className="mono">{shortHash(hash)}</span>} className="standing">
      <dl className="kv in">
        <dt>{t('description.inForce')}</dt>
        <dd>{t('description.since', { at: dayTime(definition.occurredAt) })}</dd>
        <dt>{t('description.lastReleased')}</dt>
        <dd>
          {released ? (
            <>
              {t('description.releasedBy', { by: released.value.by, at: dayTime(released.occurredAt) })}{' '}
              <span className="mid">{released.value.reason}</span>
              <br />
              <Became twin={twin} />
            </>
          ) : (
            t('description.neverReleased')
          )}
        </dd>
      </dl>
    </Panel>
  )
}

function Became({ twin: { definition, description, ...twin } }: { twin: CellTwin }) {
  const { t } = useTranslation()
  const released = description?.released?.value
  const answered = description?.answered?.value
  if (!released || !definition || !description) return null
  if (descriptionOutstanding({ ...twin, description }))
    return <span className="hold">{t('description.waits', { state: twin.state?.value.reason ?? '–' })}</span>
  if (answered?.as === 'refused')
    return <span className="reject">{t('description.refused', { reason: answered.reason })}</span>
  const same = canonicalJson(released.description) === canonicalJson(descriptionOf(definition.value.definition))
  return <span>{t(same ? 'description.adopted' : 'description.replaced')}</span>
}
