/** What every event of a cycle says of it. */
import Type from 'typebox'
import { CycleId, CycleNumber, Serial } from './ids.ts'

export const OfCycle = {
  cycleId: CycleId,
  serial: Serial,
  cycleNumber: CycleNumber,
  /** Id of the challenge or master part. Such a cycle is never production. */
  challenge: Type.Optional(Serial),
  /** Number of the cycle in which it was put on the spindle, where it has stayed; absent: in this one. */
  seatedIn: Type.Optional(Type.Integer({ minimum: 1 })),
} as const
