/** Small geometry kit: turned solids with creases, rounded solids, the T-slot section. Metres throughout. */
import { BufferGeometry, ExtrudeGeometry, Float32BufferAttribute, Shape, Vector2 } from 'three'
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js'

export type ProfilePoint = readonly [r: number, y: number]

/** Scales segment counts. Set once before anything is built: weak renderers get about half the triangles. */
let detail = 1
export function setDetail(value: number): void {
  detail = value
}
const detailed = (segments: number) => (segments <= 12 ? segments : Math.max(12, Math.round(segments * detail)))

/**
 * Turned solid about Y. Unlike LatheGeometry it keeps edges sharper than `crease` (rad) sharp.
 *
 * Walk the profile counter-clockwise in (r, y): up the outside, inwards over the top, down the bore.
 */
export function turned(
  profile: readonly ProfilePoint[],
  segments = 64,
  { crease = 0.6, from = 0, sweep = Math.PI * 2 } = {},
): BufferGeometry {
  const count = detailed(segments)
  const position: number[] = []
  const normal: number[] = []
  const uv: number[] = []
  const index: number[] = []
  const faces = profile.slice(1).map((b, i) => {
    const a = profile[i]!
    const dx = b[0] - a[0]
    const dy = b[1] - a[1]
    const l = Math.hypot(dx, dy) || 1
    return [dy / l, -dx / l] as const
  })
  const blend = (own: readonly [number, number], other: readonly [number, number] | undefined) => {
    if (!other || own[0] * other[0] + own[1] * other[1] < Math.cos(crease)) return own
    const x = own[0] + other[0]
    const y = own[1] + other[1]
    const l = Math.hypot(x, y)
    return [x / l, y / l] as const
  }
  faces.forEach((face, i) => {
    const ends = [
      [profile[i]!, blend(face, faces[i - 1])],
      [profile[i + 1]!, blend(face, faces[i + 1])],
    ] as const
    const start = position.length / 3
    for (let s = 0; s <= count; s++) {
      const a = from + (s / count) * sweep
      const c = Math.cos(a)
      const sn = Math.sin(a)
      for (const [p, n] of ends) {
        position.push(p[0] * sn, p[1], p[0] * c)
        normal.push(n[0] * sn, n[1], n[0] * c)
        // Planes run along the radius, cylinders along the height.
        uv.push(s / count, (Math.abs(face[1]) > 0.7 ? p[0] : p[1]) * 20)
      }
    }
    for (let s = 0; s < count; s++) {
      const a = start + s * 2
      index.push(a, a + 2, a + 1, a + 1, a + 2, a + 3)
    }
  })
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3))
  geometry.setAttribute('normal', new Float32BufferAttribute(normal, 3))
  geometry.setAttribute('uv', new Float32BufferAttribute(uv, 2))
  geometry.setIndex(index)
  return geometry
}

/** Cylinder about Y with rounded rims, from y = 0 to `height`. */
export function roundCylinder(radius: number, height: number, bevel = 0.004, segments = 40): BufferGeometry {
  const steps = 4
  const profile: ProfilePoint[] = [[0, 0]]
  for (const top of [false, true]) {
    for (let i = 0; i <= steps; i++) {
      const a = ((i / steps) * Math.PI) / 2
      const s = Math.sin(a) * bevel
      const c = Math.cos(a) * bevel
      profile.push(top ? [radius - bevel + c, height - bevel + s] : [radius - bevel + s, bevel - c])
    }
  }
  profile.push([0, height])
  return turned(profile, segments)
}

/** Ring about Y from y0 to y1. */
export function ring(inner: number, outer: number, y0: number, y1: number, segments = 48, b = 0.0008): BufferGeometry {
  return turned(
    [
      [inner + b, y0],
      [outer - b, y0],
      [outer, y0 + b],
      [outer, y1 - b],
      [outer - b, y1],
      [inner + b, y1],
      [inner, y1 - b],
      [inner, y0 + b],
      [inner + b, y0],
    ],
    segments,
  )
}

export const box = (w: number, h: number, d: number, radius = 0.004): BufferGeometry =>
  new RoundedBoxGeometry(w, h, d, detail < 1 ? 1 : 2, Math.min(radius, w / 2.01, h / 2.01, d / 2.01))

/** One side of the 40 mm section, mm, walked counter-clockwise; rotated four times. */
const SIDE: readonly (readonly [number, number])[] = [
  [20, -18.6],
  [20, -4.1],
  [17.2, -4.1],
  [17.2, -8],
  [13.5, -8],
  [9.5, -4],
  [9.5, 4],
  [13.5, 8],
  [17.2, 8],
  [17.2, 4.1],
  [20, 4.1],
  [20, 18.6],
  [19.6, 19.6],
]

/** Aluminium profile with four T-slots, 1 m along Y from 0, to be scaled by instance. */
export function tSlotProfile(size = 0.04): BufferGeometry {
  const k = size / 40
  const outline: Vector2[] = []
  for (let turn = 0; turn < 4; turn++) {
    const c = Math.round(Math.cos((turn * Math.PI) / 2))
    const s = Math.round(Math.sin((turn * Math.PI) / 2))
    for (const [x, y] of SIDE) outline.push(new Vector2((x * c - y * s) * k, (x * s + y * c) * k))
  }
  return new ExtrudeGeometry(new Shape(outline), { depth: 1, bevelEnabled: false }).rotateX(-Math.PI / 2)
}
