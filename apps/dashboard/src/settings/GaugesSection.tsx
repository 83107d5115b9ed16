import { useChosenCell } from '../frame/cells.ts'
import { GaugesPanel } from '../gauges/GaugesPanel.tsx'

export function GaugesSection() {
  const cell = useChosenCell()
  return cell && <GaugesPanel cell={cell} />
}
