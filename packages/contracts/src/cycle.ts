/** What every event of a cycle says of it. */
import Type from 'typebox'
import { CycleId, Serial } from './ids.ts'

export const OfCycle = {
  cycleId: CycleId,
  serial: Serial,
  cycleNumber: Type.Integer({ minimum: 1 }),
  /** Id of the challenge part. Such a cycle is never production. */
  challenge: Type.Optional(Serial),
} as const
