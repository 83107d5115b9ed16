import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { defectTitle } from '../review/choices.ts'
import { dayTime, inSentence, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { lookOfJudged } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'

/** What the machine said and what people decided; a slip that was undone stays, struck through. */
export function Decisions({ cycle, definition }: { cycle: PassportCycle; definition: CellDefinition }) {
  const { t } = useTranslation()
  const told = useTold()
  const defectOf = (id: string) => told(defectTitle(id, definition.recipe.characteristics))
  const look = lookOfJudged(cycle)
  return (
    <Panel title={t('part.pdf.decisions')} aside={t('part.decided.aside')}>
      <ul className="dec">
        {cycle.verdict && cycle.verdictAt && (
          <li>
            <span className="mono dim">{dayTime(cycle.verdictAt)}</span>
            <span>
              <Icon name={look.icon} />
              <b>{told(look.word)}</b> <span className="mid">{told(cycle.reasons[0]?.text ?? '')}</span>
              <span className="by">{t('part.pdf.machine')}</span>
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
                  {review.disposition && `, ${inSentence(words(review.disposition))}`}
                </b>{' '}
                <span className="mid">
                  {[
                    review.defect && inSentence(defectOf(review.defect)),
                    inSentence(words(review.reasonCode)),
                    review.remark,
                    review.concession && t('part.decided.concession', { reference: review.concession.reference }),
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
                {undone && ` · ${t('part.decided.undone', { at: dayTime(undone.at), by: undone.by })}`}
              </span>
            </span>
          </li>
        ))}
        {cycle.reviews.length === 0 && (
          <li>
            <span />
            <span className="dim">
              {cycle.verdict === 'pass' || cycle.challenge
                ? t('part.decided.notNeeded')
                : cycle.verdict
                  ? t('part.decided.notYet')
                  : t('part.headline.notJudged')}
            </span>
          </li>
        )}
      </ul>
    </Panel>
  )
}
