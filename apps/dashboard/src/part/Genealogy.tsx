import type { PassportCycle } from '@celltwin/contracts'
import { plural, words } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

/** What the part was made from and with, and how many others share it. */
export function Genealogy({ cycle }: { cycle: PassportCycle }) {
  const gauges = new Map(
    cycle.results.flatMap(({ gauge, calibration }) => (gauge ? [[gauge, calibration] as const] : [])),
  )
  return (
    <Panel title="Genealogy" aside="made from, made with">
      <ul className="gen">
        {cycle.materialLots.map(({ material, lot, partsSharing }) => (
          <li key={`${material}${lot}`}>
            <span>{words(material)}</span>
            <span>{lot}</span>
            <span className="dim">{plural(partsSharing, 'part')}</span>
          </li>
        ))}
        <li>
          <span>Fixture</span>
          <span>{cycle.fixture}</span>
        </li>
        <li>
          <span>Tool</span>
          <span>{cycle.tool}</span>
        </li>
        {[...gauges].map(([gauge, calibration]) => (
          <li key={gauge}>
            <span>Gauge</span>
            <span>
              {gauge}
              {calibration && <span className="dim">, {calibration}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
