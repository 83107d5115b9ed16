import type { EventData, PassportCycle, TimelineEntry } from '@celltwin/contracts'
import { lateBy } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { duration, inSentence, number, time, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { lookOfJudged } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import { judgedOf, summaryOf } from './timeline.ts'

/** Every event of the part, by the clocks of the devices. */
export function Timeline({ cycle }: { cycle: PassportCycle }) {
  const { t } = useTranslation()
  const late = cycle.timeline.filter(
    ({ occurredAt, recordedAt }) => lateBy(occurredAt, recordedAt) !== undefined,
  ).length
  const longest = cycle.timeline.reduce(
    (most, { occurredAt, recordedAt }) => Math.max(most, Date.parse(recordedAt) - Date.parse(occurredAt)),
    0,
  )
  return (
    <Panel
      title={t('part.timeline.title')}
      className="tlp"
      aside={[
        t('part.timeline.clock'),
        late > 0
          ? t('part.timeline.late', { count: late, n: number(late) })
          : t('part.timeline.within', { time: duration(longest) }),
      ].join(' · ')}
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
  const { t } = useTranslation()
  const told = useTold()
  const judged = entry.type === 'part-judged' ? judgedOf(entry.data as EventData<'part-judged'>) : undefined
  const look = judged && lookOfJudged(judged)
  const late = lateBy(entry.occurredAt, entry.recordedAt)
  return (
    <tr
      title={t('part.timeline.recorded', {
        position: number(entry.position),
        at: time(entry.recordedAt, true),
        type: entry.type,
      })}
    >
      <td className="mono">{time(entry.occurredAt, true)}</td>
      <td className="dim">{told(entry.source)}</td>
      <td>
        {look ? (
          <span className={`st ${look.tone}`}>
            <Icon name={look.icon} size={12} />
            {inSentence(words(entry.type))}
          </span>
        ) : (
          inSentence(words(entry.type))
        )}
      </td>
      <td className="mid">
        {summaryOf(entry, told)}
        {late !== undefined && <span className="dim"> {t('part.timeline.after', { time: duration(late) })}</span>}
      </td>
    </tr>
  )
}
