/** What data, net and inspector agree on. The packed manifest carries it to the cell. */
import type { FaceNetSpec } from '../packages/inspection/src/visual/face-net.ts'
import { FACE_CLASSES } from '../packages/inspection/src/visual/face-net.ts'
import { scaledPlane } from '../packages/inspection/src/visual/face-plane.ts'
import type { FaceParameters } from '../packages/inspection/src/visual/parameters.ts'

declare const TRAINING_FOLDER: string
export const FOLDER = TRAINING_FOLDER
export const RUNS = `${FOLDER}/runs`
export const PACKAGE = `${FOLDER}/../packages/models/pulley-face`

export const SPEC: Omit<FaceNetSpec, 'uncertainty'> = {
  labels: FACE_CLASSES,
  input: {
    radii: 176,
    innerMm: 16,
    stepMm: 0.25,
    angles: 1024,
    overlap: 32,
    mean: [0.42, 0.08, 0.03],
    spread: [0.2, 0.08, 0.1],
  },
  stride: 2,
  operatingPoint: {
    cell: { crimp: 0.5, grease: 0.5, dent: 0.4, residue: 0.4 },
    peak: 0.7,
    crimpColumns: 8,
  },
}

/** Camera and part as in cells/pulley-cell-1.yaml. */
export const CAMERA: FaceParameters = {
  pixels: 1024,
  mmPerPixel: 0.128,
  crimps: 6,
  firstCrimpDeg: 30,
  crimpRadiusMm: 29.5,
  rimRadiusMm: 60,
  faceInnerRadiusMm: 40,
  codeRadiusMm: 34.9,
  codePlateMm: 7,
  uvTargetMm: [56, 56, 4],
}

/** The faces to learn from are seen by a perfect camera: a real one's pictures are laid flat through its calibration. */
export const PLANE = scaledPlane(CAMERA.pixels, CAMERA.mmPerPixel)

/** `--name value` from the command line. */
export function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
