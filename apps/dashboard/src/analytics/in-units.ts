/** Answers of the server in the units of this screen, so that axes have round numbers in them. Pure. */
import type { Characteristic, ProcessChart } from '@celltwin/contracts'
import { type Shown, shownIn } from '../ui/units.ts'

/** The chart with every value on the scale and every width in `shown`, that of its characteristic where absent. */
export function chartInUnits(chart: ProcessChart, shown: Shown = shownIn(chart.characteristic)): ProcessChart {
  if (shown.unit === chart.characteristic.unit) return chart
  const { characteristic, points, control, histogram } = chart
  const all = (values: readonly number[]) => values.map(shown.of)
  const width = (value: number | null) => (value === null ? null : shown.difference(value))
  return {
    ...chart,
    characteristic: characteristicInUnits(characteristic, shown),
    mean: chart.mean === null ? null : shown.of(chart.mean),
    standardDeviation: width(chart.standardDeviation),
    withinDeviation: width(chart.withinDeviation),
    points: { ...points, mean: all(points.mean), low: all(points.low), high: all(points.high) },
    control: control && {
      ...control,
      center: shown.of(control.center),
      lower: shown.of(control.lower),
      upper: shown.of(control.upper),
    },
    histogram: { ...histogram, from: shown.of(histogram.from), step: shown.difference(histogram.step) },
  }
}

/** What charts need of a characteristic: its unit, decimals and limits. */
function characteristicInUnits(characteristic: Characteristic, { unit, decimals, of }: Shown): Characteristic {
  const { lower, upper } = characteristic
  return {
    ...characteristic,
    unit,
    decimals,
    ...(lower !== undefined && { lower: of(lower) }),
    ...(upper !== undefined && { upper: of(upper) }),
  }
}
