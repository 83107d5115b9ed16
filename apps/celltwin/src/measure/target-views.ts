/** `celltwin target`: what a cell's simulated camera sees of a calibration target that is held under it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CellDefinition } from '@celltwin/contracts'
import { cameraOf, type Placement, renderTarget } from '@celltwin/world'
import sharp from 'sharp'

export interface TargetOptions {
  readonly target: 'chess' | 'dots'
  readonly pitch: number
  readonly gauge: string
}

/** Tilted this way and that, for the lens; the last lies where the part's face lies. */
const PLACEMENTS: readonly Placement[] = [
  { turnedDeg: [25, 0, 10], movedMm: [0, 0, 0] },
  { turnedDeg: [-25, 8, -20], movedMm: [5, 0, 0] },
  { turnedDeg: [6, 28, 40], movedMm: [0, -5, -10] },
  { turnedDeg: [-8, -27, 75], movedMm: [-5, 5, 10] },
  { turnedDeg: [18, -18, 5], movedMm: [0, 0, 20] },
  { turnedDeg: [0, 0, 8], movedMm: [0, 0, 0] },
]
/** Marks from the middle of the plate to its edge, so that the calibration finds enough of them. */
const LEAST_MARKS = 3
/** The plate fills most of the picture and stays inside it. */
const PLATE_SHARE = 0.86

/** Writes one PNG for each view. @returns their paths, the one on the plane last. @throws Error naming the gauge. */
export async function writeTargetViews(
  { modules }: CellDefinition,
  folder: string,
  { target: kind, pitch, gauge }: TargetOptions,
): Promise<string[]> {
  const module = Object.values(modules).find((one) => one.gauge === gauge)
  if (!module) throw new Error(`no module of this cell has the gauge ${gauge}`)
  const camera = cameraOf(module.parameters)
  const { pixels, mmPerPixel } = camera
  const reachMm = (PLATE_SHARE * pixels * mmPerPixel) / 2
  const marks = Math.floor(reachMm / pitch)
  if (marks < LEAST_MARKS)
    throw new Error(`--pitch: must be at most ${(reachMm / LEAST_MARKS).toFixed(1)} mm for this camera, it is ${pitch}`)
  const halfMm = pitch * marks
  mkdirSync(folder, { recursive: true })
  const files: string[] = []
  for (const [shot, placement] of PLACEMENTS.entries()) {
    const grey = renderTarget({ kind, pitchMm: pitch, halfMm }, camera, placement, shot)
    const file = join(folder, shot === PLACEMENTS.length - 1 ? 'plane.png' : `tilted-${shot + 1}.png`)
    await sharp(grey, { raw: { width: pixels, height: pixels, channels: 1 } })
      .png()
      .toFile(file)
    files.push(file)
  }
  return files
}
