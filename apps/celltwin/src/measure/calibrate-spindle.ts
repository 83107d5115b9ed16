/** `celltwin calibrate --spindle`: scans of a master ring to a calibration record, handed to a running cell where asked. */
import { decodeSeries, type GaugeCalibration, type Series } from '@celltwin/contracts'
import { separateSpindle } from '@celltwin/inspection'
import { readBytes } from '../read-file.ts'
import { ask, cellPath } from '../server/ask.ts'

export interface SpindleOptions {
  readonly gauge: string
  readonly id?: string
  readonly takenAt: string
  readonly temperature?: number
  readonly validDays: number
}

/** Scans of several fixtures make one record. @throws Error naming the file, or what its scans do not determine. */
export function calibrateSpindle(files: readonly string[], options: SpindleOptions): GaugeCalibration {
  const scans = files.map(readScan)
  const fixtures = [...new Set(scans.map(({ meta }) => meta.fixture))]
  const separated = fixtures.map((fixture) => separateSpindle(scans.filter(({ meta }) => meta.fixture === fixture)))
  const rms = separated.flatMap(({ axial, radial }) => [axial.rmsMm, radial.rmsMm])
  const { gauge, takenAt, temperature, validDays } = options
  return {
    id: options.id ?? `${gauge}/${takenAt.slice(0, 10)}`,
    gauge,
    madeAt: new Date(takenAt).toISOString(),
    validForHours: validDays * 24,
    ...(temperature === undefined ? {} : { temperatureC: temperature }),
    residuals: { readingRmsMm: micrometres(Math.hypot(...rms) / Math.sqrt(rms.length)) },
    spindle: separated.map(({ error: { fixture, axial, radial } }) => ({
      fixture,
      axial: axial.map(rounded),
      radial: radial.map(rounded),
    })),
  }
}

function readScan(file: string): Series {
  const bytes = readBytes(file)
  try {
    return decodeSeries(bytes)
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}

/** To a thousandth of a micrometre: finer digits are noise. */
const micrometres = (mm: number) => Math.round(mm * 1e6) / 1e6
const rounded = ({
  order,
  cosMm,
  sinMm,
  uncertaintyMm,
}: NonNullable<GaugeCalibration['spindle']>[number]['axial'][number]) => ({
  order,
  cosMm: micrometres(cosMm),
  sinMm: micrometres(sinMm),
  uncertaintyMm: micrometres(uncertaintyMm),
})

/** Asks the cell to take the record over. Accepted, not done: the gauge's module says so itself. */
export async function handOver(calibration: GaugeCalibration, cell: string, url: string, by: string): Promise<void> {
  await ask(url, `${cellPath(cell)}/calibrations`, 'POST', { calibration, by })
}
