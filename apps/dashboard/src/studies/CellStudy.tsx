/** A study that the cell makes by itself: master parts inspected again and again, and how far it is. */
import type { StudyRun } from '@celltwin/contracts'
import { type StudyRunState, studyRunState } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../api/api.ts'
import { useOperator } from '../review/operator.ts'
import { useOpenRequests } from '../review/use-requests.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem } from '../ui/Condition.tsx'
import { dayTime, duration, number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { RequestStateMark } from '../ui/State.tsx'
import { Shortfalls } from './Shortfalls.tsx'

const USUAL_TRIALS = { type1: 50, type3: 2 } as const
const LEAST_TRIALS = { type1: 10, type3: 2 } as const
const MOST_TRIALS = 200

interface CellStudyProps {
  readonly path: string
  /** The person may ask for one. */
  readonly may: boolean
  /** A run is complete: its studies are there, or come in a moment. */
  readonly onComplete: () => void
}

export function CellStudy({ path, may, onComplete }: CellStudyProps) {
  const { t } = useTranslation()
  const twin = useCell(({ live }) => ({ live })).live
  const run = twin && studyRunState(twin)
  const complete = run?.state === 'complete' ? run.runId : undefined
  useEffect(() => {
    if (complete !== undefined) onComplete()
  }, [complete, onComplete])
  const definition = twin?.definition?.value.definition
  const masters = definition?.masters?.map(({ id }) => id) ?? []
  if (!definition || (masters.length === 0 && !run)) return null
  return (
    <Panel title={t('studies.byCell')} aside={t('studies.byCellAside')} className="whole studies">
      {run && <Progress run={run} />}
      {complete !== undefined && <Shortfalls path={path} runId={complete} />}
      {may && masters.length > 0 && (
        <RunForm path={path} masters={masters} cycleMs={definition.cycle.budgetMs} busy={run?.state === 'running'} />
      )}
    </Panel>
  )
}

function Progress({ run: { study, state, taken, readings, startedAt, reason } }: { run: StudyRunState }) {
  const { t } = useTranslation()
  return (
    <div className="in progress">
      <b>{t(`studies.kinds.${study.kind}`)}</b>
      <span className="mid">{dayTime(startedAt)}</span>
      <progress value={taken} max={readings} aria-label={t('studies.byCell')} />
      <span>{t('studies.taken', { taken: number(taken), count: readings })}</span>
      <span className={state === 'incomplete' ? 'hold' : 'mid'}>
        {t(`studies.runs.${state}`, { reason: reason ?? '' })}
      </span>
    </div>
  )
}

interface RunFormProps {
  readonly path: string
  readonly masters: readonly string[]
  readonly cycleMs: number
  readonly busy: boolean
}

function RunForm({ path, masters, cycleMs, busy }: RunFormProps) {
  const { t } = useTranslation()
  const [operator] = useOperator()
  const [kind, setKind] = useState<StudyRun['kind']>('type1')
  const [part, setPart] = useState(masters[0]!)
  const [trials, setTrials] = useState<number>(USUAL_TRIALS.type1)
  const open = useOpenRequests().find(({ to }) => to === 'run-study')
  const parts = kind === 'type1' ? [part] : masters
  const ask = useMutation({
    mutationFn: () => send('POST', `${path}/run`, { kind, parts, trials, ...(operator ? { by: operator } : {}) }),
  })
  return (
    <form
      className="in running"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate()
      }}
    >
      <label>
        <span className="cap">{t('studies.kind')}</span>
        <select
          className="field"
          value={kind}
          onChange={({ target }) => {
            const chosen = target.value as StudyRun['kind']
            setKind(chosen)
            setTrials(USUAL_TRIALS[chosen])
          }}
        >
          <option value="type1">{t('studies.kinds.type1')}</option>
          <option value="type3">{t('studies.kinds.type3')}</option>
        </select>
      </label>
      <label>
        <span className="cap">{t('studies.masters')}</span>
        <select
          className="field"
          disabled={kind === 'type3'}
          value={kind === 'type1' ? part : ''}
          onChange={({ target }) => setPart(target.value)}
        >
          {kind === 'type3' && <option value="">{t('studies.allMasters', { count: masters.length })}</option>}
          {masters.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="cap">{t('studies.trials')}</span>
        <input
          className="field"
          type="number"
          min={LEAST_TRIALS[kind]}
          max={MOST_TRIALS}
          required
          value={trials}
          onChange={({ target }) => setTrials(Number(target.value))}
        />
      </label>
      <span className="cap">{t('studies.takesAbout', { time: duration(parts.length * trials * cycleMs) })}</span>
      <span className="grow" />
      {open && <RequestStateMark state={open.state} />}
      <button type="submit" className="btn prime" disabled={busy || open !== undefined || ask.isPending}>
        {t('studies.run')}
      </button>
      {ask.error && <Problem error={ask.error} what={t('studies.notAsked')} />}
    </form>
  )
}
