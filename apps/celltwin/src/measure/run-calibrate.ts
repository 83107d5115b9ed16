/** The two ways of `celltwin calibrate`, and the record that a running cell takes over. */
import type { Calibration, GaugeCalibration, Imaging } from '@celltwin/contracts'
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
  if (gauge === undefined) return calibration
  const record = recordOf(calibration, gauge, options.id)
  if (cell !== undefined) await handOver(record, cell, url, by)
  return record
}

/** What a cell keeps of a camera's calibration: all that its module measures with. */
export const recordOf = (calibration: Calibration, gauge: string, id: string | undefined): GaugeCalibration => ({
  id: id ?? `${gauge}/${calibration.takenAt.slice(0, 10)}`,
  gauge,
  madeAt: new Date(calibration.takenAt).toISOString(),
  validForHours: calibration.validDays * 24,
  ...(calibration.temperatureC === undefined ? {} : { temperatureC: calibration.temperatureC }),
  residuals: { rmsPx: digits(calibration.rmsPx, 3) },
  imaging: imagingOf(calibration),
})

/** To eight digits: a millionth of a pixel. What lens and plane are uncertain by, to six. */
const imagingOf = ({ target, image, camera, plane, covarianceFactor }: Calibration): Imaging => ({
  target,
  image,
  camera: {
    focalPx: digits(camera.focalPx, 8),
    centerX: digits(camera.centerX, 8),
    centerY: digits(camera.centerY, 8),
    k1: digits(camera.k1, 8),
    k2: digits(camera.k2, 8),
  },
  plane: {
    rotation: plane.rotation.map((x) => digits(x, 8)),
    translationMm: plane.translationMm.map((x) => digits(x, 8)),
  },
  ...(covarianceFactor ? { covarianceFactor: covarianceFactor.map((x) => digits(x, 6)) } : {}),
})
const digits = (value: number, count: number) => Number(value.toPrecision(count))
