/** Which calibration of the module's gauge is in force, and whether it can still be believed. */
import { type DesiredItem, expiryOf, type GaugeCalibration } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { RoleContext } from '../../context.ts'

const IN_FORCE = 'calibration'
/** Id of the cell file's calibration that was taken over. */
const LISTED = 'calibration-listed'
const ANSWERED = 'calibration-requests'
const ANSWERED_KEPT = 50

export interface GaugeTrust {
  readonly calibration?: GaugeCalibration
  readonly distrust?: string
}

type RecordCalibration = Extract<DesiredItem['target'], { kind: 'record-calibration' }>

/** Takes over what the cell file lists and what people record. @returns what is in force at the time of asking. */
export async function keepCalibration(context: RoleContext, moduleId: string): Promise<() => GaugeTrust> {
  const { cell, memory, clock } = context
  const { gauge } = cell.modules[moduleId]!
  if (gauge === undefined || !cell.calibrations) return () => ({})
  const listed = cell.calibrations.find((calibration) => calibration.gauge === gauge)
  if (listed) await takeOver(context, listed)

  context.onDesired(async ({ items }) => {
    for (const { id, target } of items)
      if (target.kind === 'record-calibration' && target.module === moduleId) await answer(id, target)
  })

  function refusalOf(calibration: GaugeCalibration): string | undefined {
    if (calibration.gauge !== gauge) return `this module's gauge is ${gauge}, not ${calibration.gauge}`
    const inForce = memory.get<GaugeCalibration>(IN_FORCE)
    const isTaken = inForce?.id === calibration.id && hashOf(inForce) !== hashOf(calibration)
    return isTaken ? `another calibration has the id ${calibration.id}` : undefined
  }

  async function answer(requestId: string, { calibration }: RecordCalibration): Promise<void> {
    const answered = memory.get<string[]>(ANSWERED) ?? []
    if (answered.includes(requestId)) return
    const known = { [ANSWERED]: [...answered, requestId].slice(-ANSWERED_KEPT) }
    const reason = refusalOf(calibration)
    if (reason !== undefined) {
      await context.tellAndRemember('request-refused', { requestId, reason }, known)
      return
    }
    await context.tellAndRemember('calibration-recorded', { calibration, requestId }, { [IN_FORCE]: calibration })
    await context.tellAndRemember('request-done', { requestId }, known)
  }

  return () => {
    const calibration = newer(memory.get<GaugeCalibration>(IN_FORCE), listed)
    if (!calibration) return { distrust: `no calibration of ${gauge} is on record` }
    const expiresAt = expiryOf(calibration)
    if (expiresAt === null || expiresAt > clock.now().toISOString()) return { calibration }
    const since = `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`
    return { calibration, distrust: `calibration ${calibration.id} of ${gauge} expired on ${since}` }
  }
}

/** Tells the cell file's calibration where it is news, so that the journal knows all that results rest on. [TW20] */
async function takeOver(context: RoleContext, listed: GaugeCalibration): Promise<void> {
  const { memory, clock, log } = context
  const inForce = memory.get<GaugeCalibration>(IN_FORCE)
  if (inForce?.id === listed.id) {
    if (hashOf({ madeAt: inForce.madeAt, ...listed }) !== hashOf(inForce))
      log.warn(
        { calibration: listed.id, gauge: listed.gauge },
        'The cell file changed this calibration under its id: the one taken over stays in force',
      )
    return
  }
  const isNews = listed.madeAt ? listed.madeAt > (inForce?.madeAt ?? '') : memory.get(LISTED) !== listed.id
  if (!isNews) return
  const calibration = { ...listed, madeAt: listed.madeAt ?? clock.now().toISOString() }
  const entries = { [IN_FORCE]: calibration, [LISTED]: listed.id }
  await context.tellAndRemember('calibration-recorded', { calibration }, entries)
}

function newer(recorded: GaugeCalibration | undefined, listed: GaugeCalibration | undefined) {
  if (listed && listed.id === recorded?.id) return recorded
  if (!recorded || !listed?.madeAt) return recorded ?? (listed?.madeAt ? listed : undefined)
  return listed.madeAt > (recorded.madeAt ?? '') ? listed : recorded
}
