/** Whether stations of a cell can stand as they are described: inside, beside one another, in the robot's reach. Metres. */
import type { CellDefinition, Station } from './cell.ts'
import type { Flaw } from './check.ts'

/** The robot's arm: Denavit-Hartenberg lengths of six axes with an offset wrist, and of its tool. */
export const ARM = { d1: 0.19, a2: -0.33, a3: -0.285, d4: 0.112, d5: 0.088, d6: 0.08, tool: 0.092 } as const

/** What a station covers of the base plate. */
export interface Footprint {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
}

/** Two that stand closer than this stand in one place. */
const ONE_PLACE_M = 0.01
/** Nests of a hold fixture stand in two columns. */
const NEST_COLUMNS = 2
const DEFAULT_NESTS = 4

const size = ({ shape }: Station, name: string, otherwise: number): number => shape[name] ?? otherwise
const nestRows = ({ capacity = DEFAULT_NESTS }: Station) => Math.ceil(capacity / NEST_COLUMNS)

/** Undefined where a station does not stand on the plate. */
export function footprintOf(station: Station): Footprint | undefined {
  const { x, z } = station.pose
  switch (station.kind) {
    case 'robot':
      return { x, z, width: 0.25, depth: 0.25 }
    case 'spindle':
      return { x, z, width: 0.22, depth: 0.22 }
    case 'infeed': {
      const length = size(station, 'length', 0.36)
      return { x: x + 0.08 - length / 2, z, width: length + 0.06, depth: 0.2 }
    }
    case 'chute':
      return { x: x + 0.07, z, width: 0.32, depth: 0.2 }
    case 'bin':
      return { x, z, width: size(station, 'width', 0.21) + 0.07, depth: size(station, 'depth', 0.21) + 0.07 }
    case 'hold': {
      const pitch = size(station, 'pitch', 0.15)
      return { x, z, width: NEST_COLUMNS * pitch + 0.045, depth: nestRows(station) * pitch + 0.045 }
    }
    case 'rack':
      return { x, z, width: size(station, 'columns', 4) * size(station, 'pitch', 0.126) + 0.03, depth: 0.15 }
    default:
      return undefined
  }
}

/** Whether the arm, its tool straight down, gets to a place: `across` from its axis, `up` from its foot. */
export function armReaches(across: number, up: number): boolean {
  const { d1, a2, a3, d4, d5, d6, tool } = ARM
  if (across < d4) return false
  const reach = Math.hypot(d5 - Math.sqrt(across * across - d4 * d4), up + tool + d6 - d1)
  return reach <= Math.abs(a2 + a3) && reach >= Math.abs(a2 - a3)
}

/** Rules of space. A bench has no robot, and its trays lie as they like. */
export function geometryFlaws({ kind, stations }: CellDefinition): Flaw[] {
  const rotor = kind === 'rotor-cell'
  return [
    ...outside(stations),
    ...samePlace(stations),
    ...(rotor ? [...overlaps(stations), ...unreachable(stations)] : []),
  ]
}

const isGround = ({ kind }: Station) => kind === 'frame' || kind === 'bench'

function* outside(stations: readonly Station[]): Generator<Flaw> {
  const ground = stations.find(isGround)
  if (!ground) return
  const halfWidth = size(ground, 'width', Number.POSITIVE_INFINITY) / 2
  const halfDepth = size(ground, 'depth', Number.POSITIVE_INFINITY) / 2
  const [floor, top] = [size(ground, 'floor', Number.NEGATIVE_INFINITY), size(ground, 'top', Number.POSITIVE_INFINITY)]
  for (const [index, { pose }] of stations.entries()) {
    const field = `/stations/${index}/pose`
    if (Math.abs(pose.x - ground.pose.x) > halfWidth)
      yield { field: `${field}/x`, rule: `must lie within ${metres(halfWidth)} of the middle of ${ground.id}` }
    if (Math.abs(pose.z - ground.pose.z) > halfDepth)
      yield { field: `${field}/z`, rule: `must lie within ${metres(halfDepth)} of the middle of ${ground.id}` }
    const height = pose.y - ground.pose.y
    if (height < floor || height > top)
      yield { field: `${field}/y`, rule: `must lie between floor (${metres(floor)}) and top (${metres(top)})` }
  }
}

function* samePlace(stations: readonly Station[]): Generator<Flaw> {
  const placed = [...stations.entries()].filter(([, station]) => !isGround(station))
  for (const [n, [index, { pose }]] of placed.entries()) {
    const other = placed
      .slice(0, n)
      .find(([, { pose: p }]) => Math.hypot(p.x - pose.x, p.y - pose.y, p.z - pose.z) < ONE_PLACE_M)
    if (other) yield { field: `/stations/${index}/pose`, rule: `${other[1].id} stands in this place` }
  }
}

function* overlaps(stations: readonly Station[]): Generator<Flaw> {
  const standing = stations.flatMap((station, index) => {
    const print = footprintOf(station)
    return print ? [{ index, id: station.id, print }] : []
  })
  for (const [n, { index, print }] of standing.entries()) {
    const other = standing.slice(0, n).find(({ print: b }) => overlap(print, b))
    if (other) yield { field: `/stations/${index}/pose`, rule: `stands on ${other.id}` }
  }
}

const overlap = (a: Footprint, b: Footprint): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.z - b.z) < (a.depth + b.depth) / 2

function* unreachable(stations: readonly Station[]): Generator<Flaw> {
  const robot = stations.find(({ kind }) => kind === 'robot')
  if (!robot) return
  for (const [index, station] of stations.entries()) {
    const far = placesOf(station).some(
      ({ x, y, z }) => !armReaches(Math.hypot(x - robot.pose.x, z - robot.pose.z), y - robot.pose.y),
    )
    if (far) yield { field: `/stations/${index}/pose`, rule: `is out of reach of ${robot.id}` }
  }
}

/** Where the robot takes parts from, or puts them. */
function placesOf(station: Station): { x: number; y: number; z: number }[] {
  const { x, y, z } = station.pose
  switch (station.kind) {
    case 'spindle':
      return [{ x, y: y + size(station, 'seat', 0.232), z }]
    case 'infeed':
      return [{ x, y: y + size(station, 'seat', 0.075), z }]
    case 'chute':
      return [{ x, y: y + size(station, 'seat', 0.2), z }]
    case 'bin':
      return [{ x, y: y + size(station, 'height', 0.15), z }]
    case 'hold': {
      const pitch = size(station, 'pitch', 0.15)
      const rows = nestRows(station)
      return Array.from({ length: station.capacity ?? DEFAULT_NESTS }, (_, n) => ({
        x: x + ((n % NEST_COLUMNS) - (NEST_COLUMNS - 1) / 2) * pitch,
        y: y + size(station, 'seat', 0.068),
        z: z + (Math.floor(n / NEST_COLUMNS) - (rows - 1) / 2) * pitch,
      }))
    }
    case 'rack':
      return [{ x, y: y + size(station, 'seat', 0.225), z: z + size(station, 'reach', 0.15) }]
    default:
      return []
  }
}

const metres = (value: number) => `${Math.round(value * 1000) / 1000} m`
