import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNowMs } from '../twin/clock.ts'
import { Problem } from '../ui/Condition.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { type AlarmView, useAct } from './use-alarms.ts'

/** What is done with an alarm only for a reason. */
export interface Asked {
  readonly action: 'shelve' | 'unshelve' | 'reset' | 'out-of-service' | 'in-service'
  readonly view: AlarmView
}

const NAMES = {
  shelve: 'alarms.shelve',
  unshelve: 'alarms.unshelve',
  reset: 'alarms.reset',
  'out-of-service': 'alarms.outOfService',
  'in-service': 'alarms.inService',
} as const
const SHELF_MIN = [15, 60, 240, 480, 1440] as const

export function ActionDialog({ asked: { action, view }, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [forMin, setForMin] = useState<number>(60)
  const { mutate, isPending, error } = useAct()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A second less, so that a day is a day however long the way to the server takes.
    const until = new Date(serverNowMs() + forMin * 60_000 - 1000).toISOString()
    const body = { action, alarm: view.id, reason: reason.trim(), ...(action === 'shelve' ? { until } : {}) }
    mutate(body, { onSuccess: onClose })
  }
  const title = t(NAMES[action])
  return (
    <Dialog label={title} onClose={onClose}>
      <form className="say alarm-say" onSubmit={submit}>
        <h2>{`${title}: ${view.words.title}`}</h2>
        {action === 'shelve' && (
          <fieldset>
            <legend>{t('alarms.until')}</legend>
            <span className="seg">
              {SHELF_MIN.map((min) => (
                <button
                  key={min}
                  type="button"
                  className={min === forMin ? 'btn touch on' : 'btn touch'}
                  aria-pressed={min === forMin}
                  onClick={() => setForMin(min)}
                >
                  {min < 60 ? t('alarms.minutes', { count: min }) : t('alarms.hours', { count: min / 60 })}
                </button>
              ))}
            </span>
          </fieldset>
        )}
        <label>
          <span>{t('alarms.reason')}</span>
          <input
            className="field"
            required
            minLength={3}
            maxLength={500}
            pattern=".*\S.*\S.*\S.*"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <span className="cap">{t('alarms.reasonHint')}</span>
        </label>
        {error && <Problem error={error} what={t('alarms.failed')} />}
        <div className="row">
          <button type="submit" className="btn prime" disabled={isPending}>
            {title}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            {t('alarms.cancel')} <kbd>Esc</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  )
}
