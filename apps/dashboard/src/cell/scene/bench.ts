/** A bench that is fed from recordings: table, rig, camera, trays, and the bearing on its way. */
import type { CellDefinition, Footprint } from '@celltwin/contracts'
import { Group, Mesh, Vector3 } from 'three'
import { createAnchors } from './anchors.ts'
import { createBenchChoreography } from './bench-choreography.ts'
import { benchLayoutOf } from './bench-layout.ts'
import { createContactShade } from './contact.ts'
import type { Materials } from './materials.ts'
import type { CellModel } from './model.ts'
import { createOutline, type Outline } from './outline.ts'
import { keepStanding } from './standing.ts'
import { createBearing, createPostCamera, createRig, createSensor, createTable, createTray } from './stations/bench.ts'

const HALF = Math.PI / 2
const HELD_SHOWN = 4

interface Drawn {
  readonly group: Group
  readonly footprint?: Footprint
  readonly anchorY: number
}

export function createBench(definition: CellDefinition, m: Materials): CellModel {
  const layout = benchLayoutOf(definition)
  const { rig: at, camera, trays, accelerometer } = layout
  const root = new Group()
  root.name = 'cell'
  const rig = createRig(m, layout)
  const sensor = createSensor(m, accelerometer)
  const part = createBearing(m)
  const held = Array.from({ length: HELD_SHOWN }, (_, i) => {
    const { group } = createBearing(m)
    group.position.set(
      trays.hold.x - 0.03 + (i % 2) * 0.06,
      trays.hold.y,
      trays.hold.z - 0.03 + Math.floor(i / 2) * 0.06,
    )
    group.visible = false
    return group
  })
  root.add(createTable(m, layout), part.group, ...held)

  const spot = (x: number, z: number, width: number, depth: number): Footprint => ({ x, z, width, depth })
  const tray = (place: { x: number; y: number; z: number }): Drawn => ({
    group: createTray(m, place),
    footprint: spot(place.x, place.z, 0.18, 0.16),
    anchorY: 0.02,
  })
  const drawn: Readonly<Record<string, Drawn | undefined>> = {
    bench: { group: rig.group, footprint: spot(at.x + 0.13, at.z, 0.4, 0.17), anchorY: at.y },
    camera: camera && {
      group: createPostCamera(m, camera),
      footprint: spot(camera.x, camera.z, 0.15, 0.15),
      anchorY: camera.y,
    },
    accelerometer: { group: sensor.group, anchorY: 0.02 },
    hold: tray(trays.hold),
    bin: tray(trays.reject),
    chute: tray(trays.accept),
  }

  const anchors = createAnchors()
  const outlines = new Map<string, Outline>()
  const shades: Footprint[] = []
  for (const { id, kind } of definition.stations) {
    const station = drawn[kind]
    if (!station) continue
    const { group, footprint, anchorY } = station
    group.name = `station:${id}`
    group.userData.station = id
    anchors.set(id, group, new Vector3(0, anchorY, 0))
    root.add(group)
    if (!footprint) continue
    shades.push(footprint)
    const outline = createOutline(m.outlines, id, footprint)
    outlines.set(id, outline)
    root.add(outline.mesh)
  }
  root.add(createContactShade(m, shades))
  keepStanding(root, [part.group, part.inner, rig.shaft])

  const k = Math.max(layout.width / 0.8, layout.depth / 0.5)
  let lastX = Number.NaN
  let lastY = Number.NaN
  return {
    root,
    floor: -0.49,
    choreography: createBenchChoreography(definition),
    views: [
      { eye: [0.44 * k, 0.7 * k, 1.4 * k], at: [0.01, 0.155, 0], fovDeg: 28 },
      { eye: [at.x + 0.05, at.y + 0.22, at.z + 0.5], at: [at.x + 0.07, at.y + 0.01, at.z], fovDeg: 30 },
      { eye: [0.06, 0.9 * k, 0.75 * k], at: [0, 0, 0.01], fovDeg: 30 },
    ],
    applyPose(pose) {
      const { group, inner } = part
      group.visible = pose.at !== 'none'
      group.position.set(pose.px, pose.py, pose.pz)
      group.rotation.z = pose.pyaw * HALF
      inner.rotation.y = pose.spindle
      rig.shaft.rotation.x = pose.spindle
      sensor.wave.visible = pose.listening
      m.ringLight.emissiveIntensity = pose.light > 0 ? 2.2 : 0.02
      const moved = pose.px !== lastX || pose.py !== lastY
      lastX = pose.px
      lastY = pose.py
      return moved
    },
    setLooks(looks) {
      for (const { id, kind } of definition.stations) {
        const { trust, awaited } = looks[id] ?? { trust: 'live', awaited: false }
        outlines.get(id)?.set(trust, awaited)
        drawn[kind]?.group.traverse((node) => {
          if (!(node instanceof Mesh)) return
          if (node.material === m.neutral.live || node.material === m.neutral.stale)
            node.material = trust === 'stale' ? m.neutral.stale : m.neutral.live
        })
      }
    },
    setAndon() {},
    setStock(nests) {
      held.forEach((group, i) => {
        group.visible = i < nests.length
      })
    },
    setDefects() {},
    setCovers() {},
    anchor: anchors.point,
    dispose() {
      root.traverse((node) => {
        if (node instanceof Mesh) node.geometry.dispose()
      })
    },
  }
}
