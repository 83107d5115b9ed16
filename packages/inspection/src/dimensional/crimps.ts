/** Heights of the crimps above hub face C. */
import { columnValues, type Location, type Measurement, type Recipe, type Series } from '@celltwin/contracts'
import { medianOf } from '../signal/statistics.ts'
import { type Answer, answer, limitsOf, noAnswer, roomTo } from './measure.ts'
import type { ProfileParameters } from './parameters.ts'
import { fitRing, type Ring } from './ring.ts'
import { expanded, place } from './wording.ts'

const IDS = ['crimp-height-min', 'crimp-height-max', 'crimp-height-range'] as const
/** A crimp is sought this far about its place, and its top is taken over this much of it. */
const SEARCH_DEG = 9
const TOP_DEG = 3.5
/** Whatever stands lower above C than this is no crimp but the bearing ring. */
const PRESENT_MM = 0.25
/** Standard uncertainty of the two lasers against each other, mm. */
const REFERENCE_MM = 0.0055

interface Crimp {
  readonly number: number
  readonly angleDeg: number
  /** null: not there. */
  readonly heightMm: number | null
  readonly standardMm: number
}

export function measureCrimps(series: Series, recipe: Recipe, parameters: ProfileParameters): Measurement[] {
  const { profilesPerRev, crimps: count, firstCrimpDeg } = parameters
  const hub = fitRing(columnValues(series, 'hub'), profilesPerRev, 1)
  if (!hub) return IDS.map((id) => noAnswer(id, 'hub face C could not be seen'))
  const above = heightsAboveC(columnValues(series, 'crimp'), hub, parameters)
  const crimps = Array.from({ length: count }, (_, i) => crimpNear(above, firstCrimpDeg + (i * 360) / count, i + 1))
  const locations = crimps.map((crimp) => locate(crimp, recipe, parameters.crimpRadiusMm))

  const there = crimps.filter((crimp): crimp is Crimp & { heightMm: number } => crimp.heightMm !== null)
  if (there.length === 0) return IDS.map((id) => noAnswer(id, 'no crimp is there', locations))
  const missing = crimps.filter((crimp) => crimp.heightMm === null)
  const note =
    missing.length === 0
      ? ''
      : ` without ${missing.map((c) => `crimp ${c.number} at ${place(c.angleDeg)}`).join(' and ')}, which is not there`
  const low = there.reduce((a, b) => (b.heightMm < a.heightMm ? b : a))
  const high = there.reduce((a, b) => (b.heightMm > a.heightMm ? b : a))
  const noise = Math.max(...there.map((crimp) => crimp.standardMm))
  const tell = (id: (typeof IDS)[number], told: Omit<Answer, 'locations'>) => answer(id, { ...told, locations })
  const uncertainty = expanded(REFERENCE_MM, noise)
  return [
    tell('crimp-height-min', {
      value: low.heightMm,
      uncertainty,
      explanation: `The lowest crimp, number ${low.number} at ${place(low.angleDeg)}, stands ${low.heightMm.toFixed(3)} mm above C${note}.`,
    }),
    tell('crimp-height-max', {
      value: high.heightMm,
      uncertainty,
      explanation: `The highest crimp, number ${high.number} at ${place(high.angleDeg)}, stands ${high.heightMm.toFixed(3)} mm above C${note}.`,
    }),
    tell('crimp-height-range', {
      value: high.heightMm - low.heightMm,
      uncertainty,
      explanation: `Crimp ${high.number} stands ${(high.heightMm - low.heightMm).toFixed(3)} mm higher than crimp ${low.number}${note}.`,
    }),
  ]
}

/** Reading by reading, above the plane of C carried on to the crimps' radius. One entry a step of shaft angle. */
function heightsAboveC(track: Float64Array, hub: Ring, parameters: ProfileParameters): Float64Array {
  const { profilesPerRev, crimpRadiusMm, hubRadiusMm } = parameters
  const lever = crimpRadiusMm / hubRadiusMm
  return Float64Array.from({ length: profilesPerRev }, (_, i) => {
    const there: number[] = []
    for (let j = i; j < track.length; j += profilesPerRev) if (!Number.isNaN(track[j]!)) there.push(track[j]!)
    const angle = (2 * Math.PI * i) / profilesPerRev
    return medianOf(there) - hub.mean - lever * (hub.first[0] * Math.cos(angle) + hub.first[1] * Math.sin(angle))
  })
}

function crimpNear(above: Float64Array, nominalDeg: number, number: number): Crimp {
  const step = 360 / above.length
  const at = (i: number) => above[((i % above.length) + above.length) % above.length]!
  const middle = Math.round(nominalDeg / step)
  const reach = Math.round(SEARCH_DEG / step)
  let sum = 0
  let standing = 0
  for (let i = middle - reach; i <= middle + reach; i++) {
    if (at(i) > PRESENT_MM) {
      sum += i
      standing++
    }
  }
  // Less than its flat top's width of metal is a burr.
  if (standing * step < 2 * TOP_DEG) return { number, angleDeg: nominalDeg, heightMm: null, standardMm: 0 }
  const centre = Math.round(sum / standing)
  const half = Math.round(TOP_DEG / step)
  const top = Array.from({ length: 2 * half + 1 }, (_, i) => at(centre - half + i)).filter((h) => !Number.isNaN(h))
  const height = medianOf(top)
  const scatter = 1.4826 * medianOf(top.map((h) => Math.abs(h - height)))
  return { number, angleDeg: centre * step, heightMm: height, standardMm: (1.25 * scatter) / Math.sqrt(top.length) }
}

function locate({ number, angleDeg, heightMm }: Crimp, recipe: Recipe, radiusMm: number): Location {
  const [lowest, highest] = [limitsOf(recipe, 'crimp-height-min'), limitsOf(recipe, 'crimp-height-max')]
  return {
    angleDeg,
    radiusMm,
    value: heightMm,
    label: heightMm === null ? `crimp ${number}: not there` : `crimp ${number}`,
    conforming: heightMm !== null && roomTo(lowest, heightMm) >= 0 && roomTo(highest, heightMm) >= 0,
  }
}
