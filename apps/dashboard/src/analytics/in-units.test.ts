import type { ProcessChart } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { shownIn } from '../ui/units.ts'
import { chartInUnits } from './in-units.ts'

const chart: ProcessChart = {
  ...{ from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', n: 3, missing: 0, size: 1 },
  characteristic: {
    ...{ id: 'ambient', title: 'Ambient', module: 'm', group: 'g', kind: 'measure', unit: '°C', decimals: 1 },
    ...{ lower: 10, upper: 30 },
  },
  ...{ mean: 20, standardDeviation: 5, withinDeviation: null, belowLower: 0, aboveUpper: 0 },
  points: { fromMs: [0], toMs: [1], n: [3], mean: [20], low: [15], high: [25] },
  control: { chart: 'means', center: 20, lower: 10, upper: 30, signals: [] },
  histogram: { from: 10, step: 5, counts: [1, 1, 1], below: 0, above: 0 },
  ...{ skewness: null, excessKurtosis: null },
  capability: { cp: null, cpk: null, pp: null, ppk: null, normal: null },
}

it('shows values of a chart on the other scale, and widths without its zero', () => {
  const shown = chartInUnits(chart, shownIn(chart.characteristic, { length: 'in', temperature: '°F' }))
  expect(shown.characteristic).toMatchObject({ unit: '°F', decimals: 1, lower: 50, upper: 86 })
  expect(shown).toMatchObject({ mean: 68, standardDeviation: 9, withinDeviation: null })
  expect(shown.points).toEqual({ fromMs: [0], toMs: [1], n: [3], mean: [68], low: [59], high: [77] })
  expect(shown.control).toMatchObject({ center: 68, lower: 50, upper: 86 })
  expect(shown.histogram).toMatchObject({ from: 50, step: 9, counts: [1, 1, 1] })
})

it('leaves a chart as it is where its unit is the one shown', () => {
  expect(chartInUnits(chart)).toBe(chart)
})
