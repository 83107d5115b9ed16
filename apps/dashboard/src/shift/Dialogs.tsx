/** What a person enters: a count, a signature. */
import type { ShiftReport } from '@celltwin/contracts'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperator } from '../review/operator.ts'
import { Problem } from '../ui/Condition.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { number, shortHash } from '../ui/format.ts'
import type { CountRow } from './counts.ts'
import { useSay } from './use-report.ts'

interface FrameProps {
  readonly report: ShiftReport
  readonly title: string
  readonly what: 'counts' | 'signature'
  readonly action: string
  readonly body: () => object
  readonly onClose: () => void
  readonly children: ReactNode
}

function SayDialog({ report, title, what, action, body, onClose, children }: FrameProps) {
  const { t } = useTranslation()
  const [by, setBy] = useOperator()
  const { mutate, isPending, error } = useSay(report)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ what, body: { ...body(), ...(by ? { by } : {}) } }, { onSuccess: onClose })
  }
  return (
    <Dialog label={title} onClose={onClose}>
      <form className="say" onSubmit={submit}>
        <h2>{title}</h2>
        {children}
        <label>
          <span>{t('shift.name')}</span>
          <input className="field" maxLength={80} value={by} onChange={(event) => setBy(event.target.value)} />
        </label>
        {error && <Problem error={error} what={action} />}
        <div className="row">
          <button type="submit" className="btn prime" disabled={isPending}>
            {action}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            {t('shift.cancel')} <kbd>Esc</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  )
}

export function CountDialog({ report, row, onClose }: { report: ShiftReport; row: CountRow; onClose: () => void }) {
  const { t } = useTranslation()
  const [counted, setCounted] = useState('')
  const [remark, setRemark] = useState(row.byHand?.remark ?? '')
  const place = t(`shift.places.${row.place}`)
  return (
    <SayDialog
      {...{ report, onClose }}
      title={place}
      what="counts"
      action={t('shift.save')}
      body={() => ({ bin: row.place, counted: Number(counted), ...(remark.trim() ? { remark: remark.trim() } : {}) })}
    >
      <p className="mid">{t('shift.countText', { place, seen: number(row.seen) })}</p>
      <label>
        <span>{t('shift.counted')}</span>
        <input
          className="field"
          type="number"
          min={0}
          step={1}
          required
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to enter this one number.
          autoFocus
          value={counted}
          onChange={(event) => setCounted(event.target.value)}
        />
      </label>
      <label>
        <span>{t('shift.remark')}</span>
        <input className="field" maxLength={500} value={remark} onChange={(event) => setRemark(event.target.value)} />
      </label>
    </SayDialog>
  )
}

export function SignDialog({ report, onClose }: { report: ShiftReport; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <SayDialog
      {...{ report, onClose }}
      title={t('shift.sign')}
      what="signature"
      action={t('shift.sign')}
      body={() => ({ digest: report.digest })}
    >
      <p className="mid">{t('shift.signText')}</p>
      <p>
        <span className="dim">{t('shift.digest')}</span>{' '}
        <span className="mono" title={report.digest}>
          {shortHash(report.digest)}
        </span>
      </p>
    </SayDialog>
  )
}
