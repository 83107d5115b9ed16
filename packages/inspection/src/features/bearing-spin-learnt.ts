/** Inspector `bearing-spin-learnt`: all that `bearing-spin` measures, and a trained model's word on the bearing's noise. */
import { columnValues, type Measurement } from '@celltwin/contracts'
import type { Inspection, InspectionInput, Inspector } from '../inspector.ts'
import { bearingSpinInspector } from '../vibration/bearing-spin.ts'
import { answer, noAnswer } from '../vibration/measure.ts'
import { bearingGeometry, recorded } from '../vibration/parameters.ts'
import { bearingDamage } from './bearing-damage.ts'
import { raceOf } from './lines.ts'

const ALGORITHM = { name: 'bearing-spin-learnt', version: '1.0.0' } as const
const ID = 'bearing-damage'
/** The score of one part differs by this much from one recording to the next (k = 2). */
const SCORE_UNCERTAINTY = 0.1

export const learntBearingInspector: Inspector = { ...ALGORITHM, needsModel: true, inspect }

async function inspect(input: InspectionInput): Promise<Inspection> {
  const measured = await bearingSpinInspector.inspect(input)
  const from = input.now()
  const damage = await judged(input)
  return {
    measurements: [...measured.measurements, damage],
    steps: [...measured.steps, { step: 'model', tookMs: input.now() - from }],
  }
}

async function judged({ evidence, module, model }: InspectionInput): Promise<Measurement> {
  const found = evidence.find(({ kind }) => kind === 'waveform')
  if (!model) return noAnswer(ALGORITHM, ID, 'there is no model')
  if (!found || !('series' in found)) return noAnswer(ALGORITHM, ID, 'there is no waveform')
  try {
    const { series } = found
    const shaftHz = recorded(series, module, 'shaftHz')
    if (shaftHz <= 0) throw new Error('the part did not turn')
    const geometry = bearingGeometry(module)
    const signal = columnValues(series, 'acceleration')
    if (signal.some(Number.isNaN)) throw new Error('the recording has gaps')
    const damage = await bearingDamage(model, signal, recorded(series, module, 'sampleRateHz'), shaftHz, geometry)
    const { score, threshold, element } = damage
    const said =
      score < threshold
        ? `The model ${model.name} hears no damage: ${score.toFixed(2)}, where ${threshold.toFixed(2)} is damage.`
        : `The model ${model.name} hears the ${raceOf(element, geometry)}: ${score.toFixed(2)}, where ${threshold.toFixed(2)} is damage.`
    return answer(ALGORITHM, ID, score, SCORE_UNCERTAINTY, said)
  } catch (error) {
    return noAnswer(ALGORITHM, ID, error instanceof Error ? error.message : String(error))
  }
}
