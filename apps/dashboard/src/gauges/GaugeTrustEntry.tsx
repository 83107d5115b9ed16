import type { CellTwin } from '@celltwin/contracts'
import { challengeState, gaugeStates, stillSuspect, trustIn } from '@celltwin/twin'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon.tsx'

/** What the trust line says of the gauges: nothing, as long as all of them can be believed. */
export function GaugeTrustEntry({ twin, now }: { twin: CellTwin; now: number }) {
  const { t } = useTranslation()
  const troubles = gaugeStates(twin, now)
    .filter(({ state }) => state === 'expired' || state === 'missing' || state === 'ends-soon')
    .map(({ gauge, state }) => ({ text: `${gauge}: ${t(`gauges.states.${state}`)}`, bad: state !== 'ends-soon' }))
  const challenge = challengeState(twin, now)
  if (challenge && challenge.state !== 'passed') {
    const strict = challenge.required === 'at-shift-start'
    const text = t(`gauges.short.${challenge.state}`, { done: challenge.done, all: challenge.parts.length })
    troubles.push({ text, bad: challenge.state === 'failed' || (strict && challenge.state !== 'running') })
  }
  const suspects = trustIn(twin).suspicions.some((suspicion) => stillSuspect(twin, suspicion).length > 0)
  if (suspects) troubles.push({ text: t('gauges.suspectsOpen'), bad: true })
  if (troubles.length === 0) return null
  return (
    <>
      <i className="sep" />
      {troubles.map(({ text, bad }) => (
        <Link key={text} to="/settings/gauges" className={bad ? 'src b' : 'src dim'}>
          {bad && <Icon name="warn" size={12} />}
          {text}
        </Link>
      ))}
    </>
  )
}
