import type { PartInFixture } from '../devices/devices.ts'

/** The part as events name it. */
export const ofCycle = ({ cycleId, serial, cycleNumber, challenge, seatedIn }: PartInFixture): PartInFixture => ({
  cycleId,
  serial,
  cycleNumber,
  ...(challenge === undefined ? {} : { challenge }),
  ...(seatedIn === undefined ? {} : { seatedIn }),
})
