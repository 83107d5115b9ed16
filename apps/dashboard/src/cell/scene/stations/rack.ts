/** Shelves for challenge and master parts, and the nest in front of them in which the robot takes and leaves one. */
import { Group } from 'three'
import { Collector } from '../collector.ts'
import { box, ring, roundCylinder } from '../geometry.ts'
import { type CellLayout, rackRows } from '../layout.ts'
import type { Materials } from '../materials.ts'
import { nestPin } from './places.ts'

const DEPTH = 0.13
const SHEET = 0.004
/** Over a shelf, so that the highest part has a roof. */
const ROOF_M = 0.044

export function createRack(m: Materials, rack: NonNullable<CellLayout['rack']>): Group {
  const group = new Group()
  group.name = 'station:rack'
  const { x, z, columns, pitch, foot, rise, seat, reach } = rack
  const rows = rackRows(rack)
  const width = columns * pitch + 0.012
  const top = foot + (rows - 1) * rise + ROOF_M
  const c = new Collector('rack')
  for (const side of [-1, 1]) {
    c.add(m.anodised, box(0.01, top, DEPTH, 0.002), x + (side * width) / 2, top / 2, z)
    for (const deep of [-1, 1])
      c.add(m.black, box(0.03, 0.008, 0.03, 0.002), x + (side * width) / 2, 0.004, z + deep * 0.045)
  }
  for (let row = 0; row < rows; row++) {
    const y = foot + row * rise
    c.add(m.sheet, box(width, SHEET, DEPTH, 0.001), x, y - SHEET / 2, z)
    // A lip keeps a part from walking off its shelf.
    c.add(m.darkSheet, box(width, 0.01, 0.003, 0.001), x, y + 0.003, z + DEPTH / 2)
    for (let column = 0; column < columns; column++)
      c.add(m.black, ring(0.03, 0.045, y, y + 0.003, 32), x + (column - (columns - 1) / 2) * pitch, 0, z)
  }
  c.add(m.sheet, box(width, SHEET, DEPTH, 0.001), x, top, z)
  c.add(m.darkSheet, box(width, top - foot, 0.003, 0.001), x, (top + foot) / 2, z - DEPTH / 2)
  tongue(c, m, { x, y: seat, from: z + DEPTH / 2, to: z + reach })
  return c.into(group, { groundY: 0 })
}

/** Guides of the lift, and the nest that it brings a part to. */
function tongue(c: Collector, m: Materials, at: { x: number; y: number; from: number; to: number }): void {
  const { x, y, from, to } = at
  c.add(m.aluminium, box(0.05, 0.012, to - from + 0.04, 0.003), x, y - 0.024, (from + to) / 2)
  c.add(m.anodised, box(0.03, y - 0.03, 0.02, 0.002), x, (y - 0.03) / 2, to)
  c.add(m.black, ring(0.045, 0.066, y - 0.018, y - 0.012, 48), x, 0, to)
  c.add(m.rubber, ring(0.036, 0.05, y - 0.012, y + 0.0005, 40), x, 0, to)
  c.add(m.bright, nestPin(y, 24), x, 0, to)
  c.add(m.lens, roundCylinder(0.003, 0.002, 0.0004, 12), x + 0.05, y - 0.012, to + 0.03)
}
