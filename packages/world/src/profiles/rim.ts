/**
 * The rim's outline in an axial section: radius over axial distance from B, at the part's temperature.
 *
 * Each groove is a V whose flanks hold the ball at the groove's diameter over balls; the root is a round that makes the
 * depth, the crests are rounds between neighbouring grooves, and outside the grooves the rim is a plain land.
 */
import { STEEL_EXPANSION } from '../drawing.ts'
import type { Part } from '../part.ts'

const BALL_RADIUS_MM = 1.25
const LAND_RADIUS_MM = 60
const CREST_ROUND_MM = 0.25
const SMALLEST_ROOT_ROUND_MM = 0.05

interface Vee {
  readonly middleMm: number
  readonly halfAngle: number
  /** Radius where the two flanks would meet. */
  readonly apexMm: number
}

interface Round {
  readonly atMm: number
  readonly centreMm: number
  readonly radiusMm: number
  /** Half the axial width between the points where it touches the flanks. */
  readonly reachMm: number
}

export interface Outline {
  radiusMm(axialMm: number): number
  /** Whether the surface stands steep there, where a laser sees it badly. */
  steep(axialMm: number): boolean
}

export function rimOutline(part: Part): Outline {
  const growth = 1 + STEEL_EXPANSION * (part.partTemperatureC - 20)
  const vees = part.grooves.map((groove): Vee => {
    const halfAngle = (groove.angleDeg * Math.PI) / 360
    const overBall = (part.meanDiameterOverBallsMm + groove.diameterOffsetMm) / 2
    return {
      middleMm: groove.heightMm,
      halfAngle,
      apexMm: overBall - BALL_RADIUS_MM - BALL_RADIUS_MM / Math.sin(halfAngle),
    }
  })
  const crests = vees.slice(1).map((vee, i) => crestBetween(vees[i]!, vee))
  const crestTop = (i: number) => {
    const crest = crests[i]
    return crest ? crest.centreMm + crest.radiusMm : LAND_RADIUS_MM
  }
  const roots = vees.map((vee, i) => rootOf(vee, (crestTop(i - 1) + crestTop(i)) / 2 - part.grooves[i]!.depthMm))

  const nearest = (axialMm: number) =>
    vees.reduce(
      (best, vee, i) => (Math.abs(axialMm - vee.middleMm) < Math.abs(axialMm - vees[best]!.middleMm) ? i : best),
      0,
    )

  const at = (axialMm: number): { radiusMm: number; steep: boolean } => {
    const i = nearest(axialMm)
    const vee = vees[i]!
    const off = axialMm - vee.middleMm
    const root = roots[i]!
    if (Math.abs(off) < root.reachMm)
      return { radiusMm: root.centreMm - Math.sqrt(root.radiusMm ** 2 - off ** 2), steep: false }
    const crest = crests[off < 0 ? i - 1 : i]
    if (crest && Math.abs(axialMm - crest.atMm) < crest.reachMm)
      return { radiusMm: crest.centreMm + Math.sqrt(crest.radiusMm ** 2 - (axialMm - crest.atMm) ** 2), steep: false }
    const flank = vee.apexMm + Math.abs(off) / Math.tan(vee.halfAngle)
    return flank < LAND_RADIUS_MM || crest
      ? { radiusMm: flank, steep: true }
      : { radiusMm: LAND_RADIUS_MM, steep: false }
  }
  return {
    radiusMm: (axialMm) => at(axialMm / growth).radiusMm * growth,
    steep: (axialMm) => at(axialMm / growth).steep,
  }
}

function crestBetween(left: Vee, right: Vee): Round {
  const slopeLeft = 1 / Math.tan(left.halfAngle)
  const slopeRight = 1 / Math.tan(right.halfAngle)
  // Flanks meet where the left groove's right flank is as high as the right groove's left flank.
  const atMm =
    (right.apexMm - left.apexMm + slopeLeft * left.middleMm + slopeRight * right.middleMm) / (slopeLeft + slopeRight)
  const peak = left.apexMm + slopeLeft * (atMm - left.middleMm)
  const halfAngle = (left.halfAngle + right.halfAngle) / 2
  return {
    atMm,
    centreMm: peak - CREST_ROUND_MM / Math.sin(halfAngle),
    radiusMm: CREST_ROUND_MM,
    reachMm: CREST_ROUND_MM * Math.cos(halfAngle),
  }
}

function rootOf(vee: Vee, bottomMm: number): Round {
  const radiusMm = Math.max(SMALLEST_ROOT_ROUND_MM, (bottomMm - vee.apexMm) / (1 / Math.sin(vee.halfAngle) - 1))
  return {
    atMm: vee.middleMm,
    centreMm: vee.apexMm + radiusMm / Math.sin(vee.halfAngle),
    radiusMm,
    reachMm: radiusMm * Math.cos(vee.halfAngle),
  }
}
