/** `celltwin calibrate`: views of a target to a calibration file that gauges name. */
import { basename } from 'node:path'
import type { Calibration } from '@celltwin/contracts'
import { calibrate } from '@celltwin/inspection'
import { readGreyImage } from './read-image.ts'

export interface CalibrateOptions {
  readonly target: 'chess' | 'dots'
  readonly pitch: number
  readonly pitchUncertainty: number
  readonly takenAt: string
  readonly temperature?: number
  readonly validDays: number
}

/** @throws Error naming the view or what the views do not determine. */
export async function calibrateFiles(files: readonly string[], options: CalibrateOptions): Promise<Calibration> {
  return calibrate({
    target: { kind: options.target, pitchMm: options.pitch, pitchUncertaintyMm: options.pitchUncertainty },
    views: await Promise.all(files.map(async (file) => ({ name: basename(file), image: await readGreyImage(file) }))),
    takenAt: options.takenAt,
    ...(options.temperature === undefined ? {} : { temperatureC: options.temperature }),
    validDays: options.validDays,
  })
}
