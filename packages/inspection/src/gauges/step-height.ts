/** Height of a step between parallel plateaus, in the manner of ISO 5436-1 (type A). */
import type { GaugeValue, StepHeightGauge } from '@celltwin/contracts'
import { coverageFactor, dependence } from './coverage.ts'
import { NotMeasurable } from './not-measurable.ts'
import { type Profile, placeFrom, readingsIn } from './profile.ts'
import { fitRobustly } from './robust-fit.ts'

/** One line under reference and plateau alike, raised by the height on the plateau. Corners are left out on both sides. */
export function measureStepHeight(
  profile: Profile,
  { plateau, references, unit = 'mm' }: StepHeightGauge,
): GaugeValue[] {
  const width = plateau.to - plateau.from
  const middle = (plateau.from + plateau.to) / 2
  const top = readingsIn(profile, { from: middle - width / 6, to: middle + width / 6 })
  const beside = references ?? [
    { from: plateau.from - width, to: plateau.from - width / 3 },
    { from: plateau.to + width / 3, to: plateau.to + width },
  ]
  const around = beside.flatMap((interval) => readingsIn(profile, interval))
  if (top.length < 3)
    throw new NotMeasurable(`/plateau: ${top.length} readings in its middle third; at least 3 are needed`)
  if (around.length < 4) throw new NotMeasurable(`/references: ${around.length} readings; at least 4 are needed`)
  // In order along the profile, so that neighbours in the fit are neighbours on the part.
  const readings = [...around.map((i) => ({ i, step: 0 })), ...top.map((i) => ({ i, step: 1 }))].sort(
    (a, b) => a.i - b.i,
  )
  const design = new Float64Array(readings.length * 3)
  for (const [row, { i, step }] of readings.entries())
    design.set([1, placeFrom(profile, i, middle) / width, step], row * 3)
  const fit = fitRobustly({
    count: readings.length,
    start: [0, 0, 0],
    design,
    residuals(p, into) {
      for (const [row, { i }] of readings.entries()) {
        const model = p[0]! + p[1]! * design[row * 3 + 1]! + p[2]! * design[row * 3 + 2]!
        into[row] = model - profile.height[i]!
      }
    },
  })
  if (!fit) throw new NotMeasurable('/references: they do not determine the line under the step')
  const sd = fit.scatter * Math.sqrt(fit.cofactor[8]! * dependence(fit))
  const oneSided =
    around.every((i) => placeFrom(profile, i, middle) < 0) || around.every((i) => placeFrom(profile, i, middle) > 0)
  const caution = oneSided ? 'reference on one side only: its tilt weighs fully' : undefined
  return [
    {
      name: 'height',
      value: fit.parameters[2]!,
      unit,
      uncertainty: coverageFactor(fit.degreesOfFreedom) * sd,
      points: fit.points,
      rejected: fit.rejected,
      ...(caution ? { caution } : {}),
    },
  ]
}
