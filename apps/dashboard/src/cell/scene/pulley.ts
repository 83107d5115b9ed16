/** The part of the running cycle, in full detail: its rim turns, its inner ring stands still. */
import { type BufferGeometry, Group, type Material, Mesh } from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import { crumbs, dent, film } from './defect-geometry.ts'
import type { Materials } from './materials.ts'
import { NO_DEFECTS, type PartDefects, type Spot } from './part-defects.ts'
import {
  bearingGeometry,
  bodyGeometry,
  codeGeometry,
  crimpGeometry,
  faceGeometry,
  innerRingGeometry,
  smearGeometry,
} from './pulley-geometry.ts'
import { crimpAngleDeg, MM, PULLEY } from './pulley-shape.ts'

export interface Pulley {
  readonly group: Group
  readonly rotor: Group
  /** Shows what the results say is wrong with it. */
  setDefects(defects: PartDefects): void
  /** Above some 200 1/min stakings and code fade into a band, as they do for the eye. */
  setSpeed(rpm: number): void
}

export function createPulley(m: Materials, segments = 128): Pulley {
  const group = new Group()
  group.name = 'part'
  const rotor = new Group()
  rotor.name = 'part.rotor'
  const stator = new Group()
  stator.name = 'part.stator'
  group.add(rotor, stator)
  const mesh = (name: string, geometry: BufferGeometry, material: Material, parent: Group, cast = true) => {
    const result = new Mesh(geometry, material)
    result.name = `part.${name}`
    result.castShadow = cast
    result.receiveShadow = true
    parent.add(result)
    return result
  }
  mesh('body', bodyGeometry(segments), m.part, rotor)
  mesh('face', faceGeometry(segments), m.face, rotor, false)
  mesh('bearing', bearingGeometry(segments), m.part, rotor)
  mesh('inner-ring', innerRingGeometry(64), m.part, stator)
  const code = mesh('code', codeGeometry(), m.code, rotor, false)
  const crimps = mesh('crimps', crimpsOf(NO_DEFECTS), m.part, rotor)
  const smear = mesh('smear', smearGeometry(), m.smear, rotor, false)
  smear.visible = false
  let blemishes: Mesh[] = []
  let shown = NO_DEFECTS

  return {
    group,
    rotor,
    setDefects(defects) {
      if (defects === shown) return
      shown = defects
      crimps.geometry.dispose()
      crimps.geometry = crimpsOf(defects)
      for (const blemish of blemishes) {
        rotor.remove(blemish)
        blemish.geometry.dispose()
      }
      blemishes = [
        ...defects.grease.map((spot, i) => put(mesh('grease', film(spot.size, i + 3, 0.35), m.grease, rotor), spot)),
        ...defects.dents.map((spot) => put(mesh('dent', dent(spot.size), m.part, rotor), spot)),
        ...defects.residue.map((spot, i) => put(mesh('residue', crumbs(i + 5), m.residue, rotor), spot)),
      ]
    },
    setSpeed(rpm) {
      const blur = Math.min(1, Math.max(0, (Math.abs(rpm) - 200) / 500))
      smear.visible = blur > 0
      m.smear.opacity = 0.6 * blur
      code.visible = crimps.visible = blur < 0.75
    },
  }
}

function crimpsOf(defects: PartDefects): BufferGeometry {
  const list: BufferGeometry[] = []
  for (let k = 1; k <= PULLEY.crimps; k++) {
    if (!defects.missingCrimps.includes(k)) {
      list.push(...crimpGeometry(crimpAngleDeg(k), defects.crimpHeightsMm[k] ?? PULLEY.crimpHeight))
    }
  }
  if (list.length === 0) list.push(crimpGeometry(0, -1)[0]!)
  return mergeGeometries(list)
}

function put(mesh: Mesh, { angleDeg, radiusMm }: Spot): Mesh {
  const a = (angleDeg * Math.PI) / 180
  const y = radiusMm >= PULLEY.faceInner ? 0.05 : -PULLEY.hubFace + 0.08
  mesh.position.set(radiusMm * Math.sin(a) * MM, y * MM, -radiusMm * Math.cos(a) * MM)
  mesh.rotation.y = -a + 0.6
  return mesh
}
