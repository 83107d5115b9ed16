import type { PassportCycle } from '@celltwin/contracts'
import { dayTime, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { lookOfVerdict } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'

/** What the machine said and what people decided; a slip that was undone stays, struck through. */
export function Decisions({ cycle }: { cycle: PassportCycle }) {
  const told = useTold()
  const look = lookOfVerdict(cycle.verdict)
  return (
    <Panel title="Decisions" aside="nothing is overwritten">
      <ul className="dec">
        {cycle.verdict && cycle.verdictAt && (
          <li>
            <span className="mono dim">{dayTime(cycle.verdictAt)}</span>
            <span>
              <Icon name={look.icon} />
              <b>{told(look.word)}</b> <span className="mid">{told(cycle.reasons[0]?.text ?? '')}</span>
              <span className="by">Machine</span>
            </span>
          </li>
        )}
        {cycle.reviews.map(({ id, at, by, review, undone }) => (
          <li key={id} className={undone ? 'undone' : ''}>
            <span className="mono dim">{dayTime(at)}</span>
            <span>
              <span className="what">
                <Icon name={review.finding === 'conforming' ? 'ok' : 'no'} />
                <b>
                  {words(review.finding)}
                  {review.disposition && `, ${review.disposition.replaceAll('-', ' ')}`}
                </b>{' '}
                <span className="mid">
                  {[
                    review.defect && words(review.defect).toLowerCase(),
                    words(review.reasonCode).toLowerCase(),
                    review.remark,
                    review.concession && `concession ${review.concession.reference}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {review.notes?.map(({ text }, i) => (
                <span key={`${i} ${text}`} className="mid">
                  {i + 1}: {text}
                </span>
              ))}
              <span className="by">
                {[by, review.secondBy].filter(Boolean).join(' + ')}
                {undone && ` · undone ${dayTime(undone.at)} by ${undone.by}`}
              </span>
            </span>
          </li>
        ))}
        {cycle.reviews.length === 0 && (
          <li>
            <span />
            <span className="dim">
              {cycle.verdict === 'pass'
                ? 'No person was needed.'
                : cycle.verdict
                  ? 'No person has decided yet.'
                  : 'Not judged yet.'}
            </span>
          </li>
        )}
      </ul>
    </Panel>
  )
}
