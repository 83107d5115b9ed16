/** What a part was measured with, as it stood when the part was inserted. */
import { expiryOf, type GaugeCalibration, type PassportCalibration, type Result } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { Database } from '../database/database.ts'
import { calibrationSubject } from '../journal/append.ts'
import { readAbout } from '../journal/read.ts'
import type { LiveCell } from '../twins/cells.ts'

/** What the journal knows of some calibrations up to an instant, newest first, then those of the cell file in force. */
export async function knownCalibrations(
  pool: Database['pool'],
  { id: cellId, twin }: LiveCell,
  ids: readonly string[],
  until: string,
): Promise<GaugeCalibration[]> {
  const entries = await readAbout(pool, cellId, ids.map(calibrationSubject))
  const recorded = entries.flatMap(({ event }) =>
    event.type === 'calibration-recorded' && event.occurredAt <= until ? [event.data.calibration] : [],
  )
  return [...recorded.reverse(), ...(twin.definition?.value.definition.calibrations ?? [])]
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
  const ids = [...new Set([...named.values()].map(({ id }) => id))]
  const known = await knownCalibrations(pool, cell, ids, insertedAt)
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
