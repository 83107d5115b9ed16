/** Inspector `bearing-spin`: noise of a bearing and how it spins, from accelerometer and rotor. */
import type { Measurement, Series } from '@celltwin/contracts'
import { type SpinFeatures, spinFeatures } from '../features/spin-features.ts'
import type { Inspection, InspectionInput, Inspector } from '../inspector.ts'
import { stopwatch } from '../stopwatch.ts'
import { envelopeLines, struckElement, tellLines } from './envelope-lines.ts'
import { answer, noAnswer } from './measure.ts'
import {
  ACCELERATION_BAND,
  acceleration,
  readWaveform,
  SLOW_VELOCITY_BAND,
  sharpness,
  VELOCITY_BANDS,
  velocity,
} from './noise.ts'
import { bearingGeometry, recorded, torqueTemperatures } from './parameters.ts'
import { readSpin, type Spin } from './spin.ts'

const ALGORITHM = { name: 'bearing-spin', version: '1.0.0' } as const

const TORQUE_IDS = ['running-torque', 'breakaway-torque', 'usual-torque'] as const
const TURNING_IDS = ['spin-up-time', 'coast-loss'] as const
const NOISE_IDS = ['acceleration-rms', ...VELOCITY_BANDS.map((band) => band.id), 'velocity-rms', 'kurtosis'] as const

/** Standard uncertainty of the torque sensor, N·m; a peak is read less surely than a mean. */
const TORQUE_STANDARD_NM = 0.004
const PEAK_STANDARD_NM = 0.008
/** Encoder noise on the ramp and in the coast (k = 2). */
const SPIN_UP_MS = 3
const COAST_RPM = 0.5
/** Unbalance is a steady tone: its scatter is the sensor's alone (k = 2, relative). */
const SHAFT_VELOCITY_SHARE = 0.1
/** Slower than this share of the intended speed, bearing lines and limits mean nothing. */
const LEAST_SPEED_SHARE = 0.9

export const bearingSpinInspector: Inspector = {
  ...ALGORITHM,
  inspect: async (input) => inspectBearing(input),
}

function inspectBearing({ evidence, module, recipe, partTemperatureC, now }: InspectionInput): Inspection {
  const seriesOf = (kind: string): Series | Error => {
    const found = evidence.find((e) => e.kind === kind)
    return found && 'series' in found ? found.series : new Error(`there is no ${kind}`)
  }
  const { steps, done } = stopwatch(now)
  const spin = attempt(seriesOf('rotor-trace'), readSpin)
  const torque = torqueOf(spin, recipe, partTemperatureC, torqueTemperatures(module))
  const turning = turningOf(attempt(seriesOf('rotor-trace'), spinFeatures))
  done('spin')
  const noise = noiseOf(seriesOf('waveform'), spin, module)
  done('noise')
  return { measurements: [...torque, ...turning, ...noise], steps }
}

/** An error is carried on as the reason why there is no answer. */
function attempt<A, B>(from: A | Error, work: (from: A) => B): B | Error {
  if (from instanceof Error) return from
  try {
    return work(from)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function torqueOf(
  spin: Spin | Error,
  recipe: InspectionInput['recipe'],
  partTemperatureC: number | undefined,
  [minC, maxC]: readonly [number, number],
): Measurement[] {
  if (spin instanceof Error) return TORQUE_IDS.map((id) => noAnswer(ALGORITHM, id, spin.message))
  if (spin.locked) {
    const { torqueNm, heldMs } = spin.locked
    const stuck = `Locked: it withstood ${torqueNm.toFixed(2)} N·m for ${heldMs.toFixed(0)} ms without turning`
    return TORQUE_IDS.map((id) => answer(ALGORITHM, id, torqueNm, 2 * PEAK_STANDARD_NM, `${stuck}.`))
  }
  if (partTemperatureC !== undefined && (partTemperatureC < minC || partTemperatureC > maxC)) {
    const reason = `the part has ${partTemperatureC.toFixed(1)} °C, and torque is judged between ${minC} and ${maxC} °C`
    return TORQUE_IDS.map((id) => noAnswer(ALGORITHM, id, reason))
  }
  const { runningNm, runningStandardNm, breakawayNm, coastNm, steadyRpm } = spin
  const runningUncertaintyNm = 2 * Math.hypot(TORQUE_STANDARD_NM, runningStandardNm)
  return [
    answer(
      ALGORITHM,
      'running-torque',
      runningNm,
      runningUncertaintyNm,
      `It takes ${runningNm.toFixed(3)} N·m to turn at ${steadyRpm.toFixed(0)} 1/min; the free coast says ${coastNm.toFixed(3)} N·m.`,
    ),
    answer(
      ALGORITHM,
      'breakaway-torque',
      breakawayNm,
      2 * PEAK_STANDARD_NM,
      `It broke away at ${breakawayNm.toFixed(3)} N·m.`,
    ),
    answer(ALGORITHM, 'usual-torque', runningNm, runningUncertaintyNm, againstUsual(runningNm, recipe)),
  ]
}

/** The same torque against what sound parts of this type take: far from it, something has changed, inside the drawing or not. */
function againstUsual(runningNm: number, { characteristics }: InspectionInput['recipe']): string {
  const { lower, upper, reference } = characteristics.find(({ id }) => id === 'usual-torque') ?? {}
  if (lower === undefined || upper === undefined) return 'No usual torque is known.'
  const band = `Sound parts take ${lower.toFixed(3)} to ${upper.toFixed(3)} N·m${reference ? ` (${reference})` : ''}`
  if (runningNm < lower) return `${band}; this one turns lighter: grease or a seal may be missing.`
  return runningNm > upper ? `${band}; this one turns heavier.` : `${band}; so does this one.`
}

function turningOf(spin: SpinFeatures | Error): Measurement[] {
  if (spin instanceof Error) return TURNING_IDS.map((id) => noAnswer(ALGORITHM, id, spin.message))
  const { locked, spinUpMs, coastLossRpm } = spin
  if (locked) return TURNING_IDS.map((id) => noAnswer(ALGORITHM, id, 'the part did not turn', 'running-torque'))
  return [
    answer(
      ALGORITHM,
      'spin-up-time',
      spinUpMs,
      SPIN_UP_MS,
      `It took ${spinUpMs.toFixed(0)} ms from a tenth to nine tenths of its speed.`,
    ),
    answer(
      ALGORITHM,
      'coast-loss',
      coastLossRpm,
      COAST_RPM,
      `It lost ${coastLossRpm.toFixed(1)} 1/min in the first half second of free coast.`,
    ),
  ]
}

function noiseOf(waveform: Series | Error, spin: Spin | Error, module: InspectionInput['module']): Measurement[] {
  const nothing = (reason: string, impededBy?: string) =>
    NOISE_IDS.map((id) => noAnswer(ALGORITHM, id, reason, impededBy))
  if (!(spin instanceof Error) && spin.locked) return nothing('the part did not turn', 'running-torque')
  if (waveform instanceof Error) return nothing(waveform.message)
  const shaftHz = recorded(waveform, module, 'shaftHz')
  const intendedHz = module.parameters.shaftHz
  if (typeof intendedHz === 'number' && shaftHz < LEAST_SPEED_SHARE * intendedHz)
    return nothing(`the part turned at ${(60 * shaftHz).toFixed(0)} 1/min only`, 'running-torque')
  const spectrum = attempt(waveform, (series) => readWaveform(series, recorded(series, module, 'sampleRateHz')))
  if (spectrum instanceof Error) return nothing(spectrum.message)

  const geometry = bearingGeometry(module)
  const found = envelopeLines(spectrum, geometry, shaftHz)
  const [lines, struck] = [tellLines(found, geometry), struckElement(found)]
  const whole = acceleration(spectrum, ACCELERATION_BAND)
  const slow = velocity(spectrum, SLOW_VELOCITY_BAND)
  const { kurtosis } = sharpness(spectrum)
  return [
    answer(
      ALGORITHM,
      'acceleration-rms',
      whole.value,
      whole.uncertainty,
      `Acceleration is ${whole.value.toFixed(2)} m/s² RMS. ${lines}`,
      struck,
    ),
    ...VELOCITY_BANDS.map(({ id, ...band }) => {
      const { value, uncertainty } = velocity(spectrum, band)
      const told = `Velocity between ${band.fromHz} and ${band.toHz} Hz is ${(1e6 * value).toFixed(0)} µm/s RMS.`
      return answer(ALGORITHM, id, 1e6 * value, 1e6 * uncertainty, told)
    }),
    answer(
      ALGORITHM,
      'velocity-rms',
      1000 * slow.value,
      SHAFT_VELOCITY_SHARE * 1000 * slow.value,
      `Velocity between 10 and 1000 Hz is ${(1000 * slow.value).toFixed(2)} mm/s RMS, which is mostly unbalance.`,
    ),
    answer(
      ALGORITHM,
      'kurtosis',
      kurtosis.value,
      kurtosis.uncertainty,
      `Kurtosis is ${kurtosis.value.toFixed(2)}, where even noise has 3. ${lines}`,
      struck,
    ),
  ]
}
