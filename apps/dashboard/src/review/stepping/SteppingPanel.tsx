import { type PassportCycle, REDUCED_RPM, type Serial } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useNeeds } from '../../people/me.ts'
import { useCell } from '../../twin/hooks.ts'
import { Problem } from '../../ui/Condition.tsx'
import { minutes } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { viewOf } from '../requests.ts'
import { type Step, steppingApi } from './api.ts'
import { conditionLines } from './conditions.ts'
import './stepping.css'
import { useControl } from './use-control.ts'

const TURN_DEG = 30

/** One step at a time on the part in the cell. Everything that lets it move is at the cell; this panel asks. */
export function SteppingPanel({
  cycle,
  serial,
  by,
  deciding,
}: {
  cycle: PassportCycle
  serial: Serial
  by: string
  /** Everything was looked at: then the decision has the room. */
  deciding: boolean
}) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const control = useControl(cell, by)
  const needs = useNeeds('stepByStep')
  const { inputs, mounted, arrived, fullRpm } = useCell(({ live }) => {
    const known = live?.cycles[cycle.cycleId]
    const phases = live?.definition?.value.definition.cycle.phases ?? []
    return {
      inputs: live?.inputs?.value,
      mounted: known?.mounted?.on ?? false,
      arrived: known?.arrived?.where,
      fullRpm: Math.max(0, ...phases.map(({ rpm = 0 }) => rpm)),
    }
  })
  const [angleDeg, setAngleDeg] = useState(0)
  const stepping = useMutation({
    mutationFn: (step: Step) => steppingApi.step(cell!, by, { serial, cycleId: cycle.cycleId }, step),
    onSuccess: (_, step) => step.kind === 'turn-to' && setAngleDeg(step.angleDeg),
  })
  const request = useCell(({ live }) => (stepping.data ? live?.requests[stepping.data.requestId] : undefined))
  const view = request && viewOf(request)
  const busy = stepping.isPending || (view !== undefined && ['made', 'waiting', 'started'].includes(view.state))
  const may = control.mine && !busy && arrived === 'hold'
  const ask = (step: Step) => may && stepping.mutate(step)
  const turn = (): Step => ({ kind: 'turn-to', angleDeg: (angleDeg + TURN_DEG) % 360 })

  const steps: readonly { key: string; label: string; step: Step }[] = [
    { key: 't', label: t('review.step.turn', { angle: (angleDeg + TURN_DEG) % 360 }), step: turn() },
    { key: 'i', label: t('review.step.image'), step: { kind: 'retake-image' } },
    { key: 'l', label: t('review.step.scan'), step: { kind: 'rescan' } },
    { key: 's', label: t('review.step.spin', { rpm: REDUCED_RPM }), step: { kind: 'spin', rpm: REDUCED_RPM } },
    { key: 'x', label: t('review.step.spin', { rpm: fullRpm }), step: { kind: 'spin', rpm: fullRpm } },
    { key: 'b', label: t('review.step.back'), step: { kind: 'put-back' } },
  ]
  useKeys(
    t('review.step.title'),
    steps.map(({ key, label, step }) => ({ keys: key, label, run: () => ask(step) })),
  )
  if (!inputs || inputs.manualSelected === undefined) return null
  // Only a part in the hold fixture can be stepped; who has control can always give it back.
  if (!control.mine && (deciding || arrived !== 'hold')) return null
  const error = stepping.error ?? control.taking.error ?? control.releasing.error

  return (
    <Panel title={t('review.step.title')} className="stepping" aside={mounted ? t('review.step.onSpindle') : undefined}>
      <div className="in">
        <div className="who" aria-live="polite">
          <Icon name={control.mine ? 'ok' : control.held ? 'lock' : 'ni'} />
          <span>
            {control.mine
              ? t('review.control.mine', { left: minutes(control.leftMs) })
              : control.held
                ? t('review.control.theirs', { name: control.held.by })
                : t('review.control.nobody')}
          </span>
          {control.mine ? (
            // The focus stays where it is, and with it what Enter does.
            <button
              key="release"
              type="button"
              className="btn"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => control.releasing.mutate()}
            >
              {t('review.control.release')}
            </button>
          ) : (
            <button
              key="take"
              type="button"
              className="btn"
              onMouseDown={(event) => event.preventDefault()}
              title={needs}
              disabled={needs !== undefined || control.held !== undefined || cell === undefined}
              onClick={() => control.taking.mutate()}
            >
              {t('review.control.take')}
            </button>
          )}
        </div>
        <ul className="needs">
          {(control.mine ? conditionLines(inputs) : conditionLines(inputs).filter(({ met }) => !met)).map(
            ({ condition, met, fullSpeedOnly }) => (
              <li key={condition} className={met ? '' : 'unmet'}>
                <Icon name={met ? 'ok' : fullSpeedOnly ? 'ni' : 'wait'} size={12} />
                <span>{t(`review.need.${condition}`)}</span>
              </li>
            ),
          )}
        </ul>
        {control.mine && (
          <div className="opts sm">
            {steps.map(({ key, label, step }) => (
              <button
                key={key}
                type="button"
                className="btn"
                disabled={!may || (step.kind === 'put-back' && !mounted)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => ask(step)}
              >
                <kbd>{key.toUpperCase()}</kbd>
                <span className="one">{label}</span>
              </button>
            ))}
          </div>
        )}
        {arrived !== undefined && arrived !== 'hold' && <p className="note">{t('review.step.notInHold')}</p>}
        {view && (
          <p className={view.state === 'refused' ? 'note refused' : 'note'} role="status">
            {t(`review.request.${view.state}`)}
            {view.reason && `: ${view.reason}`}
          </p>
        )}
        {error && <Problem error={error} what={t('review.step.failed')} />}
      </div>
    </Panel>
  )
}
