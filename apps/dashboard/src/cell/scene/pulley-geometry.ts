/**
 * Geometry of the compressor-clutch pulley.
 *
 * Part frame: Y is bearing axis A, out of the friction face; B is the plane y = 0 and the body lies below it. Angle zero
 * is the 2D code at −Z; angles run clockwise seen from the friction face: (r sin α, y, −r cos α). Dimensions in mm.
 */
import { BufferAttribute, BufferGeometry, Color, Float32BufferAttribute, PlaneGeometry } from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import { type ProfilePoint, ring, turned } from './geometry.ts'
import { crimpAngleDeg, MM, PULLEY } from './pulley-shape.ts'
import { random } from './random.ts'

const P = PULLEY
const R = P.diameter / 2
/** Height of the body along the axis. */
const HEIGHT = P.firstGroove + (P.ribs - 1) * P.pitch + 3.2
const SLOT = [47.2, 49.4] as const
const BEARING_TOP = -3.1

const scaled = (points: readonly ProfilePoint[]): ProfilePoint[] => points.map(([r, y]) => [r * MM, y * MM])

export function colour<G extends BufferGeometry>(geometry: G, hex: number): G {
  const c = new Color(hex)
  const n = geometry.attributes.position!.count
  const values = new Float32Array(n * 3)
  for (let i = 0; i < n; i++) c.toArray(values, i * 3)
  geometry.setAttribute('color', new BufferAttribute(values, 3))
  return geometry
}

function body(segments: number): BufferGeometry {
  const half = P.grooveDepth * Math.tan((P.grooveAngleDeg * Math.PI) / 360)
  const root = 0.16
  const points: ProfilePoint[] = [
    [51, -HEIGHT],
    [R - 1, -HEIGHT],
    [R, -HEIGHT + 0.9],
  ]
  for (let i = P.ribs - 1; i >= 0; i--) {
    const y = -(P.firstGroove + i * P.pitch)
    points.push(
      [R - 0.12, y - half - root],
      [R - P.grooveDepth, y - root],
      [R - P.grooveDepth, y + root],
      [R - 0.12, y + half + root],
    )
    if (i > 0) points.push([R, y + P.pitch / 2])
  }
  points.push(
    [R, -P.firstGroove + 2.6],
    [R - 0.6, -P.firstGroove + 3.2],
    [P.faceOuter + 0.6, -P.firstGroove + 3.4],
    [P.faceOuter + 0.6, -0.6],
    [P.faceOuter, 0],
  )
  return shadeGrooves(colour(turned(scaled(points), segments, { crease: 0.3 }), 0xc6cacf))
}

/** Groove roots see little sky: darken them by radius. */
function shadeGrooves(geometry: BufferGeometry): BufferGeometry {
  const position = geometry.attributes.position!
  const c = geometry.attributes.color!
  for (let i = 0; i < position.count; i++) {
    const y = -position.getY(i) / MM
    if (y < P.firstGroove - 3 || y > P.firstGroove + (P.ribs - 1) * P.pitch + 3) continue
    const r = Math.hypot(position.getX(i), position.getZ(i)) / MM
    const k = Math.min(1, Math.max(0, (r - (R - P.grooveDepth)) / P.grooveDepth))
    if (k > 0.999) continue
    const light = 0.1 + 0.9 * k * k
    c.setXYZ(i, c.getX(i) * light, c.getY(i) * light, c.getZ(i) * light)
  }
  return geometry
}

function hub(segments: number): BufferGeometry {
  const b = P.bearingOuter / 2
  const c = -P.hubFace
  const points: ProfilePoint[] = [
    [P.faceInner, 0],
    [P.faceInner - 0.5, -0.5],
    [P.faceInner - 0.8, c],
    [b + 0.7, c],
    [b, c - 0.7],
    [b, -HEIGHT + 4],
    [b + 1, -HEIGHT + 3],
    [b + 5.5, -HEIGHT + 3],
    [b + 6.5, -HEIGHT + 4],
    [b + 7, -9.5],
    [b + 8, -8.5],
    [50, -8.5],
    [51, -9.5],
    [51, -HEIGHT],
  ]
  return colour(turned(scaled(points), segments, { crease: 0.3 }), 0xb8bdc2)
}

/** Slots in the friction face: dark walls and floor, so that they read as cut through. */
const slots = (segments: number): BufferGeometry =>
  colour(
    turned(
      scaled([
        [SLOT[1], -0.1],
        [SLOT[1], -5],
        [SLOT[0], -5],
        [SLOT[0], -0.1],
      ]),
      segments,
    ),
    0x1a1c1f,
  )

export const bodyGeometry = (segments: number): BufferGeometry =>
  mergeGeometries([body(segments), hub(segments), slots(segments)])

/** Friction face B, with exact tangents along the turning marks: without them the highlight breaks into facets. */
export function faceGeometry(segments: number): BufferGeometry {
  const plane = (outer: number, inner: number) =>
    scaled([
      [outer, 0],
      [inner, 0],
    ])
  const list = [turned(plane(P.faceOuter, SLOT[1]), segments), turned(plane(SLOT[0], P.faceInner), segments)]
  const bridge = 0.2
  for (let i = 0; i < P.slots; i++) {
    const mid = (i / P.slots) * Math.PI * 2
    list.push(turned(plane(SLOT[1], SLOT[0]), 6, { from: mid - bridge / 2, sweep: bridge }))
  }
  const geometry = mergeGeometries(list)
  const position = geometry.attributes.position!
  const tangent = new Float32Array(position.count * 4)
  for (let i = 0; i < position.count; i++) {
    const x = position.getX(i)
    const z = position.getZ(i)
    const l = Math.hypot(x, z)
    tangent.set([z / l, 0, -x / l, 1], i * 4)
  }
  geometry.setAttribute('tangent', new BufferAttribute(tangent, 4))
  return geometry
}

const smooth = (t: number) => t * t * (3 - 2 * t)

/** A staking: metal pushed inwards over the outer ring, with the punch's mark behind it. */
export function crimpGeometry(angleDeg: number, heightMm: number): BufferGeometry[] {
  const angle = (angleDeg * Math.PI) / 180
  const b = P.bearingOuter / 2
  const across = 12
  const along = 10
  const position: number[] = []
  const index: number[] = []
  for (let i = 0; i <= across; i++) {
    for (let j = 0; j <= along; j++) {
      const u = (i / across) * 2 - 1
      const v = j / along
      const r = b - 2.3 + 4.5 * v + 0.5 * u * u * (1 - v)
      const a = angle + u * 0.17 * (1 - 0.12 * v)
      const rise =
        smooth(Math.min(1, (1 - Math.abs(u)) / 0.28)) * smooth(Math.min(1, v / 0.22) * Math.min(1, (1 - v) / 0.35))
      const y = -P.hubFace - 0.9 + (heightMm + 0.9) * rise
      position.push(r * Math.sin(a) * MM, y * MM, -r * Math.cos(a) * MM)
    }
  }
  for (let i = 0; i < across; i++) {
    for (let j = 0; j < along; j++) {
      const a = i * (along + 1) + j
      index.push(a, a + along + 1, a + 1, a + 1, a + along + 1, a + along + 2)
    }
  }
  const staking = indexed(position, index)
  staking.setAttribute('uv', new Float32BufferAttribute(new Float32Array((position.length / 3) * 2), 2))
  const mark = turned(
    scaled([
      [b + 4.9, 0],
      [b + 2, 0],
    ]),
    8,
    { from: Math.PI - angle - 0.1, sweep: 0.2 },
  )
  mark.translate(0, (-P.hubFace + 0.04) * MM, 0)
  return [colour(staking, 0xf2f4f6), colour(mark, 0x3c4045)]
}

export function indexed(position: number[], index: number[]): BufferGeometry {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3))
  geometry.setIndex(index)
  geometry.computeVertexNormals()
  return geometry
}

/** Outer ring and seal of the bearing, which turn with the rim. */
export function bearingGeometry(segments: number): BufferGeometry {
  const outer = (P.bearingOuter / 2) * MM
  const inner = (P.bore / 2) * MM
  const top = BEARING_TOP * MM
  const shell = ring(outer - 3.4 * MM, outer, top - P.bearingWidth * MM, top, segments)
  const seal = turned(
    [
      [outer - 3.4 * MM, top - 0.5 * MM],
      [outer - 4.2 * MM, top - 0.9 * MM],
      [inner + 4.6 * MM, top - 0.9 * MM],
      [inner + 3.6 * MM, top - 0.4 * MM],
    ],
    segments,
  )
  return mergeGeometries([colour(shell, 0xdfe2e5), colour(seal, 0x17181a)])
}

/** Inner ring, which the mandrel holds. */
export function innerRingGeometry(segments: number): BufferGeometry {
  const inner = (P.bore / 2) * MM
  const top = BEARING_TOP * MM
  return colour(ring(inner, inner + 3.7 * MM, top - P.bearingWidth * MM, top, segments), 0xe6e8ea)
}

/** The 2D code, looks only: its modules are noise. */
export function codeGeometry(): BufferGeometry {
  const modules = 14
  const size = 0.46 * MM
  const next = random(0xce11)
  const list: BufferGeometry[] = []
  for (let y = 0; y < modules; y++) {
    for (let x = 0; x < modules; x++) {
      const finder = x === 0 || y === modules - 1
      const clock = (y === 0 && x % 2 === 0) || (x === modules - 1 && y % 2 === 1)
      const edge = y === 0 || x === modules - 1
      if (!finder && !clock && (edge || next() <= 0.52)) continue
      const middle = (modules - 1) / 2
      const module = new PlaneGeometry(size, size).rotateX(-Math.PI / 2)
      list.push(module.translate((x - middle) * size, 0, (y - middle) * size - 34.9 * MM))
    }
  }
  return mergeGeometries(list).translate(0, (-P.hubFace + 0.05) * MM, 0)
}

/** What the eye sees at speed: stakings and code smear into bands. */
export const smearGeometry = (): BufferGeometry => {
  const b = P.bearingOuter / 2
  const bands: ProfilePoint[][] = [
    [
      [b + 2, -P.hubFace + 0.75],
      [b - 2.2, -P.hubFace + 0.9],
    ],
    [
      [38, -P.hubFace + 0.1],
      [31.6, -P.hubFace + 0.1],
    ],
  ]
  return mergeGeometries(bands.map((points) => turned(scaled(points), 96)))
}

/** Lighter still, for dozens on shelves: what is seen of them is rim, face and bearing. */
export function shelvedGeometry(segments = 30): BufferGeometry {
  const face = colour(faceGeometry(segments), 0xd2d6da)
  face.deleteAttribute('tangent')
  return mergeGeometries([bodyGeometry(segments), face, bearingGeometry(segments)])
}

/** Light geometry for parts that only lie somewhere: one draw call for all of them. */
export function stockGeometry(segments = 44): BufferGeometry {
  const face = colour(faceGeometry(segments), 0xd2d6da)
  face.deleteAttribute('tangent')
  const crimps = Array.from({ length: P.crimps }, (_, k) => crimpGeometry(crimpAngleDeg(k + 1), P.crimpHeight)).flat()
  return mergeGeometries([bodyGeometry(segments), face, ...crimps, bearingGeometry(segments), innerRingGeometry(28)])
}
