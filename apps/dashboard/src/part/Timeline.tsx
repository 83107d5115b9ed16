import type { PassportCycle, TimelineEntry } from '@celltwin/contracts'
import { duration, number, plural, time, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { lookOfVerdict } from '../ui/State.tsx'
import { lateBy, summaryOf } from './timeline.ts'

/** Every event of the part, by the clocks of the devices. */
export function Timeline({ cycle }: { cycle: PassportCycle }) {
  const late = cycle.timeline.filter((entry) => lateBy(entry) > 0).length
  const longest = cycle.timeline.reduce(
    (most, { occurredAt, recordedAt }) => Math.max(most, Date.parse(recordedAt) - Date.parse(occurredAt)),
    0,
  )
  return (
    <Panel
      title="Timeline"
      className="tlp"
      aside={`by the device’s clock · ${late > 0 ? `${plural(late, 'event')} late` : `all recorded within ${duration(longest)}`}`}
    >
      <div className="scrollx">
        <table className="tlx">
          <tbody>
            {cycle.timeline.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const verdict =
    entry.type === 'part-judged' ? (entry.data as { verdict: 'pass' | 'reject' | 'hold' }).verdict : undefined
  const look = verdict && lookOfVerdict(verdict)
  const late = lateBy(entry)
  return (
    <tr title={`position ${number(entry.position)}, recorded ${time(entry.recordedAt, true)}, ${entry.type}`}>
      <td className="mono">{time(entry.occurredAt, true)}</td>
      <td className="dim">{entry.source}</td>
      <td>
        {look ? (
          <span className={`st ${look.tone}`}>
            <Icon name={look.icon} size={12} />
            {words(entry.type).toLowerCase()}
          </span>
        ) : (
          words(entry.type).toLowerCase()
        )}
      </td>
      <td className="mid">
        {summaryOf(entry)}
        {late > 0 && <span className="dim"> recorded {duration(late)} after</span>}
      </td>
    </tr>
  )
}
