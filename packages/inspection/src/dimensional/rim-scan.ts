/** The line laser's readings across the grooves, step by step around the part, and where the grooves lie in them. */
import { NO_READING, type Series } from '@celltwin/contracts'
import { medianOf } from '../signal/statistics.ts'

export interface RimScan {
  readonly profiles: number
  readonly points: number
  readonly stepMm: number
  /** Radius, mm; NaN where there is no reading. */
  radius(profile: number, point: number): number
  /** Axial distance of a point from where B nominally stands, mm. */
  axial(point: number): number
}

/** @throws Error where the series does not say what is needed to read it. */
export function readRim(series: Series): RimScan {
  const column = series.columns.find((c) => c.name === 'radius')
  const meta = (name: string): number => {
    const value = series.meta[name]
    if (typeof value !== 'number') throw new Error(`groove-profile: ${name} is missing`)
    return value
  }
  if (!column) throw new Error('groove-profile: no column radius')
  const points = meta('points')
  const [stepMm, originMm, reference] = [meta('pitchMm'), meta('originMm'), meta('referenceRadiusMm')]
  const { data, scale = 1 } = column
  return {
    profiles: Math.floor(data.length / points),
    points,
    stepMm,
    radius: (profile, point) => {
      const raw = data[profile * points + point]!
      return raw === NO_READING ? Number.NaN : raw * scale + reference
    },
    axial: (point) => originMm + point * stepMm,
  }
}

/** Median over the turn of each point, after moving every profile by its own shift in points. */
export function medianProfile(
  scan: RimScan,
  everyNth: number,
  shift: (profile: number) => Shift = () => NONE,
): Float64Array {
  const chosen = Array.from({ length: Math.ceil(scan.profiles / everyNth) }, (_, i) => i * everyNth)
  const shifts = chosen.map(shift)
  const column = new Float64Array(chosen.length)
  return Float64Array.from({ length: scan.points }, (_, point) => {
    let there = 0
    for (let i = 0; i < chosen.length; i++) {
      const profile = chosen[i]!
      const from = point + shifts[i]!.points
      if (from < 0 || from >= scan.points) continue
      const radius = scan.radius(profile, from)
      if (!Number.isNaN(radius)) column[there++] = radius - shifts[i]!.radiusMm
    }
    return medianOf(column.subarray(0, there))
  })
}

export interface Shift {
  readonly points: number
  readonly radiusMm: number
}
const NONE: Shift = { points: 0, radiusMm: 0 }

/** A groove in points of the median profile: its middle and the straight part of its right flank, from the middle. */
export interface GrooveSite {
  readonly middle: number
  readonly flankFrom: number
  readonly flankTo: number
}

/** Shares of a groove's depth between which its flanks are straight whatever its root and crest are. */
const STRAIGHT = { from: 0.25, to: 0.73 } as const

/** The grooves as runs of the profile below half depth. */
export function findGrooves(profile: Float64Array): GrooveSite[] {
  const seen = profile.filter((r) => !Number.isNaN(r)).sort()
  const [root, land] = [seen[Math.floor(seen.length * 0.005)]!, seen[Math.floor(seen.length * 0.98)]!]
  const level = (share: number) => root + share * (land - root)
  const sites: GrooveSite[] = []
  let from: number | undefined
  for (let i = 1; i < profile.length; i++) {
    const deep = profile[i]! < level(0.5)
    if (deep && from === undefined) from = i
    if (deep || from === undefined) continue
    const middle = (from + i - 1) / 2
    if (i - from > 20) sites.push({ middle, ...flankOf(profile, middle, level(STRAIGHT.from), level(STRAIGHT.to)) })
    from = undefined
  }
  return sites
}

function flankOf(profile: Float64Array, middle: number, low: number, high: number) {
  const crossing = (level: number) => {
    let right = Math.round(middle)
    while (right < profile.length - 1 && !(profile[right]! >= level)) right++
    let left = Math.round(middle)
    while (left > 0 && !(profile[left]! >= level)) left--
    return (right - left) / 2
  }
  return { flankFrom: crossing(low), flankTo: crossing(high) }
}
