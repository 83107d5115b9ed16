import type { RolloutProgress } from '@celltwin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Problem } from '../ui/Condition.tsx'
import { dayTime, number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { modelsApi } from './api.ts'

/** Models on their way over the cells, stage by stage. */
export function RolloutsPanel() {
  const { t } = useTranslation()
  const { data = [] } = useQuery({ queryKey: ['rollouts'], queryFn: modelsApi.rollouts, refetchInterval: 2_000 })
  if (data.length === 0) return null
  return (
    <Panel title={t('models.rollouts')} aside={t('models.rolloutsAside')} className="whole">
      {data.map((rollout) => (
        <Rollout key={rollout.rollout} rollout={rollout} />
      ))}
    </Panel>
  )
}

function Rollout({
  rollout: { rollout, model, startedAt, by, state, reason, progress, rule },
}: {
  rollout: RolloutProgress
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [operator] = useOperator()
  const mayResume = useMay('putModels')
  const mayStop = useMay('stopModels')
  const mayTurn = state === 'running' ? mayStop : mayResume
  const turn = useMutation({
    mutationFn: ({ what, rollBack }: { what: 'pause' | 'resume' | 'stop'; rollBack?: boolean }) =>
      modelsApi.turnRollout(rollout, what, {
        ...(operator ? { by: operator } : {}),
        ...(rollBack ? { rollBack } : {}),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rollouts'] }),
  })
  const open = state === 'running' || state === 'paused'
  return (
    <section className="in rollout">
      {turn.error && <Problem error={turn.error} what={t('models.notAsked')} />}
      <p>
        <b>{`${model.name} ${model.version}`}</b> {t(`models.rolloutState.${state}`)}
        {reason && `: ${reason}`}{' '}
        <span className="dim">
          {t('models.rolloutBy', {
            by,
            at: dayTime(startedAt),
            parts: rule.minParts,
            share: number(100 * rule.mostDisagreement, 1),
          })}
        </span>
      </p>
      <ol>
        {progress.map((targets, stage) => (
          <li key={stage}>
            {targets.map(({ cell, module, state: at, parts, disagreed }) => (
              <span key={cell + module} className="st">
                {t('models.target', { cell, module, state: t(`models.targetState.${at}`), parts, disagreed })}
              </span>
            ))}
          </li>
        ))}
      </ol>
      {mayStop && open && (
        <p>
          <button
            type="button"
            className="btn"
            disabled={!mayTurn}
            onClick={() => turn.mutate({ what: state === 'running' ? 'pause' : 'resume' })}
          >
            {t(state === 'running' ? 'models.pause' : 'models.resume')}
          </button>{' '}
          <button type="button" className="btn" onClick={() => turn.mutate({ what: 'stop', rollBack: true })}>
            {t('models.stopBack')}
          </button>
        </p>
      )}
    </section>
  )
}
