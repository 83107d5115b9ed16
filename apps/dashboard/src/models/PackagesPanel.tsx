import type { ModelSummary } from '@celltwin/contracts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { useCell } from '../twin/hooks.ts'
import { Coded } from '../ui/Coded.tsx'
import { bytes, dayTime, phrase, shortHash } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { StartRolloutDialog } from './StartRolloutDialog.tsx'

interface Props {
  readonly packages: readonly ModelSummary[]
  readonly chosen: string | undefined
  readonly choose: (digest: string) => void
}

/** Every package with what it is for, where it runs, who vouches for it and what the recipe's gate says. */
export function PackageTable({ packages, chosen, choose }: Props) {
  const { t } = useTranslation()
  const [rollingOut, rollOut] = useState<ModelSummary>()
  return (
    <>
      <table>
        <thead>
          <tr>
            <th>{t('models.package')}</th>
            <th>{t('models.runsIn')}</th>
            <th>{t('models.signature')}</th>
            <th>{t('models.gate')}</th>
            <th>{t('models.registered')}</th>
            <th className="r">{t('models.size')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {packages.map((model) => (
            <PackageRow
              key={model.digest}
              model={model}
              chosen={model.digest === chosen}
              choose={() => choose(model.digest)}
              rollOut={() => rollOut(model)}
            />
          ))}
        </tbody>
      </table>
      {rollingOut && <StartRolloutDialog model={rollingOut} onClose={() => rollOut(undefined)} />}
    </>
  )
}

function PackageRow({
  model,
  chosen,
  choose,
  rollOut,
}: {
  model: ModelSummary
  chosen: boolean
  choose: () => void
  rollOut: () => void
}) {
  const { t } = useTranslation()
  const tell = useTold()
  const may = useMay('putModels')
  const { digest, name, version, precision, purpose, signedBy, gate, registeredAt, registeredBy } = model
  const slots = Object.entries(useCell(({ live }) => live?.models ?? {}))
  const running = slots.filter(([, slot]) => slot.running?.value.model.digest === digest)
  const runs = running.map(([module]) => module)
  // What took another's place passed the gate, or an admin went against it.
  const cameWithCell = runs.length > 0 && running.every(([, slot]) => slot.running?.value.from === undefined)
  const named = slots.some(([, { running }]) => running?.value.model.name === name)
  return (
    <tr aria-selected={chosen}>
      <td className="wrap package-name">
        <button type="button" className="asrow b" onClick={choose}>
          {[name, version, precision].filter(Boolean).join(' ')}
        </button>{' '}
        <span className="mono dim" title={digest}>
          {shortHash(digest)}
        </span>
        {purpose && (
          <p className="fine">
            <Coded text={tell(purpose)} />
          </p>
        )}
      </td>
      <td>{runs.length > 0 ? runs.map(phrase).join(', ') : <span className="dim">{t('models.runsNowhere')}</span>}</td>
      <td>
        <span className={signedBy ? 'st' : 'st hold'}>
          <Icon name={signedBy ? 'ok' : 'warn'} size={12} />
          {signedBy ?? t('models.unsigned')}
        </span>
      </td>
      <td className="wrap">
        {cameWithCell && !model.against ? (
          <span className="dim">{t('models.gateNotAsked')}</span>
        ) : (
          <span className={gate.refusals.length > 0 ? 'st hold' : 'st'}>
            <Icon name={gate.refusals.length > 0 ? 'warn' : 'ok'} size={12} />
            {gate.refusals.length > 0 ? gate.refusals.map(tell).join(' ') : tell(gate.text)}
          </span>
        )}
      </td>
      <td className="mid">{t('models.registeredBy', { at: dayTime(registeredAt), by: registeredBy })}</td>
      <td className="r mid">{bytes(model.bytes)}</td>
      <td className="r">
        {may && named && runs.length === 0 && (
          <button type="button" className="btn" onClick={rollOut}>
            {t('models.rollOut')}
          </button>
        )}
      </td>
    </tr>
  )
}
