/** What a person signs: opening a recall, a container blocked, the end. */
import type { Genealogy, PartCriteria, Recall } from '@celltwin/contracts'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Criteria } from '../api/api.ts'
import { useCriterionWords } from '../trace/CriteriaBar.tsx'
import { CRITERIA } from '../trace/criteria.ts'
import { number } from '../ui/format.ts'
import { SignedDialog } from '../ui/SignedDialog.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'

const SENTENCE = { required: true, minLength: 3, maxLength: 2000 }

export function OpenRecallDialog({
  cell,
  criteria,
  genealogy,
  onClose,
}: {
  cell: string
  criteria: Criteria
  genealogy: Genealogy
  onClose: () => void
}) {
  const { t } = useTranslation()
  const inWords = useCriterionWords()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const said = CRITERIA.filter((key) => criteria[key] !== undefined)
  return (
    <SignedDialog
      stale={['recall']}
      title={t('recall.openTitle')}
      text={t('recall.openText', {
        parts: t('recall.partsFound', { count: genealogy.parts, n: number(genealogy.parts) }),
        containers: t('recall.inContainers', { count: genealogy.containerCount, n: number(genealogy.containerCount) }),
      })}
      action={t('recall.openAction')}
      send={async (by) => {
        const { recallId } = await api.openRecall(cell, { criteria: filled(criteria), reason: reason.trim(), ...by })
        navigate({ to: '/recall/$recallId', params: { recallId }, search: { cell } })
      }}
      onClose={onClose}
    >
      <p>
        {said.map((key) => (
          <span key={key} className="fact">
            <span className="dim">{t(`trace.criterion.${key}`)}</span> <b>{inWords(key, criteria)}</b>
          </span>
        ))}
      </p>
      <TextArea
        {...{ label: t('recall.reason'), placeholder: t('recall.reasonHint'), ...SENTENCE }}
        value={reason}
        onChange={setReason}
      />
    </SignedDialog>
  )
}

const filled = (criteria: Criteria): PartCriteria =>
  Object.fromEntries(Object.entries(criteria).filter(([, value]) => value !== undefined))

export function ConfirmBlockDialog({
  recall,
  container,
  onClose,
}: {
  recall: Recall
  container: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [place, setPlace] = useState('')
  const [remark, setRemark] = useState('')
  return (
    <SignedDialog
      stale={['recall']}
      title={t('recall.confirmTitle', { container })}
      text={t('recall.confirmText')}
      action={t('recall.save')}
      send={(by) =>
        api.confirmBlock(recall.recallId, container, {
          place: place.trim(),
          ...(remark.trim() ? { remark: remark.trim() } : {}),
          ...by,
        })
      }
      onClose={onClose}
    >
      <TextField
        label={t('recall.place')}
        required
        maxLength={120}
        placeholder={t('recall.placeHint')}
        autoFocus
        value={place}
        onChange={setPlace}
      />
      <TextField label={t('recall.remark')} maxLength={500} value={remark} onChange={setRemark} />
    </SignedDialog>
  )
}

export function CloseRecallDialog({ recall, onClose }: { recall: Recall; onClose: () => void }) {
  const { t } = useTranslation()
  const [conclusion, setConclusion] = useState('')
  return (
    <SignedDialog
      stale={['recall']}
      title={t('recall.closeTitle')}
      text={t('recall.closeText')}
      action={t('recall.close')}
      send={(by) => api.closeRecall(recall.recallId, { conclusion: conclusion.trim(), ...by })}
      onClose={onClose}
    >
      <TextArea label={t('recall.conclusion')} {...SENTENCE} value={conclusion} onChange={setConclusion} />
    </SignedDialog>
  )
}
