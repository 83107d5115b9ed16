/** Inspector `vibration-window`: a bearing from an accelerometer recording alone, as on a bench without a rotor trace. */
import type { Measurement, Series } from '@celltwin/contracts'
import type { Inspection, InspectionInput, Inspector } from '../inspector.ts'
import { stopwatch } from '../stopwatch.ts'
import { envelopeLines, tellLines } from './envelope-lines.ts'
import { answer, noAnswer } from './measure.ts'
import { ACCELERATION_BAND, acceleration, readWaveform, sharpness } from './noise.ts'
import { bearingGeometry, recorded } from './parameters.ts'

const ALGORITHM = { name: 'vibration-window', version: '1.0.0' } as const
const IDS = ['acceleration-rms', 'kurtosis', 'crest-factor', 'envelope-line'] as const

/** Peaks and lines of a short recording vary by this much from one to the next (k = 2). */
const CREST_SHARE = 0.15
const LINE_DB = 2

export const vibrationWindowInspector: Inspector = {
  ...ALGORITHM,
  inspect: async (input) => inspectWindow(input),
}

function inspectWindow({ evidence, module, now }: InspectionInput): Inspection {
  const { steps, done } = stopwatch(now)
  const found = evidence.find((e) => e.kind === 'waveform')
  const measurements = ((): Measurement[] => {
    if (!found || !('series' in found)) return IDS.map((id) => noAnswer(ALGORITHM, id, 'there is no waveform'))
    try {
      return measure(found.series, module)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return IDS.map((id) => noAnswer(ALGORITHM, id, reason))
    }
  })()
  done('noise')
  return { measurements, steps }
}

function measure(series: Series, module: InspectionInput['module']): Measurement[] {
  const shaftHz = recorded(series, module, 'shaftHz')
  if (shaftHz <= 0) throw new Error('the shaft did not turn')
  const spectrum = readWaveform(series, recorded(series, module, 'sampleRateHz'))
  const geometry = bearingGeometry(module)
  const lines = envelopeLines(spectrum, geometry, shaftHz)
  const { strongest, band } = lines
  const whole = acceleration(spectrum, ACCELERATION_BAND)
  const { kurtosis, crestFactor } = sharpness(spectrum)
  const told = tellLines(lines, geometry)
  return [
    answer(
      ALGORITHM,
      'acceleration-rms',
      whole.value,
      whole.uncertainty,
      `Acceleration is ${whole.value.toFixed(2)} m/s² RMS.`,
    ),
    answer(
      ALGORITHM,
      'kurtosis',
      kurtosis.value,
      kurtosis.uncertainty,
      `Kurtosis is ${kurtosis.value.toFixed(2)}, where even noise has 3.`,
    ),
    answer(
      ALGORITHM,
      'crest-factor',
      crestFactor,
      CREST_SHARE * crestFactor,
      `The highest peak is ${crestFactor.toFixed(1)} times the RMS.`,
    ),
    answer(
      ALGORITHM,
      'envelope-line',
      strongest.aboveFloorDb,
      LINE_DB,
      `${told} Highest, between ${band.fromHz} and ${band.toHz} Hz: ${strongest.element}, ${strongest.aboveFloorDb.toFixed(1)} dB.`,
    ),
  ]
}
