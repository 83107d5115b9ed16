import { useState } from 'react'
import { useCells, useChosenCell } from '../frame/cells.ts'
import { chooseTheme, currentTheme } from '../frame/theme.ts'
import { GaugesPanel } from '../gauges/GaugesPanel.tsx'
import { useOperator } from '../review/operator.ts'
import { SimulationPanel } from '../simulation/SimulationPanel.tsx'
import { useCell } from '../twin/hooks.ts'
import { dayTime, number, shortHash } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import './settings.css'
import { SourcesPanel } from './SourcesPanel.tsx'
import { UnreadablePanel } from './UnreadablePanel.tsx'

export function SettingsPage() {
  const cell = useChosenCell()
  return (
    <main className="settings">
      {cell && <SimulationPanel cell={cell} />}
      <ThisScreen />
      <CellPanel />
      {cell && <GaugesPanel cell={cell} />}
      <SourcesPanel />
      <UnreadablePanel />
    </main>
  )
}

function ThisScreen() {
  const [theme, setTheme] = useState(currentTheme)
  const [operator, setOperator] = useOperator()
  return (
    <Panel title="This screen" aside="remembered on this device">
      <dl className="kv in">
        <dt>Theme</dt>
        <dd>
          <span className="seg">
            {(['light', 'dark'] as const).map((choice) => (
              <button
                key={choice}
                type="button"
                className={theme === choice ? 'btn on' : 'btn'}
                aria-pressed={theme === choice}
                onClick={() => {
                  chooseTheme(choice)
                  setTheme(choice)
                }}
              >
                {choice === 'light' ? 'Light' : 'Dark'}
              </button>
            ))}
          </span>{' '}
          <kbd>\</kbd>
        </dd>
        <dt>Operator</dt>
        <dd>
          <input
            className="field"
            aria-label="Operator who signs at this screen"
            placeholder="asked at the first decision"
            maxLength={80}
            value={operator}
            onChange={(event) => setOperator(event.target.value)}
          />
        </dd>
        <dt>Keys</dt>
        <dd>
          <kbd>?</kbd> lists all
        </dd>
        <dt>API</dt>
        <dd>
          <a href="/docs">Reference at /docs</a>
        </dd>
      </dl>
    </Panel>
  )
}

function CellPanel() {
  const cell = useChosenCell()
  const summary = useCells().data?.find((one) => one.cell === cell)
  const { definition, position } = useCell(({ live }) => ({
    definition: live?.definition?.value,
    position: live?.position,
  }))
  if (!summary) return null
  const file = definition?.definition
  return (
    <Panel
      title={summary.title}
      aside={file?.reference ? 'figures are ours and plausible, not a plant’s' : summary.kind}
    >
      <dl className="kv in">
        <dt>Equipment</dt>
        <dd>{Object.values(summary.path).join(' / ')}</dd>
        <dt>Devices</dt>
        <dd>{summary.replayed ? 'replayed recordings' : summary.simulated ? 'simulated' : 'real'}</dd>
        {file && (
          <>
            <dt>Recipe</dt>
            <dd>
              {file.recipe.id} v{file.recipe.version}, {number(file.recipe.characteristics.length)} characteristics
            </dd>
            <dt>Cell file</dt>
            <dd className="mono" title={definition?.hash}>
              {shortHash(definition?.hash ?? '')}
            </dd>
          </>
        )}
        <dt>Journal</dt>
        <dd>position {number(position ?? summary.position)}</dd>
        {summary.lastEventAt && (
          <>
            <dt>Newest event</dt>
            <dd>{dayTime(summary.lastEventAt)}</dd>
          </>
        )}
      </dl>
    </Panel>
  )
}
