import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { bytes, dayTime, number } from '../ui/format.ts'
import { Older } from '../ui/Older.tsx'
import { Panel } from '../ui/Panel.tsx'

/** Messages and entries that could not be taken in: kept, with the reason. */
export function UnreadablePanel() {
  const { t } = useTranslation()
  const pages = useInfiniteQuery({
    queryKey: ['unreadable'],
    queryFn: ({ pageParam }) => api.unreadable(pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 15_000,
  })
  const { data, error, isPending, refetch } = pages
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Panel
      title={t('settings.unreadable')}
      aside={data && t('settings.messages', { count: data.pages[0]!.total })}
      className="whole"
    >
      {error && !data ? (
        <div className="in">
          <Problem error={error} what={t('settings.unreadableNotRead')} retry={() => refetch()} />
        </div>
      ) : isPending ? (
        <Skeleton rows={3} />
      ) : items.length > 0 ? (
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
            {items.map((message) => (
              <tr key={message.id}>
                <td>{dayTime(message.recordedAt)}</td>
                <td className="mid">
                  {[message.cell, message.source].filter(Boolean).join(' / ') || t('settings.unknown')}
                  {message.seq !== null && `, ${message.epoch} · ${message.seq}`}
                </td>
                <td>
                  <details>
                    <summary>
                      {message.position === null
                        ? message.reason
                        : t('settings.unprojected', { position: number(message.position), reason: message.reason })}
                    </summary>
                    <p className="cap">{message.topic ?? message.projection}</p>
                    <pre className="mono">{message.preview}</pre>
                    <a href={api.unreadableUrl(message.id)} download>
                      {t('settings.whole')}
                    </a>
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
      <Older of={pages}>{t('settings.olderMessages')}</Older>
    </Panel>
  )
}
