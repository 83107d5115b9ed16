import type { CellLayout } from './layout.ts'

/** What a station covers of the base plate, m. */
export interface Footprint {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
}

/** Footprints of the stations that have a line round them, by kind. */
export function footprintsOf({
  spindle,
  robot,
  gantry,
  infeed,
  chute,
  bin,
  hold,
}: CellLayout): Record<string, Footprint> {
  const rows = Math.ceil(hold.nests / 2)
  return {
    spindle: { x: spindle.x, z: spindle.z, width: 0.22, depth: 0.22 },
    robot: { x: robot.x, z: robot.z, width: 0.25, depth: 0.25 },
    gantry: {
      x: (gantry.x0 + gantry.x1) / 2,
      z: gantry.z + 0.02,
      width: gantry.x1 - gantry.x0 + 0.15,
      depth: 0.15,
    },
    infeed: { x: infeed.x + 0.08 - infeed.length / 2, z: infeed.z, width: infeed.length + 0.06, depth: 0.2 },
    chute: { x: chute.x + 0.07, z: chute.z, width: 0.32, depth: 0.2 },
    bin: { x: bin.x, z: bin.z, width: bin.width + 0.07, depth: bin.depth + 0.07 },
    hold: { x: hold.x, z: hold.z, width: 2 * hold.pitch + 0.045, depth: rows * hold.pitch + 0.045 },
  }
}
