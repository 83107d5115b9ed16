import type { Passport, PassportCycle } from '@celltwin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useReducer, useState } from 'react'
import { api } from '../api/api.ts'
import { usePassport } from '../part/use-passport.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { Keys, useKeys } from '../ui/keys.tsx'
import { DEFECT_DIGITS, DISPOSITIONS, defectsOf, FINDINGS, reasonsFor } from './choices.ts'
import { DecisionPanel } from './DecisionPanel.tsx'
import { advance, begin, reviewOf } from './debug-machine.ts'
import './debug.css'
import { useOperator } from './operator.ts'
import { useQueue } from './queue.ts'
import { ReleasePanel } from './ReleasePanel.tsx'
import { StepEvidence } from './StepEvidence.tsx'
import { StepList } from './StepList.tsx'
import { asRetaken, RetakenChoice } from './stepping/Retaken.tsx'
import { SteppingPanel } from './stepping/SteppingPanel.tsx'
import { stepsOf } from './steps.ts'
import { Why } from './Why.tsx'

const route = getRouteApi('/frame/review/$serial')

export function DebugPage() {
  const { serial } = route.useParams()
  const { data: passport, error, refetch } = usePassport(serial)
  const cycle = passport?.serial === serial ? passport.cycles[0] : undefined
  if (error && !cycle)
    return (
      <main className="alone">
        <Problem error={error} what={`The passport of ${serial} could not be read.`} retry={() => refetch()} />
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
  return <Debug key={cycle.cycleId} passport={passport} cycle={cycle} />
}

const LEGEND = [
  ['Enter', 'next step'],
  ['Backspace', 'back'],
  ['0 9', 'finding, defect, disposition'],
  ['o', 'overlay'],
  ['Ctrl+Enter', 'sign at the last step'],
  ['u', 'undo'],
  ['n', 'next in the queue'],
  ['Escape', 'queue'],
  ['?', 'all keys'],
] as const

function Debug({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { definition, serial } = passport
  const steps = useMemo(() => stepsOf(cycle, definition), [cycle, definition])
  const defects = useMemo(() => defectsOf(cycle, definition), [cycle, definition])
  const [state, act] = useReducer(advance, steps.length, begin)
  const [overlay, setOverlay] = useState(true)
  const [operator, setOperator] = useOperator()
  const navigate = useNavigate()
  const client = useQueryClient()
  const queue = useQueue().data?.items ?? []
  const next = queue.find((part) => part.serial !== serial)
  const inForce = cycle.reviews.findLast(({ undone }) => !undone)

  const refresh = () => {
    client.invalidateQueries({ queryKey: ['passport', serial] })
    client.invalidateQueries({ queryKey: ['review-queue'] })
  }
  const signing = useMutation({
    mutationFn: (review: NonNullable<ReturnType<typeof reviewOf>>) =>
      api.review(serial, cycle.cycleId, { review, by: operator.trim() }),
    onSuccess: refresh,
  })
  const undoing = useMutation({
    mutationFn: (reviewId: string) => api.undoReview(serial, cycle.cycleId, reviewId, operator.trim() || 'Operator'),
    onSuccess: refresh,
  })
  const sign = () => {
    const review = reviewOf(state, operator)
    if (review && !inForce && !signing.isPending) signing.mutate(review)
  }
  const undo = () => {
    if (inForce && !undoing.isPending) undoing.mutate(inForce.id)
  }
  const { finding, reasonCode } = state.draft
  const reasons = reasonsFor(finding, cycle.verdict)

  useKeys('Debug Mode', [
    { keys: 'Enter', label: 'next step', run: () => act({ do: 'next' }) },
    { keys: 'Backspace', label: 'step before', run: () => act({ do: 'back' }) },
    ...FINDINGS.map(({ digit, finding, title }) => ({
      keys: digit,
      label: title.toLowerCase(),
      run: () => !inForce && act({ do: 'find', finding }),
    })),
    ...DEFECT_DIGITS.flatMap((digit, i) => {
      const defect = defects[i]
      return defect
        ? [
            {
              keys: digit,
              label: `defect: ${defect.title}`,
              run: () => !inForce && act({ do: 'defect', defect: defect.id }),
            },
          ]
        : []
    }),
    ...DISPOSITIONS.map(({ digit, disposition, title }) => ({
      keys: digit,
      label: title.toLowerCase(),
      run: () => !inForce && act({ do: 'dispose', disposition }),
    })),
    {
      keys: 'c',
      label: 'next reason',
      run: () => {
        const at = reasons.findIndex(({ code }) => code === reasonCode)
        const chosen = reasons[(at + 1) % reasons.length]
        if (chosen && !inForce) act({ do: 'draft', draft: { reasonCode: chosen.code } })
      },
    },
    { keys: 'o', label: 'overlay', run: () => setOverlay((on) => !on) },
    { keys: 'u', label: 'undo the decision in force', run: undo },
    { keys: 'Ctrl+Enter', label: 'sign, at the last step', run: sign },
    {
      keys: 'n',
      label: 'next part that waits',
      run: () => next && navigate({ to: '/review/$serial', params: { serial: next.serial } }),
    },
    { keys: 'Escape', label: 'back to the queue', run: () => navigate({ to: '/review' }) },
  ])

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
          />
        </div>
        <div className="side">
          <ReleasePanel cycle={cycle} requestId={inForce?.requestId ?? null} />
          <SteppingPanel cycle={cycle} serial={serial} by={operator} />
          <DecisionPanel
            state={state}
            act={act}
            cycle={cycle}
            defects={defects}
            reasons={reasons}
            inForce={inForce}
            operator={operator}
            onOperator={setOperator}
            onSign={sign}
            onUndo={undo}
            busy={signing.isPending || undoing.isPending}
            error={signing.error ?? undoing.error}
          />
        </div>
      </main>
      <section className="keys" aria-label="Keys">
        {LEGEND.map(([keys, what]) => (
          <span key={keys}>
            <Keys of={keys} /> {what}
          </span>
        ))}
      </section>
    </>
  )
}
