import type { CellTwin } from '@celltwin/contracts'
import { type ChallengeState, challengeState } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useNeeds } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { useOpenRequests } from '../review/use-requests.ts'
import { Problem } from '../ui/Condition.tsx'
import { date, dayTime, number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { lookOfShown, RequestStateMark, State } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import { mustFailOf } from './must-fail.ts'

/** The challenge parts: what each must show, what it last showed, and the two things a person can ask. */
export function ChallengeTable({ cell, twin, now }: { cell: string; twin: CellTwin; now: number }) {
  const { t } = useTranslation()
  const told = useTold()
  const state = challengeState(twin, now)
  const recipe = twin.definition?.value.definition.recipe
  if (!state || !recipe) return <p className="in dim">{t('gauges.noChallenge')}</p>
  return (
    <>
      <h3>{t('gauges.challenge')}</h3>
      <Standing cell={cell} state={state} />
      <table>
        <thead>
          <tr>
            <th>{t('gauges.part')}</th>
            <th>{t('gauges.mustFail')}</th>
            <th>{t('gauges.lastShown')}</th>
            <th>{t('gauges.when')}</th>
            <th className="r">{t('gauges.uses')}</th>
            <th>{t('gauges.expires')}</th>
          </tr>
        </thead>
        <tbody>
          {state.parts.map(({ part, last }) => (
            <tr key={part.id}>
              <td title={part.id}>
                {last ? (
                  <Link to="/parts/$serial" params={{ serial: part.id }}>
                    {told(part.title)}
                  </Link>
                ) : (
                  told(part.title)
                )}
              </td>
              <td className="mid wrap">{mustFailOf(part, recipe, told)}</td>
              <td>
                {last ? (
                  <span
                    title={last.findings.map(({ characteristic, found }) => `${characteristic}: ${found}`).join('\n')}
                  >
                    <State look={lookOfShown(last.outcome)} size={12} />
                  </span>
                ) : (
                  <span className="dim">{t('gauges.never')}</span>
                )}
              </td>
              <td className="mid">{last ? dayTime(last.at) : '–'}</td>
              <td className="r mid">
                {t('gauges.usesOf', { uses: number(last?.uses ?? 0), most: number(part.uses) })}
              </td>
              <td className="mid">{date(part.expiresAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Standing({ cell, state }: { cell: string; state: ChallengeState }) {
  const { t } = useTranslation()
  const told = useTold()
  const [operator] = useOperator()
  const open = useOpenRequests().find(({ to }) => to === 'run-challenge' || to === 'require-challenge')
  const run = useMutation({ mutationFn: () => api.runChallenge(cell, operator) })
  const other = state.required === 'on-request' ? 'at-shift-start' : 'on-request'
  const require = useMutation({ mutationFn: () => api.requireChallenge(cell, other, operator) })
  const error = run.error ?? require.error
  const waits = open !== undefined || state.state === 'running'
  const runNeeds = useNeeds('runChallenge')
  const requireNeeds = useNeeds('requireChallenge')
  return (
    <div className="standing in">
      {error && <Problem error={error} what={t('gauges.notAsked')} />}
      <span className={`st ${state.state === 'failed' ? 'reject' : state.state === 'passed' ? 'pass' : 'hold'}`}>
        <Icon name={state.state === 'failed' ? 'reject' : state.state === 'passed' ? 'pass' : 'warn'} size={12} />
        {t(`gauges.standing.${state.state}`, {
          done: state.done,
          all: state.parts.length,
          since: state.passedAt ? dayTime(state.passedAt) : '–',
          reason: told(state.reason ?? ''),
        })}
      </span>
      <span className="mid">{t(`gauges.policy.${state.required}`)}</span>
      {open && <RequestStateMark state={open.state} />}
      <span className="grow" />
      <button
        type="button"
        className="btn"
        title={requireNeeds}
        disabled={waits || requireNeeds !== undefined || require.isPending}
        onClick={() => require.mutate()}
      >
        {t(`gauges.require.${other}`)}
      </button>
      <button
        type="button"
        className="btn prime"
        title={runNeeds}
        disabled={waits || runNeeds !== undefined || run.isPending}
        onClick={() => run.mutate()}
      >
        {t('gauges.run')}
      </button>
    </div>
  )
}
