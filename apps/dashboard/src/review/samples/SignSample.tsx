import type { LimitSampleKind, LimitSampleRequest } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useMay } from '../../people/me.ts'
import { Problem } from '../../ui/Condition.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useOperator } from '../operator.ts'
import { sampleApi } from './api.ts'

const HALF_A_YEAR_MS = 182 * 86_400_000

/** A quality engineer makes this evidence the limit sample that others see from now on. */
export function SignSample({
  of,
  title,
}: {
  of: Pick<LimitSampleRequest, 'characteristic' | 'cycleId' | 'sha256' | 'place'>
  /** The characteristic, in words. */
  title: string
}) {
  const { t } = useTranslation()
  const may = useMay('signLimitSamples')
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <>
      <button
        type="button"
        className="btn quiet sign-sample"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(true)}
      >
        {t('review.sample.sign')}
      </button>
      {open && (
        <Dialog label={t('review.sample.what', { what: title })} onClose={() => setOpen(false)}>
          <SampleForm of={of} title={title} onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  )
}

function SampleForm({ of, title, onDone }: Parameters<typeof SignSample>[0] & { onDone: () => void }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const [by, setBy] = useOperator()
  const [kind, setKind] = useState<LimitSampleKind>('unacceptable')
  const [until, setUntil] = useState(() => new Date(Date.now() + HALF_A_YEAR_MS).toISOString().slice(0, 10))
  const [remark, setRemark] = useState('')
  const signing = useMutation({
    mutationFn: () =>
      sampleApi.sign(cell!, {
        ...of,
        kind,
        // To the end of that day, by the clock of this screen.
        expiresAt: new Date(`${until}T23:59:59`).toISOString(),
        ...(remark.trim() ? { remark: remark.trim() } : {}),
        ...(by.trim() ? { by: by.trim() } : {}),
      }),
    onSuccess: onDone,
  })
  return (
    <form
      className="sampleform"
      onSubmit={(event) => {
        event.preventDefault()
        signing.mutate()
      }}
    >
      <h2>{t('review.sample.what', { what: title })}</h2>
      <p className="mid">{t('review.sample.why')}</p>
      <div className="opts">
        {(['acceptable', 'unacceptable'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className={kind === each ? 'btn on' : 'btn'}
            aria-pressed={kind === each}
            onClick={() => setKind(each)}
          >
            {t(`review.sample.${each}`)}
          </button>
        ))}
      </div>
      <label>
        {t('review.sample.expires')}
        <input className="field" type="date" required value={until} onChange={({ target }) => setUntil(target.value)} />
      </label>
      <label>
        {t('review.sample.remark')}
        <input className="field" maxLength={500} value={remark} onChange={({ target }) => setRemark(target.value)} />
      </label>
      <label>
        {t('review.decision.name')}
        <input className="field" required maxLength={80} value={by} onChange={({ target }) => setBy(target.value)} />
      </label>
      {signing.error && <Problem error={signing.error} what={t('review.sample.failed')} />}
      <div className="do">
        <button type="submit" className="btn prime" disabled={signing.isPending}>
          {t('review.sample.signIt')}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {t('review.sample.cancel')}
        </button>
      </div>
    </form>
  )
}
