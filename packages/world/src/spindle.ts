/** How spindle and mandrel of a fixture move by themselves, turn for turn. The machine is the same in every world. */
import type { Series } from '@celltwin/contracts'
import type { Part } from './part.ts'
import { type Random, randomFor } from './random.ts'

const RADIANS = Math.PI / 180

/** Amplitudes in µm between which a fixture's error of an order lies. The mandrel's eccentricity is the first radial one. */
const AXIAL_UM = { 1: [2, 5], 2: [0.5, 1.5], 3: [0.3, 1], 5: [0.2, 0.6] } as const
const RADIAL_UM = { 1: [3, 7], 2: [1, 2.5], 3: [0.5, 1.5], 5: [0.2, 0.8] } as const
/** A master ring is never quite round, nor quite flat. */
const RING_UM = { 1: [1, 4], 2: [0.3, 1], 3: [0.1, 0.5], 4: [0.1, 0.3] } as const
const NOISE_MM = 0.0025

type Amplitudes = Readonly<Record<number, readonly [number, number]>>

/** Displacement by angle. */
export type Motion = (angleDeg: number) => number

function motion(random: Random, amplitudes: Amplitudes): Motion {
  const waves = Object.entries(amplitudes).map(([order, [low, high]]) => ({
    order: Number(order),
    amplitudeMm: random.between(low, high) / 1000,
    phaseDeg: random.between(0, 360),
  }))
  return (angleDeg) =>
    waves.reduce((sum, w) => sum + w.amplitudeMm * Math.cos((w.order * angleDeg - w.phaseDeg) * RADIANS), 0)
}

/** By the spindle's own angle. */
export function spindleMotion(fixture: string): { readonly axialMm: Motion; readonly radialMm: Motion } {
  return {
    axialMm: motion(randomFor(0, 0, `spindle axial/${fixture}`), AXIAL_UM),
    radialMm: motion(randomFor(0, 0, `spindle radial/${fixture}`), RADIAL_UM),
  }
}

/** The spindle's angle when the part's angle zero passes the lasers: a part is put on as it comes. */
export const mountedAtDeg = (part: Part): number =>
  Math.round(randomFor(part.seed, part.seatedIn ?? part.cycleNumber, 'mount').between(0, 360) * 100) / 100

export interface RingScanOptions {
  readonly fixture: string
  /** Which master ring. */
  readonly ring: number
  readonly turnedDeg: number
  /** The radial laser stands on the other side, as Donaldson's reversal wants it. */
  readonly opposite?: boolean
  readonly profilesPerRev?: number
  readonly revolutions?: number
}

/** A master ring scanned on a fixture: readings by the ring's own angle. */
export function renderRingScan(options: RingScanOptions): Series {
  const { fixture, ring, turnedDeg, opposite = false, profilesPerRev = 360, revolutions = 20 } = options
  const spindle = spindleMotion(fixture)
  const axialForm = motion(randomFor(ring, 0, 'ring axial'), RING_UM)
  const radialForm = motion(randomFor(ring, 0, 'ring radial'), RING_UM)
  const random = randomFor(ring, 0, `ring scan/${fixture}/${turnedDeg}`)
  const readings = profilesPerRev * revolutions
  const column = (name: string, height: Motion) => ({
    name,
    unit: 'mm',
    data: Float32Array.from(
      { length: readings },
      (_, i) => height(((i % profilesPerRev) * 360) / profilesPerRev) + NOISE_MM * random.normal(),
    ),
  })
  const side = opposite ? -1 : 1
  const passesDeg = turnedDeg - (opposite ? 180 : 0)
  return {
    kind: 'ring-scan',
    meta: { fixture, spindleDeg: turnedDeg, radialSide: opposite ? 'opposite' : 'near', profilesPerRev, revolutions },
    columns: [
      column('axial', (angle) => axialForm(angle) + spindle.axialMm(angle + turnedDeg)),
      column('radial', (angle) => radialForm(angle) + side * spindle.radialMm(angle + passesDeg)),
    ],
  }
}
