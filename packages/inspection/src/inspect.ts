/** One module's share of a part: evidence in, results out. */
import type { Characteristic, Measurement, Result } from '@celltwin/contracts'
import { toResult } from './assess.ts'
import { pulleyProfilesInspector } from './dimensional/pulley-profiles.ts'
import { learntBearingInspector } from './features/bearing-spin-learnt.ts'
import type { Inspection, InspectionInput, Inspector } from './inspector.ts'
import { bearingSpinInspector } from './vibration/bearing-spin.ts'
import { vibrationWindowInspector } from './vibration/vibration-window.ts'
import { pulleyFaceInspector, surfaceInspector } from './visual/index.ts'

const INSPECTORS: readonly Inspector[] = [
  pulleyFaceInspector,
  surfaceInspector,
  pulleyProfilesInspector,
  bearingSpinInspector,
  learntBearingInspector,
  vibrationWindowInspector,
]

/** @throws Error naming the inspectors that there are. */
export function inspectorNamed(name: string): Inspector {
  const found = INSPECTORS.find((inspector) => inspector.name === name)
  if (found) return found
  throw new Error(`no inspector is named "${name}"; there are ${INSPECTORS.map((i) => i.name).join(', ')}`)
}

export interface PartInspection {
  readonly results: Result[]
  readonly steps: Inspection['steps']
  readonly drawn: NonNullable<Inspection['drawn']>
  readonly retake?: string
}

/**
 * Inspects a part's evidence for one module. Every characteristic that the recipe asks of the module gets a result:
 * what the inspector does not answer is not inspected.
 */
export async function inspectPart(input: InspectionInput & { readonly moduleId: string }): Promise<PartInspection> {
  const inspector = inspectorNamed(input.module.inspector)
  const {
    measurements,
    steps,
    drawn = [],
    retake,
  }: Inspection = input.repeated === undefined ? await inspector.inspect(input) : { measurements: [], steps: [] }
  const evidence = input.evidence.map((e) => e.sha256)
  const { gauge } = input.module
  const { calibration: inForce, calibrationDigest } = input
  const calibration = inForce?.id ?? input.module.calibration
  const counted = input.distrust === undefined ? measurements : measurements.map(withheldBecause(input.distrust))
  const results = input.recipe.characteristics
    .filter((characteristic) => characteristic.module === input.moduleId)
    .map((characteristic) => ({
      ...(gauge === undefined ? {} : { gauge }),
      ...(calibration === undefined ? {} : { calibration }),
      ...(calibrationDigest === undefined ? {} : { calibrationDigest }),
      ...toResult(
        answerTo(characteristic, counted, inspector, input.repeated),
        characteristic,
        input.recipe.decision,
        evidence,
      ),
    }))
  return { results, steps, drawn, ...(retake === undefined ? {} : { retake }) }
}

/** What was measured without trust is shown where it was found, and has no value. */
const withheldBecause =
  (reason: string) =>
  (measurement: Measurement): Measurement => ({
    ...measurement,
    value: null,
    uncertainty: null,
    reason,
    withheld: 'untrusted-gauge',
    explanation: `Not inspected: ${reason}.`,
  })

function answerTo(
  characteristic: Characteristic,
  measurements: readonly Measurement[],
  inspector: Inspector,
  repeated: string | undefined,
): Measurement {
  const answer = measurements.find((m) => m.characteristic === characteristic.id)
  if (answer) return answer
  const unknown = {
    ...{ characteristic: characteristic.id, value: null, uncertainty: null },
    algorithm: { name: inspector.name, version: inspector.version },
  }
  if (repeated !== undefined)
    return { ...unknown, explanation: `Not inspected: ${repeated}.`, reason: repeated, withheld: 'repeated-evidence' }
  return {
    ...unknown,
    explanation: `${characteristic.title} was not inspected.`,
    reason: `${inspector.name} gave no answer`,
  }
}
