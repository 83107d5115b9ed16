import type { ModelSummary } from '@celltwin/contracts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { ReasonField, SignedDialog } from '../ui/SignedDialog.tsx'
import { useTold } from '../ui/told.ts'
import { modelsApi } from './api.ts'

const USUAL = { minParts: 100, mostDisagreementPercent: 5 } as const

/** Takes a package over all modules that run a model of its name: one cell first, then the others. */
export function StartRolloutDialog({ model, onClose }: { model: ModelSummary; onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useTold()
  const mayOverride = useMay('overrideGate')
  const [minParts, setMinParts] = useState<number>(USUAL.minParts)
  const [percent, setPercent] = useState<number>(USUAL.mostDisagreementPercent)
  const [reason, setReason] = useState('')
  const { refusals } = model.gate
  const overriding = reason.trim()
  return (
    <SignedDialog
      title={t('models.rollOutTitle', { name: model.name, version: model.version })}
      text={refusals.length > 0 ? refusals.map(tell).join(' ') : t('models.rollOutText', { name: model.name })}
      action={t('models.rollOutAction')}
      stale={['rollouts']}
      onClose={onClose}
      send={(by) =>
        modelsApi.startRollout({
          digest: model.digest,
          rule: { minParts, mostDisagreement: percent / 100 },
          ...(overriding ? { overriding } : {}),
          ...by,
        })
      }
    >
      <label>
        <span>{t('models.minParts')}</span>
        <input
          className="field"
          type="number"
          required
          min={1}
          max={100_000}
          value={minParts}
          onChange={(event) => setMinParts(event.target.valueAsNumber)}
        />
      </label>
      <label>
        <span>{t('models.mostDisagreement')}</span>
        <input
          className="field"
          type="number"
          required
          min={0}
          max={100}
          step="any"
          value={percent}
          onChange={(event) => setPercent(event.target.valueAsNumber)}
        />
      </label>
      {refusals.length > 0 && mayOverride && (
        <ReasonField label={t('models.reason')} hint={t('models.reasonHint')} value={reason} onChange={setReason} />
      )}
    </SignedDialog>
  )
}
