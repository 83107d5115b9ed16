import type { PartSummary, PassportCycle } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../twin/hooks.ts'
import { minutes } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { lookOfPart } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import type { Step } from './steps.ts'

/** The steps with their outcome; what nobody has looked at yet is said. */
export function StepList({
  steps,
  step,
  seen,
  cycle,
  next,
  onShow,
}: {
  steps: readonly Step[]
  step: number
  seen: ReadonlySet<number>
  cycle: PassportCycle
  next: PartSummary | undefined
  onShow: (step: number) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const now = useNow(1000)
  const current = useRef<HTMLLIElement>(null)
  // On a tablet the steps lie in a row that is longer than the screen.
  // Newer browsers answer with a promise, which React would take for the effect's clean-up.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [step])
  const waits = !cycle.finding && cycle.verdictAt ? minutes(now - Date.parse(cycle.verdictAt)) : undefined
  return (
    <nav className="p steps" aria-label={t('review.steps.label')}>
      <header>
        <h2>{t('review.steps.at', { step: step + 1, steps: steps.length })}</h2>
        <span className="cap">{waits && t('review.steps.waits', { time: waits })}</span>
      </header>
      <ol>
        {steps.map(({ id, title, summary, look }, i) => (
          <li
            key={id}
            ref={i === step ? current : undefined}
            className={i === step ? 'cur' : seen.has(i) ? 'seen' : ''}
          >
            <button
              type="button"
              aria-current={i === step ? 'step' : undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onShow(i)}
            >
              <span className="num">{i + 1}</span>
              <span className="tx">
                <b>{told(title)}</b>
                <span>{told(summary)}</span>
                {!seen.has(i) && <span className="sr">{t('review.steps.notSeen')}</span>}
              </span>
              {look && (
                <>
                  <Icon name={look.icon} />
                  <span className="sr">{told(look.word)}</span>
                </>
              )}
            </button>
          </li>
        ))}
      </ol>
      {next && (
        <p className="q">
          {t('review.steps.next')} <Icon name={lookOfPart(next).icon} size={12} />{' '}
          <Link to="/review/$serial" params={{ serial: next.serial }}>
            <b>{next.serial}</b>
          </Link>
          <br />
          <span className="one">{next.reason && told(next.reason)}</span>
        </p>
      )}
    </nav>
  )
}
