import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { bytes, dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

/** Messages and files that could not be taken in: kept, with the reason. */
export function UnreadablePanel() {
  const { t } = useTranslation()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['unreadable'],
    queryFn: api.unreadable,
    refetchInterval: 15_000,
  })
  return (
    <Panel
      title={t('settings.unreadable')}
      aside={data && t('settings.messages', { count: data.length })}
      className="whole"
    >
      {error && !data ? (
        <div className="in">
          <Problem error={error} what={t('settings.unreadableNotRead')} retry={() => refetch()} />
        </div>
      ) : isPending ? (
        <Skeleton rows={3} />
      ) : data && data.length > 0 ? (
        <table className="unreadable">
          <thead>
            <tr>
              <th>{t('settings.recorded')}</th>
              <th>{t('settings.from')}</th>
              <th>{t('settings.reason')}</th>
              <th className="r">{t('settings.size')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((message) => (
              <tr key={message.id} title={message.topic}>
                <td>{dayTime(message.recordedAt)}</td>
                <td className="mid">
                  {[message.cell, message.source].filter(Boolean).join(' / ') || t('settings.unknown')}
                  {message.seq !== null && `, ${message.epoch} · ${message.seq}`}
                </td>
                <td>
                  <details>
                    <summary>{message.reason}</summary>
                    <p className="cap">{message.topic}</p>
                    <pre className="mono">{message.preview}</pre>
                  </details>
                </td>
                <td className="r">{bytes(message.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Empty>{t('settings.allRead')}</Empty>
      )}
    </Panel>
  )
}
