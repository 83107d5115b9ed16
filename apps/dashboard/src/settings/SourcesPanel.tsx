import { useCell, useNow } from '../twin/hooks.ts'
import { Empty } from '../ui/Condition.tsx'
import { duration, number, plural } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'

/** Who tells us what we know: presence, stream and versions of each source. */
export function SourcesPanel() {
  const now = useNow(1000)
  const sources = Object.values(useCell(({ live }) => live?.sources ?? {}))
  return (
    <Panel title="Sources" aside="stream = source and epoch, gapless from 1" className="whole">
      {sources.length === 0 ? (
        <Empty>No source has told anything yet. Edge agents appear here when they connect to the broker.</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th>Source</th>
              <th>State</th>
              <th className="r">Events</th>
              <th className="r">Stream</th>
              <th className="r">Newest</th>
              <th>Gaps</th>
              <th>Versions</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ source, presence, events, last, gaps }) => {
              const online = presence?.value.online
              return (
                <tr key={source}>
                  <td className="b">{source}</td>
                  <td>
                    <span className={online === false ? 'st none' : 'st'}>
                      <Icon name={online === false ? 'stale' : 'live'} size={12} />
                      {online === false
                        ? 'offline'
                        : (presence?.value.readiness?.replaceAll('-', ' ') ??
                          (source === 'server' ? 'this server' : 'not told'))}
                    </span>
                  </td>
                  <td className="r">{number(events)}</td>
                  <td className="r mid">{last ? `${last.epoch} · ${number(last.seq)}` : '–'}</td>
                  <td className="r mid">{last ? `${duration(now - Date.parse(last.occurredAt))} ago` : '–'}</td>
                  <td>{gaps.length === 0 ? 'none' : <b>{plural(gaps.length, 'gap')}</b>}</td>
                  <td className="mid">
                    {Object.entries(presence?.value.versions ?? {})
                      .map(([name, version]) => `${name} ${version}`)
                      .join(', ')}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
