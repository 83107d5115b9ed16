/** `celltwin gauges`: which calibration of each gauge of a running cell is in force, how old it is and how good. */
import type { CellTwin } from '@celltwin/contracts'
import { lensFacts } from '@celltwin/inspection'
import { type GaugeState, gaugeStates } from '@celltwin/twin'

const DAY_MS = 86_400_000
const HEADINGS = ['gauge', 'module', 'state', 'calibration', 'age', 'expires', 'made at', 'residuals'] as const

/** One line for each gauge, under a heading. */
export function gaugeTable(twin: CellTwin, nowMs: number): string {
  const rows = [HEADINGS, ...gaugeStates(twin, nowMs).map((gauge) => rowOf(gauge, nowMs))]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowOf({ gauge, module, state, calibration, expiresAt }: GaugeState, nowMs: number): string[] {
  const { id = '–', madeAt, temperatureC, residuals = {}, spindle, imaging } = calibration ?? {}
  const lens = imaging && lensFacts(imaging)
  return [
    gauge,
    module,
    state,
    id,
    madeAt === undefined ? '–' : `${Math.floor((nowMs - Date.parse(madeAt)) / DAY_MS)} d`,
    expiresAt?.slice(0, 10) ?? '–',
    temperatureC === undefined ? '–' : `${temperatureC.toFixed(1)} °C`,
    [
      ...Object.entries(residuals).map(([name, value]) => `${name} ${value}`),
      ...(lens ? [`lens ${lens.bendPercent.toFixed(2)} % at the edge, leans ${lens.tiltDeg.toFixed(1)}°`] : []),
      ...(imaging && !imaging.covarianceFactor ? ['no covariance: uncertainty of lens and pose is bounded'] : []),
      ...(spindle ? [`spindles ${spindle.map(({ fixture }) => fixture).join(', ')}`] : []),
    ].join('; ') || '–',
  ]
}
