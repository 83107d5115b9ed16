/** Inspector `pulley-profiles`: crimp heights, friction face and grooves of a poly-V pulley from two laser recordings. */
import type { Measurement, Series } from '@celltwin/contracts'
import type { Inspection, InspectionInput, Inspector } from '../inspector.ts'
import { measureCrimps } from './crimps.ts'
import { measureFace } from './face.ts'
import { GROOVE_IDS, measureGrooves } from './grooves.ts'
import { ALGORITHM, noAnswer } from './measure.ts'
import { profileParameters } from './parameters.ts'
import { spindleIn, withoutAxialError } from './spindle-error.ts'

const FACE_IDS = ['face-flatness', 'face-axial-runout'] as const
const GROOVE_RUNOUT_IDS = ['groove-radial-runout', 'groove-axial-runout'] as const
const CRIMP_IDS = ['crimp-height-min', 'crimp-height-max', 'crimp-height-range'] as const

export const pulleyProfilesInspector: Inspector = {
  ...ALGORITHM,
  inspect: async (input) => inspectProfiles(input),
}

function inspectProfiles({
  evidence,
  module,
  recipe,
  partTemperatureC,
  calibration,
  now,
}: InspectionInput): Inspection {
  const parameters = profileParameters(module)
  const seriesOf = (kind: string): Series | undefined => {
    const found = evidence.find((e) => e.kind === kind)
    return found && 'series' in found ? found.series : undefined
  }
  const steps: { step: string; tookMs: number }[] = []
  /** Evidence that cannot be read answers nothing of its own, and takes nothing else down with it. */
  const timed = <T>(step: string, work: () => T): T | Error => {
    const from = now()
    try {
      return work()
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    } finally {
      steps.push({ step, tookMs: now() - from })
    }
  }
  const measurements: Measurement[] = []

  const faceScan = seriesOf('face-profile')
  const faceSpindle = faceScan && spindleIn(faceScan, calibration)
  const axis = typeof faceSpindle === 'string' ? undefined : faceSpindle
  const faceSeries = faceScan && axis ? withoutAxialError(faceScan, axis) : faceScan
  const face = timed('face', () => faceSeries && measureFace(faceSeries, parameters, axis))
  const crimps = timed('crimps', () => faceSeries && measureCrimps(faceSeries, recipe, parameters))
  const whyNot = (of: Error | undefined, kind: string) => of?.message ?? `there is no ${kind}`
  if (typeof faceSpindle === 'string') measurements.push(...FACE_IDS.map((id) => noAnswer(id, faceSpindle)))
  else if (face && !(face instanceof Error)) measurements.push(...face.measurements)
  else measurements.push(...FACE_IDS.map((id) => noAnswer(id, whyNot(face, 'face-profile'))))
  if (crimps && !(crimps instanceof Error)) measurements.push(...crimps)
  else measurements.push(...CRIMP_IDS.map((id) => noAnswer(id, whyNot(crimps, 'face-profile'))))

  const level = face && !(face instanceof Error) ? face.level : undefined
  const grooveSeries = seriesOf('groove-profile')
  const rimSpindle = grooveSeries && spindleIn(grooveSeries, calibration)
  const rim = typeof rimSpindle === 'string' ? undefined : rimSpindle
  const grooves = timed(
    'grooves',
    () => grooveSeries && measureGrooves(grooveSeries, recipe, parameters, level, partTemperatureC, rim),
  )
  const unknown = typeof rimSpindle === 'string' ? new Set<string>(GROOVE_RUNOUT_IDS) : undefined
  if (grooves && !(grooves instanceof Error))
    measurements.push(
      ...grooves.map((m) => (unknown?.has(m.characteristic) ? noAnswer(m.characteristic, String(rimSpindle)) : m)),
    )
  else measurements.push(...GROOVE_IDS.map((id) => noAnswer(id, whyNot(grooves, 'groove-profile'))))
  return { measurements, steps }
}
