import { useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { bytes, dayTime, plural } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

/** Messages and files that could not be taken in: kept, with the reason. */
export function UnreadablePanel() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['unreadable'],
    queryFn: api.unreadable,
    refetchInterval: 15_000,
  })
  return (
    <Panel title="Unreadable" aside={data ? `${plural(data.length, 'message')}, newest first` : ''} className="whole">
      {error && !data ? (
        <div className="in">
          <Problem error={error} what="The list of unreadable messages could not be read." retry={() => refetch()} />
        </div>
      ) : isPending ? (
        <Skeleton rows={3} />
      ) : data && data.length > 0 ? (
        <table className="unreadable">
          <thead>
            <tr>
              <th>Recorded</th>
              <th>From</th>
              <th>Reason</th>
              <th className="r">Size</th>
            </tr>
          </thead>
          <tbody>
            {data.map((message) => (
              <tr key={message.id} title={message.topic}>
                <td>{dayTime(message.recordedAt)}</td>
                <td className="mid">
                  {[message.cell, message.source].filter(Boolean).join(' / ') || 'unknown'}
                  {message.seq !== null && `, ${message.epoch} · ${message.seq}`}
                </td>
                <td>
                  <details>
                    <summary>{message.reason}</summary>
                    <pre className="mono">{message.preview}</pre>
                  </details>
                </td>
                <td className="r">{bytes(message.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Empty>Every message so far could be read.</Empty>
      )}
    </Panel>
  )
}
