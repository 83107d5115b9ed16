/** How clearly each element of a bearing strikes: its kinematic line, multiples and sidebands in the order spectrum. */
import { type BearingGeometry, bearingHz } from '../vibration/bearing.ts'
import type { OrderSpectrum } from './order-spectrum.ts'

/**
 * By what it does and not by where it is: damage on the race that turns passes through the load once a turn, damage on
 * the one that stands carries the same load always. Whichever ring turns, the same role sounds the same.
 */
export const ELEMENTS = ['standing race', 'turning race', 'ball'] as const
export type Element = (typeof ELEMENTS)[number]

export interface ElementLines {
  readonly element: Element
  readonly expectedOrder: number
  /** Where multiples and sidebands together stand highest, within the slip allowed. */
  readonly order: number
  /** Line and multiples above the floor, dB. */
  readonly multiplesDb: readonly number[]
  /** Mean of the sidebands one shaft turn and one cage turn either side of all multiples, dB. */
  readonly shaftSidebandsDb: number
  readonly cageSidebandsDb: number
}

/** Bearings slip: a line is sought this far about its kinematic place. */
export const SLIP_SHARE = 0.02
const SLIP_STEPS = 20
export const MULTIPLES = 4

export function elementOrders(geometry: BearingGeometry): Readonly<Record<Element | 'cage', number>> {
  const { ftf, bpfo, bpfi, twiceBsf } = bearingHz(geometry, 1)
  const [turning, standing] = geometry.turning === 'outer' ? [bpfo, bpfi] : [bpfi, bpfo]
  return { 'turning race': turning, 'standing race': standing, ball: twiceBsf, cage: ftf }
}

/** Where the table of a bearing calls it outer or inner. */
export const raceOf = (element: Element, { turning }: BearingGeometry): string => {
  if (element === 'ball') return 'ball'
  return (element === 'turning race') === (turning === 'outer') ? 'outer race' : 'inner race'
}

export function elementLines(spectrum: OrderSpectrum, geometry: BearingGeometry): ElementLines[] {
  const orders = elementOrders(geometry)
  return ELEMENTS.map((element) => ({ element, ...linesAt(spectrum, orders[element], orders.cage) }))
}

function linesAt({ heightsDb, binOrder }: OrderSpectrum, expectedOrder: number, cageOrder: number) {
  const heightAt = (order: number) => heightsDb[Math.round(order / binOrder)] ?? 0
  let best = { order: expectedOrder, sumDb: Number.NEGATIVE_INFINITY, multiplesDb: [] as number[] }
  for (let step = -SLIP_STEPS; step <= SLIP_STEPS; step++) {
    const order = expectedOrder * (1 + (SLIP_SHARE * step) / SLIP_STEPS)
    const multiplesDb = Array.from({ length: MULTIPLES }, (_, m) => heightAt((m + 1) * order))
    const sumDb = multiplesDb.reduce((sum, x) => sum + x, 0)
    if (sumDb > best.sumDb) best = { order, sumDb, multiplesDb }
  }
  const sidebands = (apart: number) => {
    let sum = 0
    for (let m = 1; m <= MULTIPLES; m++) sum += heightAt(m * best.order - apart) + heightAt(m * best.order + apart)
    return sum / (2 * MULTIPLES)
  }
  return {
    expectedOrder,
    order: best.order,
    multiplesDb: best.multiplesDb,
    shaftSidebandsDb: sidebands(1),
    cageSidebandsDb: sidebands(cageOrder),
  }
}
