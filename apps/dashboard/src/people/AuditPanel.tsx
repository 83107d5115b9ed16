import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { peopleApi } from './api.ts'

/** A rule is named beside it; why stands for itself. */
const details = ({ rule: _, reason, ...changed }: Record<string, unknown>): string =>
  [
    ...Object.entries(changed)
      .filter(([, told]) => told !== null)
      .map(([key, told]) => `${key} ${isChange(told) ? `${told.from} → ${told.to}` : told}`),
    ...(typeof reason === 'string' ? [reason] : []),
  ].join(', ')

const isChange = (told: unknown): told is { from: unknown; to: unknown } =>
  typeof told === 'object' && told !== null && 'to' in told

/** Who changed what about people, newest first; nobody can change it afterwards. */
export function AuditPanel() {
  const { t, i18n } = useTranslation()
  const { data, error, refetch } = useQuery({ queryKey: ['audit'], queryFn: peopleApi.audit })
  const words = (what: string) => (i18n.exists(`people.fact.${what}`) ? t(`people.fact.${what}` as never) : what)
  return (
    <Panel className="whole" title={t('people.audit')} aside={t('people.auditAside')}>
      {error ? (
        <div className="in">
          <Problem error={error} what={t('people.notRead')} retry={() => refetch()} />
        </div>
      ) : !data ? (
        <Skeleton rows={3} />
      ) : data.length === 0 ? (
        <p className="empty">{t('people.noAudit')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('people.when')}</th>
              <th>{t('people.who')}</th>
              <th>{t('people.what')}</th>
              <th>{t('people.about')}</th>
              <th>{t('people.details')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((entry) => (
              <tr key={entry.id}>
                <td className="mid">{dayTime(entry.at)}</td>
                <td>{entry.by}</td>
                <td>{words(entry.what)}</td>
                <td>{entry.about}</td>
                <td className="mid wrap">{details((entry.details ?? {}) as Record<string, unknown>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
