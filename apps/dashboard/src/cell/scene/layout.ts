/** Where everything stands, in metres, read from the stations of the cell file. Another file moves things; no code does. */
import { type CellDefinition, rackOf, type Station, type StationKind } from '@celltwin/contracts'

export interface Place {
  readonly x: number
  readonly y: number
  readonly z: number
}

export interface CellLayout {
  readonly frame: {
    readonly width: number
    readonly depth: number
    readonly plate: number
    readonly floor: number
    readonly top: number
    readonly guard: number
  }
  readonly robot: Place
  /** `seat`: underside of a part that sits there. */
  readonly spindle: Place & { readonly seat: number }
  readonly gantry: {
    readonly z: number
    readonly x0: number
    readonly x1: number
    readonly beam: number
    readonly measureX: number
    readonly parkX: number
  }
  readonly infeed: Place & { readonly seat: number; readonly length: number }
  readonly hold: Place & { readonly seat: number; readonly pitch: number; readonly nests: number }
  readonly bin: Place & { readonly width: number; readonly height: number; readonly depth: number }
  readonly chute: Place & { readonly seat: number; readonly length: number; readonly slope: number }
  readonly andon: Place
  /** Where the file describes one: shelves `rise` apart, the lowest `foot` high, and a nest `reach` in front of them. */
  readonly rack:
    | (Place & {
        readonly columns: number
        readonly pitch: number
        readonly foot: number
        readonly rise: number
        readonly seat: number
        readonly reach: number
        readonly places: number
      })
    | undefined
  /** From the underside of a part to its friction face B. */
  readonly partHeight: number
}

/** From the underside to B: first groove, five pitches and the lower rim of a 6PK pulley. */
const PART_HEIGHT = 0.031

const DEFAULTS: Readonly<Partial<Record<StationKind, { pose: Place; shape: Readonly<Record<string, number>> }>>> = {
  frame: {
    pose: { x: 0, y: 0, z: 0 },
    shape: { width: 1.24, depth: 0.92, plate: 0.025, top: 0.66, guard: 0.3, floor: -0.56 },
  },
  robot: { pose: { x: 0.06, y: 0.06, z: -0.1 }, shape: {} },
  spindle: { pose: { x: -0.31, y: 0, z: -0.1 }, shape: { seat: 0.232 } },
  gantry: {
    pose: { x: 0, y: 0, z: -0.35 },
    shape: { x0: -0.57, x1: -0.06, beam: 0.52, measure: -0.31, park: -0.515 },
  },
  infeed: { pose: { x: -0.29, y: 0, z: 0.25 }, shape: { seat: 0.075, length: 0.36 } },
  hold: { pose: { x: 0.05, y: 0, z: 0.3 }, shape: { seat: 0.068, pitch: 0.15 } },
  bin: { pose: { x: 0.43, y: 0, z: 0.26 }, shape: { width: 0.21, height: 0.15, depth: 0.21 } },
  chute: { pose: { x: 0.4, y: 0, z: -0.08 }, shape: { seat: 0.2, length: 0.44, slope: 0.26 } },
  andon: { pose: { x: 0.55, y: 0.66, z: -0.4 }, shape: {} },
  rack: {
    pose: { x: 0.34, y: 0, z: -0.385 },
    shape: { columns: 4, pitch: 0.126, foot: 0.08, rise: 0.045, seat: 0.225, reach: 0.15 },
  },
}

/** Layout of a cell with a robot. A dimension that the file leaves out takes the reference cell's. */
export function layoutOf(definition: Pick<CellDefinition, 'stations' | 'challenge' | 'masters'>): CellLayout {
  const stationOf = (kind: StationKind): Station | undefined => definition.stations.find((s) => s.kind === kind)
  const place = (kind: StationKind): Place => {
    const { x, y, z } = stationOf(kind)?.pose ?? DEFAULTS[kind]!.pose
    return { x, y, z }
  }
  const size = (kind: StationKind, name: string): number =>
    stationOf(kind)?.shape[name] ?? DEFAULTS[kind]?.shape[name] ?? 0

  return {
    frame: {
      width: size('frame', 'width'),
      depth: size('frame', 'depth'),
      plate: size('frame', 'plate'),
      floor: size('frame', 'floor'),
      top: size('frame', 'top'),
      guard: size('frame', 'guard'),
    },
    robot: place('robot'),
    spindle: { ...place('spindle'), seat: size('spindle', 'seat') },
    gantry: {
      z: place('gantry').z,
      x0: size('gantry', 'x0'),
      x1: size('gantry', 'x1'),
      beam: size('gantry', 'beam'),
      measureX: size('gantry', 'measure'),
      parkX: size('gantry', 'park'),
    },
    infeed: { ...place('infeed'), seat: size('infeed', 'seat'), length: size('infeed', 'length') },
    hold: {
      ...place('hold'),
      seat: size('hold', 'seat'),
      pitch: size('hold', 'pitch'),
      nests: stationOf('hold')?.capacity ?? 4,
    },
    bin: {
      ...place('bin'),
      width: size('bin', 'width'),
      height: size('bin', 'height'),
      depth: size('bin', 'depth'),
    },
    chute: {
      ...place('chute'),
      seat: size('chute', 'seat'),
      length: size('chute', 'length'),
      slope: size('chute', 'slope'),
    },
    andon: place('andon'),
    rack: stationOf('rack') && {
      ...place('rack'),
      columns: size('rack', 'columns'),
      pitch: size('rack', 'pitch'),
      foot: size('rack', 'foot'),
      rise: size('rack', 'rise'),
      seat: size('rack', 'seat'),
      reach: size('rack', 'reach'),
      places: rackOf(definition).length,
    },
    partHeight: PART_HEIGHT,
  }
}

const nestRows = (layout: CellLayout) => Math.ceil(layout.hold.nests / 2)

/** Centre of hold nest `n`: two columns, rows from the back. */
export const nestX = (layout: CellLayout, n: number): number =>
  layout.hold.x + (n % 2 === 0 ? -0.5 : 0.5) * layout.hold.pitch
export const nestZ = (layout: CellLayout, n: number): number =>
  layout.hold.z + (Math.floor(n / 2) - (nestRows(layout) - 1) / 2) * layout.hold.pitch

type Rack = NonNullable<CellLayout['rack']>

export const rackRows = ({ places, columns }: Rack): number => Math.max(1, Math.ceil(places / columns))

/** Underside of the part in place `n` of the rack: from the top left, row by row. */
export const rackPlace = (rack: Rack, n: number): Place => ({
  x: rack.x + ((n % rack.columns) - (rack.columns - 1) / 2) * rack.pitch,
  y: rack.foot + (rackRows(rack) - 1 - Math.floor(n / rack.columns)) * rack.rise,
  z: rack.z,
})
