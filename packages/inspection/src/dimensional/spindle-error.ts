/** What spindle and mandrel add to a scan by themselves, taken from the gauge's calibration. */
import { columnValues, type GaugeCalibration, type Harmonic, type Series } from '@celltwin/contracts'

/** A displacement around the turn, by the part's angle. */
export interface Motion {
  at(angleDeg: number): number
  /** Standard uncertainty of a point of it. */
  readonly standardMm: number
}

export interface Spindle {
  readonly axial: Motion
  readonly radial: Motion
}

/** Said where the error was taken out. */
export const spindleNote = (spindle: Spindle | undefined): string =>
  spindle ? ', the spindle’s own error taken out' : ''

const RADIANS = Math.PI / 180

function motion(harmonics: readonly Harmonic[], spindleDeg: number): Motion {
  return {
    at: (angleDeg) =>
      harmonics.reduce((sum, { order, cosMm, sinMm }) => {
        const angle = order * (angleDeg + spindleDeg) * RADIANS
        return sum + cosMm * Math.cos(angle) + sinMm * Math.sin(angle)
      }, 0),
    standardMm: Math.hypot(...harmonics.map(({ uncertaintyMm }) => uncertaintyMm / 2)),
  }
}

/**
 * The error motion during a scan. Undefined where none is to be taken out: the calibration knows no spindles, or the
 * recording none of its own. @returns why not, where this fixture's is not known.
 */
export function spindleIn(series: Series, calibration: GaugeCalibration | undefined): Spindle | string | undefined {
  const { fixture, spindleDeg } = series.meta
  if (!calibration?.spindle || typeof fixture !== 'string' || typeof spindleDeg !== 'number') return undefined
  const known = calibration.spindle.find((error) => error.fixture === fixture)
  if (!known) return `${calibration.id} does not know the spindle error of fixture ${fixture}`
  return { axial: motion(known.axial, spindleDeg), radial: motion(known.radial, spindleDeg) }
}

/** Heights along the axis as they would be on a spindle without axial error. */
export function withoutAxialError(series: Series, { axial }: Spindle): Series {
  const angles = columnValues(series, 'angleDeg')
  const error = Float64Array.from(angles, (angle) => axial.at(angle))
  return {
    ...series,
    columns: series.columns.map((column) => {
      if (column.name === 'angleDeg') return column
      const values = columnValues(series, column.name)
      return { name: column.name, unit: column.unit, data: Float32Array.from(values, (mm, i) => mm - error[i]!) }
    }),
  }
}
