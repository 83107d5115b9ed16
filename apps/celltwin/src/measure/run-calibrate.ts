/** The two ways of `celltwin calibrate`, and the record that a running cell takes over. */
import type { Calibration, GaugeCalibration } from '@celltwin/contracts'
import { type CalibrateOptions, calibrateFiles } from './calibrate.ts'
import { calibrateSpindle, handOver, type SpindleOptions } from './calibrate-spindle.ts'

type Options = Omit<CalibrateOptions, 'pitch'> &
  Omit<SpindleOptions, 'gauge'> & {
    readonly pitch?: number
    readonly spindle?: boolean
    readonly gauge?: string
    readonly cell?: string
    readonly url: string
    readonly by: string
  }

/** @throws Error naming the option or the file that is wrong. */
export async function runCalibrate(
  files: readonly string[],
  { pitch, spindle, gauge, cell, url, by, ...options }: Options,
): Promise<Calibration | GaugeCalibration> {
  if (cell !== undefined && gauge === undefined) throw new Error('--cell needs --gauge: whose calibration is it?')
  if (spindle) {
    if (gauge === undefined) throw new Error('--spindle needs --gauge: which lasers scanned the ring?')
    const record = calibrateSpindle(files, { ...options, gauge })
    if (cell !== undefined) await handOver(record, cell, url, by)
    return record
  }
  if (pitch === undefined) throw new Error('a camera needs --pitch, from mark to mark')
  const calibration = await calibrateFiles(files, { ...options, pitch })
  if (cell !== undefined && gauge !== undefined) await handOver(recordOf(calibration, gauge, options.id), cell, url, by)
  return calibration
}

/** What a cell keeps of a camera's calibration. */
const recordOf = (calibration: Calibration, gauge: string, id: string | undefined): GaugeCalibration => ({
  id: id ?? `${gauge}/${calibration.takenAt.slice(0, 10)}`,
  gauge,
  madeAt: new Date(calibration.takenAt).toISOString(),
  validForHours: calibration.validDays * 24,
  ...(calibration.temperatureC === undefined ? {} : { temperatureC: calibration.temperatureC }),
  residuals: { rmsPx: calibration.rmsPx },
})
