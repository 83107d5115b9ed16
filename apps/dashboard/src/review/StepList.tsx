import type { PartSummary, PassportCycle } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useNow } from '../twin/hooks.ts'
import { minutes } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { lookOfConformance, lookOfPart } from '../ui/State.tsx'
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
  const now = useNow(1000)
  const waits = !cycle.finding && cycle.verdictAt ? minutes(now - Date.parse(cycle.verdictAt)) : undefined
  return (
    <nav className="p steps" aria-label="Steps">
      <header>
        <h2>
          Step {step + 1} of {steps.length}
        </h2>
        <span className="cap">{waits && `waits ${waits}`}</span>
      </header>
      <ol>
        {steps.map(({ id, title, summary, outcome }, i) => (
          <li key={id} className={i === step ? 'cur' : seen.has(i) ? 'seen' : ''}>
            <button
              type="button"
              aria-current={i === step ? 'step' : undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onShow(i)}
            >
              <span className="num">{i + 1}</span>
              <span className="tx">
                <b>{title}</b>
                <span>{summary}</span>
                {!seen.has(i) && <span className="sr">not seen yet</span>}
              </span>
              {outcome && (
                <>
                  <Icon name={lookOfConformance(outcome).icon} />
                  <span className="sr">{lookOfConformance(outcome).word}</span>
                </>
              )}
            </button>
          </li>
        ))}
      </ol>
      {next && (
        <p className="q">
          Next: <Icon name={lookOfPart(next).icon} size={12} />{' '}
          <Link to="/review/$serial" params={{ serial: next.serial }}>
            <b>{next.serial}</b>
          </Link>
          <br />
          <span className="one">{next.reason}</span>
        </p>
      )}
    </nav>
  )
}
