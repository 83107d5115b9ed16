import type { FaultKind } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import { cellStore } from '../twin/cell-store.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem } from '../ui/Condition.tsx'
import { number, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { concernsSource, FAULT_GROUPS, faultOf, spanOf, type Wish } from './faults.ts'
import './simulation.css'

const SEVERITIES = [
  { severity: 0.25, title: 'Slight' },
  { severity: 0.5, title: 'Clear' },
  { severity: 1, title: 'Gross' },
] as const
const SPANS = [
  { cycles: 1, title: 'Next part' },
  { cycles: 5, title: 'Next 5' },
  { cycles: 0, title: 'Until removed' },
] as const

/** Injects what goes wrong in a plant into a simulated cell. Nothing here reaches a real one. */
export function SimulationPanel({ cell }: { cell: string }) {
  const { definition, faults, cycles, speed } = useCell(({ live, faults, clock }) => ({
    definition: live?.definition?.value.definition,
    faults: faults?.items,
    cycles: live?.cycles,
    speed: clock?.speed,
  }))
  const [wish, setWish] = useState<Wish>({ kind: 'missing-crimp', severity: 1, cycles: 1 })
  const setting = useMutation({
    mutationFn: (items: Parameters<typeof api.setFaults>[1]) => api.setFaults(cell, items),
    onSuccess: (answer) => cellStore.setState({ faults: answer }),
  })
  if (definition?.devices.kind !== 'simulated') return null

  const lastCycle = Object.values(cycles ?? {}).reduce((most, { cycleNumber }) => Math.max(most, cycleNumber), 0)
  const inForce = (faults ?? []).filter((fault) => spanOf(fault, lastCycle) !== 'over')
  const inject = () => setting.mutate([...inForce, faultOf(wish, lastCycle, `${wish.kind}-${Date.now().toString(36)}`)])

  return (
    <Panel
      title="Simulation"
      className="simulation"
      aside={`${speed === undefined ? '' : `runs at × ${number(speed, speed % 1 ? 1 : 0)} · `}last inserted: cycle ${number(lastCycle)}`}
    >
      <div className="in">
        {setting.error && <Problem error={setting.error} what="The faults were not changed." />}
        <div className="wish">
          <label>
            <span>What goes wrong</span>
            <select
              className="field"
              value={wish.kind}
              onChange={(event) => setWish({ ...wish, kind: event.target.value as FaultKind })}
            >
              {FAULT_GROUPS.map(({ title, kinds }) => (
                <optgroup key={title} label={title}>
                  {kinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {words(kind)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </label>
          {concernsSource(wish.kind) && (
            <label>
              <span>Whose</span>
              <select
                className="field"
                value={wish.source ?? Object.keys(definition.modules)[0]}
                onChange={(event) => setWish({ ...wish, source: event.target.value })}
              >
                {Object.keys(definition.modules).map((module) => (
                  <option key={module}>{module}</option>
                ))}
              </select>
            </label>
          )}
          <Segment
            title="Severity"
            choices={SEVERITIES.map((s) => ({ value: s.severity, title: s.title }))}
            value={wish.severity}
            onChoose={(severity) => setWish({ ...wish, severity })}
          />
          <Segment
            title="Which parts"
            choices={SPANS.map((s) => ({ value: s.cycles, title: s.title }))}
            value={wish.cycles}
            onChoose={(n) => setWish({ ...wish, cycles: n })}
          />
          <button type="button" className="btn prime" disabled={setting.isPending} onClick={inject}>
            Inject
          </button>
        </div>
        <h3>In force</h3>
        {inForce.length === 0 ? (
          <p className="dim">
            No fault is in force. What is rejected now came from the cell’s own share of random defects.
          </p>
        ) : (
          <table>
            <tbody>
              {inForce.map((fault) => (
                <tr key={fault.id}>
                  <td>
                    <span className="st sim">
                      <Icon name="sim" size={12} />
                      {words(fault.kind)}
                    </span>
                  </td>
                  <td className="mid">{fault.source ?? ''}</td>
                  <td>severity {number(fault.severity, 2)}</td>
                  <td className="mid">{spanOf(fault, lastCycle)}</td>
                  <td className="r">
                    <button
                      type="button"
                      className="btn quiet"
                      disabled={setting.isPending}
                      onClick={() => setting.mutate(inForce.filter(({ id }) => id !== fault.id))}
                    >
                      Remove
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
      <fieldset className="seg" aria-label={title}>
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="button"
            className={choice.value === value ? 'btn on' : 'btn'}
            aria-pressed={choice.value === value}
            onClick={() => onChoose(choice.value)}
          >
            {choice.title}
          </button>
        ))}
      </fieldset>
    </div>
  )
}
