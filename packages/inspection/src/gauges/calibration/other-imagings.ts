/** A calibration as it might be instead: where its own uncertainty comes from, error by error. */
import type { Calibration, Imaging } from '@celltwin/contracts'

/** A calibration, or what a cell keeps of one; `rmsPx` where the residual is known. */
export type KnownImaging = Imaging & Partial<Pick<Calibration, 'rmsPx' | 'caution'>>

/**
 * The calibration off by one standard deviation, once for each of its independent errors: the target's pitch, then lens and
 * pose. What a quantity changes by from one to the next adds in squares to its variance.
 */
export function otherImagings(imaging: Imaging): Imaging[] {
  const { target, camera, plane, covarianceFactor = [] } = imaging
  const others: Imaging[] = []
  const pitchSd = target.pitchUncertaintyMm / 2 / target.pitchMm
  if (pitchSd > 0)
    others.push({ ...imaging, plane: { ...plane, translationMm: plane.translationMm.map((x) => x * (1 + pitchSd)) } })
  const { focalPx, centerX, centerY, k1, k2 } = camera
  const parameters = [focalPx, centerX, centerY, k1, k2, ...plane.rotation, ...plane.translationMm]
  for (let column = 0; (column * (column + 1)) / 2 < covarianceFactor.length; column++) {
    const p = parameters.map((value, row) =>
      row < column ? value : value + covarianceFactor[(row * (row + 1)) / 2 + column]!,
    )
    others.push({
      ...imaging,
      camera: { focalPx: p[0]!, centerX: p[1]!, centerY: p[2]!, k1: p[3]!, k2: p[4]! },
      plane: { rotation: p.slice(5, 8), translationMm: p.slice(8) },
    })
  }
  return others
}

/**
 * Standard uncertainty of a place along an axis of the image, where the record keeps no covariance: the scatter of one mark. A
 * fit is a projection, so it scatters no linear function of the places that its target covered more than independent marks would.
 */
export const placeSdPx = ({ covarianceFactor, rmsPx = 0 }: KnownImaging): number =>
  covarianceFactor ? 0 : rmsPx / Math.SQRT2

/** What weakens the figures of uncertainty; undefined where nothing does. */
export function doubtOf({ covarianceFactor, rmsPx, caution }: KnownImaging): string | undefined {
  const said = caution ? [caution] : []
  if (!covarianceFactor)
    said.push(
      rmsPx === undefined
        ? 'its record says nothing of how uncertain lens and pose are'
        : 'its record keeps no covariance: its residual stands for lens and pose',
    )
  return said.length > 0 ? `calibration: ${said.join('; ')}` : undefined
}
