/** What a person enters: a count, a signature. */
import type { ShiftReport } from '@celltwin/contracts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { number, shortHash } from '../ui/format.ts'
import { type Signed, SignedDialog } from '../ui/SignedDialog.tsx'
import type { CountRow } from './counts.ts'

export function CountDialog({ report, row, onClose }: { report: ShiftReport; row: CountRow; onClose: () => void }) {
  const { t } = useTranslation()
  const [counted, setCounted] = useState('')
  const [remark, setRemark] = useState(row.byHand?.remark ?? '')
  const place = t(`shift.places.${row.place}`)
  const send = (by: Signed) => {
    const said = remark.trim() ? { remark: remark.trim() } : {}
    return api.sayOfShift(report.cell, report.id, 'counts', {
      bin: row.place,
      counted: Number(counted),
      ...said,
      ...by,
    })
  }
  return (
    <SignedDialog
      {...{ onClose, send }}
      title={place}
      text={t('shift.countText', { place, seen: number(row.seen) })}
      action={t('shift.save')}
      stale={['shift', report.cell, report.id]}
    >
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
    </SignedDialog>
  )
}

export function SignDialog({ report, onClose }: { report: ShiftReport; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <SignedDialog
      title={t('shift.sign')}
      text={t('shift.signText')}
      action={t('shift.sign')}
      send={(by) => api.sayOfShift(report.cell, report.id, 'signature', { digest: report.digest, ...by })}
      stale={['shift', report.cell, report.id]}
      onClose={onClose}
    >
      <p>
        <span className="dim">{t('shift.digest')}</span>{' '}
        <span className="mono" title={report.digest}>
          {shortHash(report.digest)}
        </span>
      </p>
    </SignedDialog>
  )
}
