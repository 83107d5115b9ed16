import type { Passport, PassportCycle } from '@celltwin/contracts'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Lost } from '../frame/Lost.tsx'
import { usePassport } from '../part/use-passport.ts'
import { useMe } from '../people/me.ts'
import { isNotThere, Problem, Skeleton } from '../ui/Condition.tsx'
import { words } from '../ui/format.ts'
import { Keys, useKeys } from '../ui/keys.tsx'
import { useTold } from '../ui/told.ts'
import { BreakpointsAtValues } from './breakpoints/AtValues.tsx'
import { DEFECT_DIGITS, DISPOSITIONS, defectsOf, FINDINGS, reasonsFor } from './choices.ts'
import { DecisionPanel } from './DecisionPanel.tsx'
import { advance, type Note } from './debug-machine.ts'
import './debug.css'
import { draftOf, keepDraft } from './drafts.ts'
import { HeldNote } from './HeldNote.tsx'
import { useOperator } from './operator.ts'
import { OwnPace } from './pace/OwnPace.tsx'
import { useQueue } from './queue.ts'
import { ReleasePanel } from './ReleasePanel.tsx'
import { StepEvidence } from './StepEvidence.tsx'
import { StepList } from './StepList.tsx'
import { asRetaken, RetakenChoice } from './stepping/Retaken.tsx'
import { SteppingPanel } from './stepping/SteppingPanel.tsx'
import { stepsOf } from './steps.ts'
import { useSigning } from './use-signing.ts'
import { Why } from './Why.tsx'

const route = getRouteApi('/frame/review/$serial')

export function DebugPage() {
  const { t, i18n } = useTranslation()
  const { serial } = route.useParams()
  const who = useMe().data?.person?.id ?? ''
  const { data: passport, error, refetch } = usePassport(serial)
  const cycle = passport?.serial === serial ? passport.cycles[0] : undefined
  if (isNotThere(error)) return <Lost title={t('frame.noPart')} asked={serial} why={t('frame.noPartWhy')} />
  if (error && !cycle)
    return (
      <main className="alone">
        <Problem error={error} what={t('review.passportFailed', { serial })} retry={() => refetch()} />
      </main>
    )
  if (!passport || !cycle)
    return (
      <main className="debug">
        <Skeleton rows={10} height={58} />
        <Skeleton rows={10} height={58} />
        <Skeleton rows={10} height={58} />
      </main>
    )
  const draftKey = `${cycle.cycleId} ${who}`
  return <Debug key={`${draftKey} ${i18n.language}`} passport={passport} cycle={cycle} draftKey={draftKey} />
}

const LEGEND = [
  ['Enter', 'next'],
  ['Backspace', 'back'],
  ['0 9', 'digits'],
  ['Ctrl+Enter', 'signLast'],
  ['u', 'undo'],
  ['q', 'nextInQueue'],
  ['Escape', 'queue'],
  ['?', 'all'],
] as const

function Debug({ passport, cycle, draftKey }: { passport: Passport; cycle: PassportCycle; draftKey: string }) {
  const { t } = useTranslation()
  const told = useTold()
  const { definition, serial } = passport
  const steps = useMemo(() => stepsOf(cycle, definition), [cycle, definition])
  const defects = useMemo(() => defectsOf(cycle, definition), [cycle, definition])
  const [state, act] = useReducer(advance, undefined, () => draftOf(draftKey, steps.length))
  const [overlay, setOverlay] = useState(true)
  const [operator, setOperator] = useOperator()
  const navigate = useNavigate()
  const queue = useQueue().data?.items ?? []
  const next = queue.find((part) => part.serial !== serial)
  const signing = useSigning(cycle, definition.recipe, state, operator)
  const { inForce, sign, undo } = signing
  useEffect(() => keepDraft(draftKey, inForce ? undefined : state), [draftKey, inForce, state])
  const { finding, reasonCode } = state.draft
  const reasons = reasonsFor(finding, cycle.verdict)

  const draft = (act: () => void) => () => !inForce && act()
  const nextReason = () => {
    const at = reasons.findIndex(({ code }) => code === reasonCode)
    const chosen = reasons[(at + 1) % reasons.length]
    if (chosen) act({ do: 'draft', draft: { reasonCode: chosen.code } })
  }

  useKeys(t('review.keys.debug'), [
    { keys: 'Enter', label: t('review.keys.next'), run: () => act({ do: 'next' }) },
    { keys: 'Backspace', label: t('review.keys.back'), run: () => act({ do: 'back' }) },
    ...FINDINGS.map(({ digit, finding }) => ({
      keys: digit,
      label: words(finding).toLowerCase(),
      run: draft(() => act({ do: 'find', finding })),
    })),
    ...DEFECT_DIGITS.flatMap((digit, i) => {
      const defect = defects[i]
      const label = defect && t('review.keys.defect', { title: told(defect.title) })
      return defect && label ? [{ keys: digit, label, run: draft(() => act({ do: 'defect', defect: defect.id })) }] : []
    }),
    ...DISPOSITIONS.map(({ digit, disposition }) => ({
      keys: digit,
      label: words(disposition).toLowerCase(),
      run: draft(() => act({ do: 'dispose', disposition })),
    })),
    { keys: 'c', label: t('review.keys.reason'), run: draft(nextReason) },
    { keys: 'o', label: t('review.keys.overlay'), run: () => setOverlay((on) => !on) },
    { keys: 'u', label: t('review.keys.undo'), run: undo },
    { keys: 'Ctrl+Enter', label: t('review.keys.signLast'), run: sign },
    {
      keys: 'q',
      label: t('review.keys.nextInQueue'),
      run: () => next && navigate({ to: '/review/$serial', params: { serial: next.serial } }),
    },
    { keys: 'Escape', label: t('review.keys.queue'), run: () => navigate({ to: '/review' }) },
  ])
  const notes = {
    draft: state.draft.notes,
    onPin: (note: Note) => act({ do: 'note', note }),
    onDrop: (note: Note) => act({ do: 'drop-note', note }),
    open: !inForce,
  }

  const [shown, setShown] = useState<string>()
  const { module } = steps[state.step]!
  const retaken = cycle.retaken.filter((each) => each.module === module)
  const again = retaken.find(({ requestId }) => requestId === shown)
  const seenCycle = useMemo(() => (again ? asRetaken(cycle, again) : cycle), [cycle, again])
  const seenSteps = useMemo(
    () => (again ? stepsOf(seenCycle, definition) : steps),
    [again, seenCycle, definition, steps],
  )
  const step = seenSteps[state.step] ?? steps[state.step]!
  return (
    <>
      <main className="debug">
        <StepList
          steps={steps}
          step={state.step}
          seen={state.seen}
          cycle={cycle}
          next={next}
          onShow={(index) => act({ do: 'show', step: index })}
        />
        <div className="evid">
          <BreakpointsAtValues rows={step.kind === 'decide' ? seenSteps.flatMap(({ rows }) => rows) : step.rows}>
            <Why step={step} cycle={seenCycle} />
            <RetakenChoice retaken={retaken} chosen={again?.requestId} onChoose={setShown} />
            <StepEvidence
              key={`${step.id} ${again?.requestId}`}
              step={step}
              steps={seenSteps}
              cycle={seenCycle}
              definition={definition}
              overlay={overlay}
              onOverlay={() => setOverlay((on) => !on)}
              notes={notes}
            />
          </BreakpointsAtValues>
        </div>
        <div className="side">
          <HeldNote />
          <ReleasePanel cycle={cycle} requestId={inForce?.requestId ?? null} />
          <SteppingPanel cycle={cycle} serial={serial} by={operator} deciding={step.kind === 'decide'} />
          <DecisionPanel
            state={state}
            act={act}
            cycle={cycle}
            defects={defects}
            reasons={reasons}
            operator={operator}
            onOperator={setOperator}
            signing={signing}
          />
        </div>
      </main>
      <section className="keys" aria-label={t('review.keys.legend')}>
        {LEGEND.map(([keys, what]) => (
          <span key={keys}>
            <Keys of={keys} /> {t(`review.keys.${what}`)}
          </span>
        ))}
        <OwnPace />
      </section>
    </>
  )
}
