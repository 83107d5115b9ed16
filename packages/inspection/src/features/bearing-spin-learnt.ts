/** Inspector `bearing-spin-learnt`: all that `bearing-spin` measures, and a trained model's word on the bearing's noise. */
import { columnValues, type Measurement } from '@celltwin/contracts'
import type { Inspection, InspectionInput, Inspector } from '../inspector.ts'
import { bearingSpinInspector } from '../vibration/bearing-spin.ts'
import { answer, noAnswer } from '../vibration/measure.ts'
import { bearingGeometry, recorded } from '../vibration/parameters.ts'
import { bearingDamage, bearingModelSpec } from './bearing-damage.ts'
import { raceOf } from './lines.ts'

const ALGORITHM = { name: 'bearing-spin-learnt', version: '1.0.0' } as const
const ID = 'bearing-damage'
/** The score of one part differs by this much from one recording to the next (k = 2). */
const SCORE_UNCERTAINTY = 0.1

export const learntBearingInspector: Inspector = { ...ALGORITHM, checkModel: bearingModelSpec, inspect }

async function inspect(input: InspectionInput): Promise<Inspection> {
  const measured = await bearingSpinInspector.inspect(input)
  const from = input.now()
  const damage = await judged(input)
  return {
    measurements: [...measured.measurements, damage],
    steps: [...measured.steps, { step: 'model', tookMs: input.now() - from }],
  }
}

async function judged({ evidence, module, recipe, model }: InspectionInput): Promise<Measurement> {
  const found = evidence.find(({ kind }) => kind === 'waveform')
  if (!model) return noAnswer(ALGORITHM, ID, 'there is no model')
  if (!found || !('series' in found)) return noAnswer(ALGORITHM, ID, 'there is no waveform')
  try {
    const { series } = found
    const shaftHz = recorded(series, module, 'shaftHz')
    if (shaftHz <= 0) return noAnswer(ALGORITHM, ID, 'the part did not turn', 'running-torque')
    const geometry = bearingGeometry(module)
    const signal = columnValues(series, 'acceleration')
    if (signal.some(Number.isNaN)) throw new Error('the recording has gaps')
    const damage = await bearingDamage(model, signal, recorded(series, module, 'sampleRateHz'), shaftHz, geometry)
    const { score, element } = damage
    const limit = recipe.characteristics.find(({ id }) => id === ID)?.upper ?? damage.threshold
    const struck = raceOf(element, geometry)
    const heard = score < limit ? 'no damage' : `the ${struck} strike`
    const said = `The model ${model.name} hears ${heard}: ${score.toFixed(2)}, where ${limit.toFixed(2)} is damage.`
    const algorithm = { ...ALGORITHM, model: model.digest, backend: model.backend }
    const place = score < limit ? [] : [{ label: struck, value: score }]
    return answer(algorithm, ID, score, SCORE_UNCERTAINTY, said, place)
  } catch (error) {
    return noAnswer(ALGORITHM, ID, error instanceof Error ? error.message : String(error))
  }
}
