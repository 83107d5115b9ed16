/** Where things stand on a bench, metres, read from its stations. */
import type { CellDefinition, Destination, Station, StationKind } from '@celltwin/contracts'
import type { Place } from './layout.ts'

export interface BenchLayout {
  readonly width: number
  readonly depth: number
  /** Where a part is looked at, where it is run, and where it lies afterwards. */
  readonly pad: Place
  readonly rig: Place
  readonly trays: Readonly<Record<Destination, Place>>
  readonly camera: Place | undefined
  readonly accelerometer: Place
}

/** Half the height of a part lying flat. */
const HALF_PART = 0.0075
const TRAY_Y = 0.012

export function benchLayoutOf({ stations }: Pick<CellDefinition, 'stations'>): BenchLayout {
  const of = (kind: StationKind): Station | undefined => stations.find((station) => station.kind === kind)
  const tray = (kind: StationKind, x: number): Place => {
    const pose = of(kind)?.pose ?? { x, y: 0, z: 0 }
    return { x: pose.x, y: pose.y + TRAY_Y + HALF_PART, z: pose.z }
  }
  const camera = of('camera')?.pose
  const accelerometer = of('accelerometer')?.pose ?? { x: -0.15, y: 0.1, z: 0 }
  const bench = of('bench')
  return {
    width: bench?.shape.width ?? 0.8,
    depth: bench?.shape.depth ?? 0.5,
    pad: { x: camera?.x ?? 0, y: 0.02 + HALF_PART, z: camera?.z ?? 0 },
    rig: { x: accelerometer.x, y: accelerometer.y - 0.042, z: accelerometer.z },
    trays: { accept: tray('chute', -0.3), reject: tray('bin', 0.3), hold: tray('hold', 0.3) },
    camera,
    accelerometer,
  }
}
