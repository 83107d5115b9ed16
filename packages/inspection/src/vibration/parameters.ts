/** What the vibration module's parameters say of bearing and spindle. */
import type { Module, Series } from '@celltwin/contracts'
import type { BearingGeometry } from './bearing.ts'

function numberOf({ parameters }: Module, name: string): number {
  const value = parameters[name]
  if (typeof value !== 'number') throw new Error(`parameter ${name} is missing or not a number`)
  return value
}

/** @throws Error naming the parameter that is missing. */
export function bearingGeometry(module: Module): BearingGeometry {
  const { turning } = module.parameters
  if (turning !== 'inner' && turning !== 'outer') throw new Error('parameter turning is neither inner nor outer')
  return {
    balls: numberOf(module, 'balls'),
    ballDiameterMm: numberOf(module, 'ballDiameterMm'),
    pitchDiameterMm: numberOf(module, 'pitchDiameterMm'),
    contactAngleDeg: numberOf(module, 'contactAngleDeg'),
    turning,
  }
}

/** Part temperatures between which torque means anything: grease is stiff in the cold. */
export const torqueTemperatures = (module: Module): readonly [minC: number, maxC: number] => [
  numberOf(module, 'minTemperatureC'),
  numberOf(module, 'maxTemperatureC'),
]

/** What the recording says of itself goes before what the module expects. */
export function recorded(series: Series, module: Module, name: 'sampleRateHz' | 'shaftHz'): number {
  const own = series.meta[name]
  return typeof own === 'number' ? own : numberOf(module, name)
}
