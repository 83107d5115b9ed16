import type { PassportCycle } from '@celltwin/contracts'
import { arrivalOf } from '../part/results.ts'
import { dayTime } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { State } from '../ui/State.tsx'
import { LateMark, Origin } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { useBreakpointsAt } from './breakpoints/AtValues.tsx'
import { Gutter } from './breakpoints/Gutter.tsx'
import { reasoningOf, type Step } from './steps.ts'

const EDGE = {
  pass: 'var(--pass)',
  reject: 'var(--reject)',
  hold: 'var(--hold)',
  none: 'var(--none)',
  sim: '',
  '': 'var(--line-2)',
}

/** How late came what this step rests on; in the end, the verdict. */
const arrivalOfStep = ({ kind, rows, evidence }: Step, { verdictCameLateMs }: PassportCycle) =>
  kind === 'decide'
    ? { cameLateMs: verdictCameLateMs }
    : arrivalOf(
        rows.flatMap(({ result }) => result ?? []),
        evidence,
      )

/** The reasoning in one sentence, before any chart. */
export function Why({ step, cycle }: { step: Step; cycle: PassportCycle }) {
  const told = useTold()
  const { look, about, sentence } = reasoningOf(step, cycle, told)
  const { gravest } = useBreakpointsAt()
  return (
    <section className="p why" style={{ borderLeftColor: EDGE[look.tone] }} aria-live="polite">
      <div className="hd">
        <State look={look} />
        {step.kind === 'results' && gravest && <Gutter row={gravest} />}
        <span>{about}</span>
        <span className="grow" />
        <LateMark {...arrivalOfStep(step, cycle)} />
        <Origin simulated={cycle.simulated} replayed={cycle.replayed} />
        <span className="st">
          <Icon name="live" size={12} />
          {cycle.serial}, {dayTime(cycle.insertedAt)}
        </span>
      </div>
      <p>{sentence}</p>
    </section>
  )
}
