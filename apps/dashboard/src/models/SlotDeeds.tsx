import type { ModelSlot, ModelSummary } from '@celltwin/contracts'
import { modelBefore } from '@celltwin/twin'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Problem } from '../ui/Condition.tsx'
import { ReasonField, type Signed, SignedDialog } from '../ui/SignedDialog.tsx'
import { useTold } from '../ui/told.ts'
import { modelsApi } from './api.ts'
import { versionOf } from './variant.ts'

export interface SlotProps {
  readonly cell: string
  readonly module: string
  readonly slot: ModelSlot
  readonly packages: readonly ModelSummary[]
}

/** What a person may do about a module's models: try one in shadow, promote it, take it out, go back. */
export function SlotDeeds({ cell, module, slot, packages }: SlotProps) {
  const { t } = useTranslation()
  const tell = useTold()
  const [operator] = useOperator()
  const by = operator ? { by: operator } : {}
  const mayPut = useMay('putModels')
  const mayTurn = useMay('stopModels')
  const mayOverride = useMay('overrideGate')
  const [overriding, override] = useState(false)
  const shadow = slot.shadow?.value.model
  const before = modelBefore(slot)
  const gate = useQuery({
    queryKey: ['model-gate', cell, module, shadow?.digest, slot.counts],
    queryFn: () => modelsApi.gate(cell, module, shadow!.digest),
    enabled: Boolean(shadow),
    retry: false,
  })
  const put = useMutation({
    mutationFn: (body: { digest: string; stage: 'shadow' | 'live' }) => modelsApi.put(cell, module, { ...body, ...by }),
  })
  const turn = useMutation({
    mutationFn: (what: 'roll-back' | 'withdraw') => modelsApi.turn(cell, module, what, by),
  })
  const error = put.error ?? turn.error
  const running = slot.running?.value.model.digest
  const others = packages.filter(({ digest }) => digest !== running)
  const backTo =
    before &&
    [...(before.name === slot.running?.value.model.name ? [] : [before.name]), versionOf(packages, before)].join(' ')
  const refusals = (gate.data?.refusals ?? []).map(tell)
  return (
    <>
      {error && <Problem error={error} what={t('models.notAsked')} />}
      {mayPut && !shadow && others.length > 0 && (
        <ChoosePackage
          {...{ module, others }}
          busy={put.isPending}
          take={(digest) => put.mutate({ digest, stage: 'shadow' })}
        />
      )}
      {mayPut && shadow && (
        <button
          type="button"
          className="btn prime"
          disabled={!gate.data || refusals.length > 0 || put.isPending}
          title={refusals.join('\n')}
          onClick={() => put.mutate({ digest: shadow.digest, stage: 'live' })}
        >
          {t('models.promote')}
        </button>
      )}{' '}
      {mayOverride && shadow && refusals.length > 0 && (
        <button type="button" className="btn" onClick={() => override(true)}>
          {t('models.override')}
        </button>
      )}{' '}
      {mayTurn && shadow && (
        <button type="button" className="btn" disabled={turn.isPending} onClick={() => turn.mutate('withdraw')}>
          {t('models.withdraw')}
        </button>
      )}{' '}
      {mayTurn && before && (
        <button type="button" className="btn" disabled={turn.isPending} onClick={() => turn.mutate('roll-back')}>
          {t('models.rollBack', { version: backTo })}
        </button>
      )}
      {shadow && refusals.length > 0 && <p className="fine wrap">{refusals.join(' ')}</p>}
      {overriding && shadow && (
        <OverrideDialog
          refusals={refusals}
          onClose={() => override(false)}
          send={(reason, signed) =>
            modelsApi.put(cell, module, { digest: shadow.digest, stage: 'live', overriding: reason, ...signed })
          }
        />
      )}
    </>
  )
}

interface Choice {
  readonly module: string
  readonly others: readonly ModelSummary[]
  readonly busy: boolean
  readonly take: (digest: string) => void
}

const titleOf = ({ name, version }: ModelSummary) => `${name} ${version}`

/** First the model, then the variant of it, where there are several. */
function ChoosePackage({ module, others, busy, take }: Choice) {
  const { t } = useTranslation()
  const [title, choose] = useState('')
  const [digest, chooseVariant] = useState('')
  const variants = others.filter((each) => titleOf(each) === title)
  const chosen = variants.find((each) => each.digest === digest) ?? variants[0]
  return (
    <>
      <select
        className="field"
        aria-label={t('models.choose', { module })}
        value={title}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('models.chooseOne')}</option>
        {[...new Set(others.map(titleOf))].map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>{' '}
      {variants.length > 1 && (
        <select
          className="field"
          aria-label={t('models.chooseVariant', { model: title })}
          value={chosen?.digest}
          onChange={(event) => chooseVariant(event.target.value)}
        >
          {variants.map((each) => (
            <option key={each.digest} value={each.digest}>
              {`${each.precision ?? t('models.asExported')} · ${each.digest.slice(0, 8)}`}
            </option>
          ))}
        </select>
      )}{' '}
      <button type="button" className="btn" disabled={!chosen || busy} onClick={() => chosen && take(chosen.digest)}>
        {t('models.intoShadow')}
      </button>{' '}
    </>
  )
}

function OverrideDialog({
  refusals,
  onClose,
  send,
}: {
  refusals: readonly string[]
  onClose: () => void
  send: (reason: string, by: Signed) => Promise<unknown>
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  return (
    <SignedDialog
      title={t('models.overrideTitle')}
      text={refusals.join(' ')}
      action={t('models.overrideAction')}
      stale={['model-gate']}
      send={(by) => send(reason.trim(), by)}
      onClose={onClose}
    >
      <ReasonField label={t('models.reason')} hint={t('models.reasonHint')} value={reason} onChange={setReason} />
    </SignedDialog>
  )
}
