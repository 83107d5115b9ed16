import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { serverNowMs } from '../twin/clock.ts'
import { ReasonField, type Signed, SignedDialog } from '../ui/SignedDialog.tsx'
import { alarmApi } from './api.ts'
import type { AlarmView } from './use-alarms.ts'

/** What is done with an alarm only for a reason, or with several under one signature. */
export type Asked =
  | { readonly action: 'acknowledge'; readonly views: readonly AlarmView[] }
  | {
      readonly action: 'shelve' | 'unshelve' | 'reset' | 'out-of-service' | 'in-service'
      readonly view: AlarmView
    }

const NAMES = {
  acknowledge: 'alarms.acknowledge',
  shelve: 'alarms.shelve',
  unshelve: 'alarms.unshelve',
  reset: 'alarms.reset',
  'out-of-service': 'alarms.outOfService',
  'in-service': 'alarms.inService',
} as const
const SHELF_MIN = [15, 60, 240, 480, 1440] as const

export function ActionDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const [said, setSaid] = useState('')
  const [forMin, setForMin] = useState<number>(60)
  const several = asked.action === 'acknowledge'
  const name = t(NAMES[asked.action])
  const reason = said.trim()
  const send = (by: Signed) => {
    if (several) {
      const alarms = asked.views.map(({ id }) => id)
      return alarmApi.acknowledgeAll(cell!, { alarms, ...(reason ? { note: reason } : {}), ...by })
    }
    // A second less, so that a day is a day however long the way to the server takes.
    const until = new Date(serverNowMs() + forMin * 60_000 - 1000).toISOString()
    const shelf = asked.action === 'shelve' ? { until } : {}
    return alarmApi.act(cell!, asked.action, { alarm: asked.view.id, reason, ...shelf, ...by })
  }
  return (
    <SignedDialog
      title={
        several ? t('alarms.acknowledgeCount', { count: asked.views.length }) : `${name}: ${asked.view.words.title}`
      }
      action={name}
      send={send}
      stale={['alarm-journal']}
      onClose={onClose}
    >
      {several && (
        <ul className="alarm-names">
          {asked.views.map(({ id, words }) => (
            <li key={id}>{words.title}</li>
          ))}
        </ul>
      )}
      {asked.action === 'shelve' && (
        <fieldset className="alarm-shelf">
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
      <ReasonField
        label={t(several ? 'alarms.note' : 'alarms.reason')}
        hint={t('alarms.reasonHint')}
        required={!several}
        value={said}
        onChange={setSaid}
      />
    </SignedDialog>
  )
}
