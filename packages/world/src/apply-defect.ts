/** What each defect does to an otherwise sound part. */
import { DRAWING, deviation } from './drawing.ts'
import { flatnessMm, withFlatness } from './face-form.ts'
import type { Draft } from './make-part.ts'
import { type Crimp, type Defect, type Groove, ODDITIES, type Oddity, type Patch } from './part.ts'
import type { Random } from './random.ts'

const side = (random: Random): 1 | -1 => (random.uniform() < 0.5 ? -1 : 1)

const turnBetween = (a: number, b: number) => Math.abs(((((a - b) % 360) + 540) % 360) - 180)

/** Changes the crimps nearest to the defect's angle. */
function onCrimps(part: Draft, { angleDeg }: Defect, count: number, change: (crimp: Crimp) => Partial<Crimp>): Draft {
  const nearest = [...part.crimps].sort((a, b) => turnBetween(a.angleDeg, angleDeg) - turnBetween(b.angleDeg, angleDeg))
  const chosen = new Set(nearest.slice(0, count))
  return { ...part, crimps: part.crimps.map((crimp) => (chosen.has(crimp) ? { ...crimp, ...change(crimp) } : crimp)) }
}

function onOneGroove(part: Draft, random: Random, change: (groove: Groove) => Partial<Groove>): Draft {
  const chosen = Math.floor(random.uniform() * part.grooves.length)
  return {
    ...part,
    grooves: part.grooves.map((groove, i) => (i === chosen ? { ...groove, ...change(groove) } : groove)),
  }
}

const onBearing = (part: Draft, change: Partial<Draft['bearing']>): Draft => ({
  ...part,
  bearing: { ...part.bearing, ...change },
})

/** Where patches may lie: radii of B, and of the hub with room around the crimps. */
const ZONE_RADII_MM = { face: [44, 54], hub: [19, 26] } as const

const anyZone = (random: Random): Patch['zone'] => (random.uniform() < 0.6 ? 'face' : 'hub')

function withPatch(
  part: Draft,
  kind: Patch['kind'],
  zone: Patch['zone'],
  { severity, angleDeg }: Defect,
  random: Random,
): Draft {
  const where = zone === 'face' ? 'on-face' : 'elsewhere'
  const [inner, outer] = ZONE_RADII_MM[zone]
  const radiusMm = random.between(inner, outer)
  if (kind === 'grease') {
    const areaMm2 = deviation(`grease-${where}`, 1, severity)
    const patch: Patch = { kind, zone, angleDeg, radiusMm, areaMm2, extentMm: 2 * Math.sqrt(areaMm2 / Math.PI) }
    return { ...part, patches: [...part.patches, patch] }
  }
  const extentMm = deviation(kind === 'dent' ? `deformation-${where}` : `residue-${where}`, 1, severity)
  const patch: Patch = { kind, zone, angleDeg, radiusMm, areaMm2: (Math.PI * extentMm ** 2) / 8, extentMm }
  return { ...part, patches: [...part.patches, patch] }
}

const oddity = ({ severity, angleDeg }: Defect, random: Random): Oddity => ({
  form: random.pick(ODDITIES),
  angleDeg,
  radiusMm: random.between(46, 52),
  sizeMm: 4 + 14 * severity,
})

export function applyDefect(part: Draft, defect: Defect, random: Random): Draft {
  const { kind, severity } = defect
  switch (kind) {
    case 'missing-crimp':
      return onCrimps(part, defect, severity >= 0.75 ? 2 : 1, () => ({ present: false, heightMm: 0 }))
    case 'shifted-crimp':
      return onCrimps(part, defect, 1, ({ angleDeg }) => ({
        angleDeg: angleDeg + deviation('crimp-position', 1, severity),
      }))
    case 'low-crimp':
      return onCrimps(part, defect, 1, ({ heightMm }) => ({
        heightMm: heightMm + deviation('crimp-height-min', -1, severity),
      }))
    case 'high-crimp':
      return onCrimps(part, defect, 1, ({ heightMm }) => ({
        heightMm: heightMm + deviation('crimp-height-max', 1, severity),
      }))
    case 'groove-depth':
      return onOneGroove(part, random, ({ depthMm }) => ({
        depthMm: depthMm + deviation('groove-depth', side(random), severity),
      }))
    case 'groove-angle':
      return onOneGroove(part, random, ({ angleDeg }) => ({
        angleDeg: angleDeg + deviation('groove-angle', side(random), severity),
      }))
    case 'groove-pitch': {
      // All grooves after the wrong step are out of place together, as when the tool slipped once.
      const step = deviation('groove-pitch', side(random), severity)
      const from = 1 + Math.floor(random.uniform() * (part.grooves.length - 1))
      return {
        ...part,
        grooves: part.grooves.map((groove, i) => (i < from ? groove : { ...groove, heightMm: groove.heightMm + step })),
      }
    }
    case 'groove-stretch': {
      // Each step too wide by as much: no one of them need be out, together they are.
      const step = deviation('groove-pitch-summed', 1, severity) / (part.grooves.length - 1)
      return {
        ...part,
        grooves: part.grooves.map((groove, i) => ({ ...groove, heightMm: groove.heightMm + i * step })),
      }
    }
    case 'groove-wobble':
      return {
        ...part,
        grooveAxialRunoutMm: part.grooveAxialRunoutMm + deviation('groove-axial-runout', 1, severity),
        grooveRunoutAngleDeg: defect.angleDeg,
      }
    case 'groove-odd-size': {
      const largest = Math.max(...part.grooves.map(({ diameterOffsetMm }) => diameterOffsetMm))
      const more = deviation('groove-diameter-range', 1, severity)
      return {
        ...part,
        grooves: part.grooves.map((groove) =>
          groove.diameterOffsetMm === largest ? { ...groove, diameterOffsetMm: largest + more } : groove,
        ),
      }
    }
    case 'groove-runout': {
      const radial = random.uniform() < 0.5
      const more = deviation(radial ? 'groove-radial-runout' : 'groove-axial-runout', 1, severity)
      return radial
        ? { ...part, grooveRadialRunoutMm: part.grooveRadialRunoutMm + more, grooveRunoutAngleDeg: defect.angleDeg }
        : { ...part, grooveAxialRunoutMm: part.grooveAxialRunoutMm + more, grooveRunoutAngleDeg: defect.angleDeg }
    }
    case 'groove-diameter':
      return {
        ...part,
        meanDiameterOverBallsMm:
          part.meanDiameterOverBallsMm + deviation('groove-diameter-over-balls', side(random), severity),
      }
    case 'first-groove-height': {
      const shift = deviation('first-groove-height', side(random), severity)
      return { ...part, grooves: part.grooves.map((groove) => ({ ...groove, heightMm: groove.heightMm + shift })) }
    }
    case 'face-flatness': {
      const faceForm = withFlatness(part.faceForm, part.faceFlatnessMm + deviation('face-flatness', 1, severity))
      return { ...part, faceForm, faceFlatnessMm: flatnessMm(faceForm) }
    }
    case 'face-runout': {
      const tiltMm = part.faceForm.tiltMm + deviation('face-axial-runout', 1, severity)
      return { ...part, faceForm: { ...part.faceForm, tiltMm }, faceRunoutAngleDeg: defect.angleDeg }
    }
    case 'grease':
    case 'dent':
    case 'residue':
      return withPatch(part, kind, anyZone(random), defect, random)
    case 'hub-grease':
      return withPatch(part, 'grease', 'hub', defect, random)
    case 'hub-dent':
      return withPatch(part, 'dent', 'hub', defect, random)
    case 'hub-residue':
      return withPatch(part, 'residue', 'hub', defect, random)
    case 'unfamiliar':
      return { ...part, oddities: [...part.oddities, oddity(defect, random)] }
    case 'bearing-inner-race':
      return onBearing(part, { innerRace: severity })
    case 'bearing-outer-race':
      return onBearing(part, { outerRace: severity })
    case 'bearing-ball':
      return onBearing(part, { ball: severity })
    case 'rough-bearing':
      // Rolling noise of every band alike, as of balls and races that were never finished.
      return onBearing(part, { noise: part.bearing.noise * (1 + 10 * severity) })
    case 'unbalance':
      return { ...part, unbalanceMmPerS: part.unbalanceMmPerS + deviation('velocity-rms', 1, severity) }
    case 'heavy-spin': {
      const more = deviation('running-torque', 1, severity)
      return onBearing(part, {
        runningTorqueNm: part.bearing.runningTorqueNm + more,
        breakawayTorqueNm: part.bearing.breakawayTorqueNm + 1.2 * more,
      })
    }
    case 'light-spin':
      // Missing grease or seal: the torque of the balls alone is left.
      return onBearing(part, {
        runningTorqueNm: Math.max(0.001, DRAWING['running-torque'].nominal * (1 - severity) ** 4),
        breakawayTorqueNm: Math.max(0.003, DRAWING['breakaway-torque'].nominal * (1 - severity) ** 3),
      })
    case 'locked-rotor':
      return onBearing(part, { locked: true })
  }
}
