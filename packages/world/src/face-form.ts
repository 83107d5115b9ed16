/** The surface of friction face B, and the two figures that the drawing asks of it. */
import { FACE_EDGE_MM, FACE_RADII_MM } from './drawing.ts'
import type { FaceForm } from './part.ts'

const RADIANS = Math.PI / 180
const SAMPLES = 720

/** Height of B's form without its tilt, mm. */
export function formHeightMm(form: FaceForm, radiusMm: number, angleDeg: number): number {
  const [inner, middle] = FACE_RADII_MM
  let height = (form.coneMm * (radiusMm - middle)) / (FACE_EDGE_MM - inner)
  for (const { order, amplitudeMm, phaseDeg } of form.waves)
    height += amplitudeMm * (radiusMm / FACE_EDGE_MM) * Math.cos((order * angleDeg - phaseDeg) * RADIANS)
  return height
}

/** Height of B above its mean, turning about A. */
export function faceHeightMm(form: FaceForm, tiltAngleDeg: number, radiusMm: number, angleDeg: number): number {
  const tilt = (form.tiltMm / 2) * (radiusMm / FACE_EDGE_MM) * Math.cos((angleDeg - tiltAngleDeg) * RADIANS)
  return tilt + formHeightMm(form, radiusMm, angleDeg)
}

const span = (values: Iterable<number>) => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return high - low
}

function* around(height: (angleDeg: number) => number) {
  for (let i = 0; i < SAMPLES; i++) yield height((i * 360) / SAMPLES)
}

/** Peak to valley over the rings where the lasers look, after the best plane. The waves and the cone hold no plane. */
export function flatnessMm(form: FaceForm): number {
  return span(FACE_RADII_MM.flatMap((radius) => [...around((angle) => formHeightMm(form, radius, angle))]))
}

/** Full indicated movement on the worst ring, form included, as a dial gauge would show it. */
export function runoutMm(form: FaceForm, tiltAngleDeg: number): number {
  return Math.max(
    ...FACE_RADII_MM.map((radius) => span(around((angle) => faceHeightMm(form, tiltAngleDeg, radius, angle)))),
  )
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
