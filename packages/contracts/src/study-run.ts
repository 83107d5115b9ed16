/** Studies that the cell makes by itself: master parts from the rack, inspected again and again. */
import Type, { type Static } from 'typebox'
import { OfCycle } from './cycle.ts'
import { Serial } from './ids.ts'

/** A part kept in the rack beside the challenge parts, for studies alone: as the process makes them. */
export const MasterPart = Type.Object({
  /** Its serial: it stands on the part and in its passport. */
  id: Serial,
  /** Known values by characteristic, as its certificate says: references of type 1 studies. */
  certified: Type.Optional(Type.Record(Type.String(), Type.Number())),
})
export type MasterPart = Static<typeof MasterPart>

/** One run gives a study of each measured characteristic. */
export const StudyRun = Type.Object({
  /** `type1`: the one part stays on the spindle; `type3`: the robot puts each part on anew for each trial. */
  kind: Type.Enum(['type1', 'type3']),
  parts: Type.Array(Serial, { minItems: 1, maxItems: 100, uniqueItems: true }),
  /** How often each part is inspected. */
  trials: Type.Integer({ minimum: 2, maximum: 200 }),
})
export type StudyRun = Static<typeof StudyRun>

/** Fewest parts and trials that a study can be reckoned from. */
export const LEAST_OF_RUN = { type1: { parts: 1, trials: 10 }, type3: { parts: 5, trials: 2 } } as const

export const STUDY_TARGETS = [Type.Object({ kind: Type.Literal('run-study'), study: StudyRun })] as const

export const STUDY_RUN_EVENTS = {
  'study-started': Type.Object({ runId: Type.String(), study: StudyRun }),
  /** A master part was inspected: the how-maniest reading of the run, from 1. */
  'study-reading-taken': Type.Object({ ...OfCycle, runId: Type.String(), reading: Type.Integer({ minimum: 1 }) }),
  /** The robot put a master part back in its rack. */
  'study-part-returned': Type.Object({ ...OfCycle, runId: Type.String() }),
  /** Only a complete run makes studies. */
  'study-ended': Type.Object({
    runId: Type.String(),
    as: Type.Enum(['complete', 'incomplete']),
    /** Why it is incomplete. */
    reason: Type.Optional(Type.String()),
  }),
} as const
