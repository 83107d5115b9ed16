import type { Fault, FaultKind } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useMay } from '../people/me.ts'
import { cellStore } from '../twin/cell-store.ts'
import { useCell } from '../twin/hooks.ts'
import { Choice } from '../ui/Choice.tsx'
import { Problem } from '../ui/Condition.tsx'
import { number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { concernsSource, FAULT_GROUPS, faultOf, spanOf, type Wish } from './faults.ts'
import { HandsAtCell } from './HandsAtCell.tsx'
import './simulation.css'

const SEVERITIES = [
  { severity: 0.25, title: 'slight' },
  { severity: 0.5, title: 'clear' },
  { severity: 1, title: 'gross' },
] as const
const SPANS = [
  { cycles: 1, title: 'next' },
  { cycles: 5, title: 'five' },
  { cycles: 0, title: 'always' },
] as const

/** Injects what goes wrong in a plant into a simulated cell. Nothing here reaches a real one. */
export function SimulationPanel({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const may = useMay('injectFaults')
  const { definition, faults, cycles, speed, manual } = useCell(({ live, faults, clock }) => ({
    definition: live?.definition?.value.definition,
    faults: faults?.items,
    cycles: live?.cycles,
    speed: clock?.speed,
    manual: faults?.hands?.manualSelected ?? false,
  }))
  const [wish, setWish] = useState<Wish>({ kind: 'missing-crimp', severity: 1, cycles: 1 })
  const setting = useMutation({
    mutationFn: (items: Parameters<typeof api.setFaults>[1]) => api.setFaults(cell, items),
    onSuccess: (answer) => cellStore.setState({ faults: answer }),
  })
  if (definition?.devices.kind !== 'simulated') return null

  const source = wish.source ?? Object.keys(definition.modules)[0]
  const lastCycle = Object.values(cycles ?? {}).reduce((most, { cycleNumber }) => Math.max(most, cycleNumber), 0)
  const inForce = (faults ?? []).filter((fault) => spanOf(fault, lastCycle) !== 'over')
  // In manual mode no cycle begins: what is injected is there at once.
  const before = manual ? lastCycle - 1 : lastCycle
  const inject = () =>
    setting.mutate([
      ...inForce,
      faultOf({ ...wish, source }, Math.max(0, before), `${wish.kind}-${Date.now().toString(36)}`),
    ])

  const spanText = (fault: Fault) =>
    t(`simulation.span.${spanOf(fault, lastCycle)}`, {
      from: number(fault.fromCycle),
      to: number(fault.toCycle ?? fault.fromCycle),
    })

  return (
    <Panel
      title={t('simulation.title')}
      className="simulation"
      aside={[
        ...(speed === undefined ? [] : [t('simulation.speed', { speed: number(speed, speed % 1 ? 1 : 0) })]),
        t('simulation.last', { cycle: number(lastCycle) }),
      ].join(' · ')}
    >
      <div className="in">
        {setting.error && <Problem error={setting.error} what={t('simulation.failed')} />}
        <HandsAtCell cell={cell} />
        <div className="wish">
          <label>
            <span>{t('simulation.what')}</span>
            <select
              className="field"
              value={wish.kind}
              onChange={(event) => setWish({ ...wish, kind: event.target.value as FaultKind })}
            >
              {FAULT_GROUPS.map(({ title, kinds }) => (
                <optgroup key={title} label={t(`simulation.groups.${title}`)}>
                  {kinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {t(`simulation.kinds.${kind}`)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </label>
          {concernsSource(wish.kind) && (
            <label>
              <span>{t('simulation.whose')}</span>
              <select
                className="field"
                value={source}
                onChange={(event) => setWish({ ...wish, source: event.target.value })}
              >
                {Object.keys(definition.modules).map((module) => (
                  <option key={module}>{module}</option>
                ))}
              </select>
            </label>
          )}
          <Segment
            title={t('simulation.severity')}
            choices={SEVERITIES.map((s) => ({ value: s.severity, title: t(`simulation.severities.${s.title}`) }))}
            value={wish.severity}
            onChoose={(severity) => setWish({ ...wish, severity })}
          />
          <Segment
            title={t('simulation.which')}
            choices={SPANS.map((s) => ({ value: s.cycles, title: t(`simulation.spans.${s.title}`) }))}
            value={wish.cycles}
            onChoose={(n) => setWish({ ...wish, cycles: n })}
          />
          <button type="button" className="btn prime" disabled={!may || setting.isPending} onClick={inject}>
            {t('simulation.inject')}
          </button>
        </div>
        <h3>{t('simulation.inForce')}</h3>
        {inForce.length === 0 ? (
          <p className="dim">{t('simulation.none')}</p>
        ) : (
          <table>
            <tbody>
              {inForce.map((fault) => (
                <tr key={fault.id}>
                  <td>
                    <span className="st sim">
                      <Icon name="sim" size={12} />
                      {t(`simulation.kinds.${fault.kind}`)}
                    </span>
                  </td>
                  <td className="mid">{fault.source ?? ''}</td>
                  <td>{t('simulation.severityOf', { severity: number(fault.severity, 2) })}</td>
                  <td className="mid">{spanText(fault)}</td>
                  <td className="r">
                    <button
                      type="button"
                      className="btn quiet"
                      disabled={!may || setting.isPending}
                      onClick={() => setting.mutate(inForce.filter(({ id }) => id !== fault.id))}
                    >
                      {t('simulation.remove')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  )
}

function Segment({
  title,
  choices,
  value,
  onChoose,
}: {
  title: string
  choices: readonly { value: number; title: string }[]
  value: number
  onChoose: (value: number) => void
}) {
  return (
    <div className="labelled">
      <span>{title}</span>
      <Choice label={title} {...{ choices, value, onChoose }} />
    </div>
  )
}
