/** What a part was measured with, as it stood when the part was inserted. */
import {
  type EventOf,
  expiryOf,
  type GaugeCalibration,
  type PassportCalibration,
  type Result,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { Database } from '../database/database.ts'
import type { LiveCell } from '../twins/cells.ts'

const RECORDED = `
  select payload from journal where cell_id = $1 and type = 'calibration-recorded' and occurred_at <= $2
  order by position desc`

/** Every calibration that the journal knows up to an instant, newest first, then those of the cell file in force. */
export async function knownCalibrations(
  pool: Database['pool'],
  cell: LiveCell,
  until: string,
): Promise<GaugeCalibration[]> {
  const { rows } = await pool.query<{ payload: Buffer }>(RECORDED, [cell.id, until])
  const recorded = rows.map(
    ({ payload }) => (JSON.parse(payload.toString()) as EventOf<'calibration-recorded'>).data.calibration,
  )
  return [...recorded, ...(cell.twin.definition?.value.definition.calibrations ?? [])]
}

/** One for each record that results name; nothing but its id where the journal does not know it. */
export async function calibrationsOf(
  pool: Database['pool'],
  cell: LiveCell,
  results: readonly Result[],
  insertedAt: string,
): Promise<PassportCalibration[]> {
  const named = new Map(
    results.flatMap(({ gauge, calibration: id, calibrationDigest: digest }) =>
      gauge === undefined || id === undefined
        ? []
        : [[`${gauge} ${id} ${digest}`, { gauge, id, ...(digest === undefined ? {} : { digest }) }] as const],
    ),
  )
  if (named.size === 0) return []
  const known = await knownCalibrations(pool, cell, insertedAt)
  return [...named.values()].map((name) => {
    const calibration = known.find(
      (each) =>
        each.gauge === name.gauge && each.id === name.id && (name.digest === undefined || hashOf(each) === name.digest),
    )
    return { ...name, ...(calibration ? factsOf(calibration, insertedAt) : {}) }
  })
}

function factsOf(calibration: GaugeCalibration, insertedAt: string): Omit<PassportCalibration, 'gauge' | 'id'> {
  const { madeAt, temperatureC, residuals } = calibration
  const expiresAt = expiryOf(calibration)
  return {
    ...(madeAt === undefined
      ? {}
      : { madeAt, ageHours: Math.max(0, (Date.parse(insertedAt) - Date.parse(madeAt)) / 3_600_000) }),
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(temperatureC === undefined ? {} : { temperatureC }),
    ...(residuals === undefined ? {} : { residuals }),
  }
}
