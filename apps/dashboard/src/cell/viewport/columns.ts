/** Which column a station's label stands in and in what order: by where the first camera sees the station. Pure. */
import type { Station } from '@celltwin/contracts'

export interface Columns {
  readonly left: readonly Station[]
  readonly right: readonly Station[]
}

const NAMED: readonly string[] = [
  'robot',
  'spindle',
  'camera',
  'laser',
  'accelerometer',
  'infeed',
  'hold',
  'bin',
  'chute',
  'rack',
  'bench',
  'motor',
]

/** Heights at which leaders end, where the pose is a foot and not the thing itself. */
const RISE: Readonly<Record<string, number>> = {
  robot: 0.3,
  chute: 0.17,
  rack: 0.3,
  camera: 0,
  laser: 0.05,
  spindle: 0.15,
}

/** Screen position as the overview camera sees it: x to the right, y down; only the order matters. */
function seen({ kind, pose }: Station): { x: number; y: number } {
  const y = pose.y + (RISE[kind] ?? 0.05)
  // The overview looks from the front right and above.
  return { x: pose.x * 0.957 - pose.z * 0.293, y: -y * 0.9 + (pose.z * 0.957 + pose.x * 0.293) * 0.45 }
}

export function columnsOf(stations: readonly Station[]): Columns {
  const named = stations
    .filter((station) => NAMED.includes(station.kind))
    .map((station) => ({ station, ...seen(station) }))
  const byX = named.toSorted((a, b) => a.x - b.x)
  const half = Math.ceil(byX.length / 2)
  const column = (list: typeof byX) => list.toSorted((a, b) => a.y - b.y).map(({ station }) => station)
  return { left: column(byX.slice(0, half)), right: column(byX.slice(half)) }
}

/** Where labels of one column begin, px from the top: evenly spread, never closer than their own height. */
export function labelTops(count: number, height: number, label: number): number[] {
  const pitch = Math.max(label, (height - label) / Math.max(1, count))
  const first = Math.max(0, (height - pitch * (count - 1) - label) / 2)
  return Array.from({ length: count }, (_, i) => Math.round(first + i * pitch))
}
