/**
 * State of a station as a line round it on the base plate. Trust is the line's pattern: solid live, dashes simulated,
 * dash-dot replayed, long dashes late, dots stale. A person awaited is its weight and its only hue.
 */
import { BufferGeometry, Color, DoubleSide, Float32BufferAttribute, Mesh, ShaderMaterial } from 'three'
import { TRUSTS, type Trust } from '../../twin/trust.ts'

const PATTERNS: Readonly<Record<Trust, { period: number; on: number; dot: number }>> = {
  live: { period: 1, on: 2, dot: 0 },
  simulated: { period: 0.022, on: 0.62, dot: 0 },
  replayed: { period: 0.03, on: 0.55, dot: 0.14 },
  late: { period: 0.05, on: 0.8, dot: 0 },
  stale: { period: 0.011, on: 0.36, dot: 0 },
}

const VERTEX = `
  attribute float along; varying float s;
  void main() { s = along; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`
const FRAGMENT = `
  uniform vec3 color; uniform float period; uniform float on; uniform float dot_; varying float s;
  void main() {
    float f = fract(s / period);
    if (f > on && abs(f - (1.0 + on) * 0.5) > dot_ * 0.5) discard;
    gl_FragColor = vec4(color, 1.0);
    #include <colorspace_fragment>
  }`

const line = (trust: Trust): ShaderMaterial => {
  const { period, on, dot } = PATTERNS[trust]
  return new ShaderMaterial({
    name: `outline-${trust}`,
    uniforms: { color: { value: new Color() }, period: { value: period }, on: { value: on }, dot_: { value: dot } },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    side: DoubleSide,
  })
}

const lines = () =>
  Object.fromEntries(TRUSTS.map((trust) => [trust, line(trust)])) as Readonly<Record<Trust, ShaderMaterial>>

export type Outlines = ReturnType<typeof createOutlines>

export function createOutlines() {
  const calm = lines()
  const awaited = lines()
  return {
    calm,
    awaited,
    all: [...Object.values(calm), ...Object.values(awaited)],
    setColours(ink: string, simulated: string, stale: string, hold: string): void {
      calm.live.uniforms.color!.value.set(ink)
      calm.simulated.uniforms.color!.value.set(simulated)
      calm.replayed.uniforms.color!.value.set(ink)
      calm.late.uniforms.color!.value.set(ink)
      calm.stale.uniforms.color!.value.set(stale)
      for (const material of Object.values(awaited)) material.uniforms.color!.value.set(hold)
    },
  }
}

const CORNER_M = 0.02

/** Rounded rectangle lying on y = 0 round (x, z), as a band of the given half width. */
function band(x: number, z: number, width: number, depth: number, half: number): BufferGeometry {
  const points: [number, number][] = []
  for (let quarter = 0; quarter < 4; quarter++) {
    const sx = quarter === 0 || quarter === 3 ? 1 : -1
    const sz = quarter < 2 ? 1 : -1
    for (let i = 0; i <= 6; i++) {
      const a = (quarter + i / 6) * (Math.PI / 2)
      points.push([
        x + sx * (width / 2 - CORNER_M) + Math.cos(a) * CORNER_M,
        z + sz * (depth / 2 - CORNER_M) + Math.sin(a) * CORNER_M,
      ])
    }
  }
  points.push(points[0]!)
  const position: number[] = []
  const along: number[] = []
  const index: number[] = []
  let s = 0
  points.forEach(([px, pz], i) => {
    const a = points[Math.max(0, i - 1)]!
    const b = points[Math.min(points.length - 1, i + 1)]!
    const l = Math.hypot(b[0] - a[0], b[1] - a[1])
    const nx = (-(b[1] - a[1]) / l) * half
    const nz = ((b[0] - a[0]) / l) * half
    if (i > 0) s += Math.hypot(px - a[0], pz - a[1])
    position.push(px + nx, 0.0012, pz + nz, px - nx, 0.0012, pz - nz)
    along.push(s, s)
    if (i > 0) {
      const k = i * 2
      index.push(k - 2, k, k - 1, k - 1, k, k + 1)
    }
  })
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3))
  geometry.setAttribute('along', new Float32BufferAttribute(along, 1))
  geometry.setIndex(index)
  return geometry
}

export interface Outline {
  readonly mesh: Mesh
  set(trust: Trust, awaited: boolean): void
}

export function createOutline(
  outlines: Outlines,
  station: string,
  footprint: { x: number; y?: number; z: number; width: number; depth: number },
): Outline {
  const { x, y = 0, z, width, depth } = footprint
  const thin = band(x, z, width, depth, 0.0022)
  const heavy = band(x, z, width, depth, 0.005)
  const mesh = new Mesh(thin, outlines.calm.live)
  mesh.name = `outline:${station}`
  mesh.position.y = y
  mesh.userData.station = station
  return {
    mesh,
    set(trust, awaited) {
      mesh.geometry = awaited ? heavy : thin
      mesh.material = awaited ? outlines.awaited[trust] : outlines.calm[trust]
    },
  }
}
