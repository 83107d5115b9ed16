/** The surface of friction face B, and the two figures that the drawing asks of it. */
import { FACE_EDGE_MM, FACE_RADII_MM } from './drawing.ts'
import type { FaceForm } from './part.ts'

const RADIANS = Math.PI / 180
const SAMPLES = 360

/** The waves at the outer edge. Towards the axis they shrink with the radius, as the tilt does. */
function wavesMm({ waves }: FaceForm, angleDeg: number): number {
  let height = 0
  for (const { order, amplitudeMm, phaseDeg } of waves)
    height += amplitudeMm * Math.cos((order * angleDeg - phaseDeg) * RADIANS)
  return height
}

const coneMm = ({ coneMm }: FaceForm, radiusMm: number): number => {
  const [inner, middle] = FACE_RADII_MM
  return (coneMm * (radiusMm - middle)) / (FACE_EDGE_MM - inner)
}

const tiltAtEdgeMm = ({ tiltMm }: FaceForm, tiltAngleDeg: number, angleDeg: number) =>
  (tiltMm / 2) * Math.cos((angleDeg - tiltAngleDeg) * RADIANS)

/** Height of B above its mean, turning about A. */
export function faceHeightMm(form: FaceForm, tiltAngleDeg: number, radiusMm: number, angleDeg: number): number {
  const atEdge = wavesMm(form, angleDeg) + tiltAtEdgeMm(form, tiltAngleDeg, angleDeg)
  return coneMm(form, radiusMm) + (radiusMm / FACE_EDGE_MM) * atEdge
}

function extremes(height: (angleDeg: number) => number): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < SAMPLES; i++) {
    const value = height((i * 360) / SAMPLES)
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** Peak to valley over the rings where the lasers look, after the best plane. The waves and the cone hold no plane. */
export function flatnessMm(form: FaceForm): number {
  const [low, high] = extremes((angle) => wavesMm(form, angle))
  const at = (radiusMm: number, waves: number) => coneMm(form, radiusMm) + (radiusMm / FACE_EDGE_MM) * waves
  return (
    Math.max(...FACE_RADII_MM.map((radius) => at(radius, high))) -
    Math.min(...FACE_RADII_MM.map((radius) => at(radius, low)))
  )
}

/** Full indicated movement, form included, as a dial gauge would show it at the outer edge, where it is greatest. */
export function runoutMm(form: FaceForm, tiltAngleDeg: number): number {
  const [low, high] = extremes((angle) => wavesMm(form, angle) + tiltAtEdgeMm(form, tiltAngleDeg, angle))
  return high - low
}

/** The same form, stretched to a flatness. */
export function withFlatness(form: FaceForm, target: number): FaceForm {
  const factor = target / flatnessMm(form)
  return {
    ...form,
    coneMm: form.coneMm * factor,
    waves: form.waves.map((wave) => ({ ...wave, amplitudeMm: wave.amplitudeMm * factor })),
  }
}
