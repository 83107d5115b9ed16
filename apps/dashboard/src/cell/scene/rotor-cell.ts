/** The cell with robot, spindle and gantry. Every station is a named group; `applyPose` is the only thing that moves any. */
import type { CellDefinition } from '@celltwin/contracts'
import { Group, Mesh, type Object3D, Vector3 } from 'three'
import type { StationLook } from '../looks.ts'
import { createAnchors } from './anchors.ts'
import { createChoreography } from './choreography.ts'
import { createContactShade } from './contact.ts'
import { footprintsOf } from './footprints.ts'
import { layoutOf } from './layout.ts'
import type { Materials } from './materials.ts'
import type { CellModel } from './model.ts'
import { createOutline, type Outline } from './outline.ts'
import type { ScenePose } from './pose.ts'
import { createPulley } from './pulley.ts'
import { createRobot } from './robot.ts'
import { keepStanding } from './standing.ts'
import { createAndon } from './stations/andon.ts'
import { createCovers, createFrame } from './stations/frame.ts'
import { createGantry } from './stations/gantry.ts'
import { createNamePlates } from './stations/name-plates.ts'
import { createBin, createChute, createHold, createInfeed } from './stations/places.ts'
import { createRack } from './stations/rack.ts'
import { createSpindle } from './stations/spindle.ts'
import { createShelved, createStock } from './stock.ts'
import { viewsOf } from './views.ts'

export function createRotorCell(definition: CellDefinition, m: Materials, segments: number): CellModel {
  const layout = layoutOf(definition)
  const root = new Group()
  root.name = 'cell'
  const spindle = createSpindle(m, layout)
  const gantry = createGantry(m, layout)
  const robot = createRobot(m, layout.robot)
  const andon = createAndon(m, layout)
  const covers = createCovers(m, layout)
  const pulley = createPulley(m, segments)
  const stock = createStock(m, layout)
  const shelved = createShelved(m, layout)

  /** The groups in which each kind of station is drawn. */
  const drawn: Readonly<Record<string, readonly Group[]>> = {
    frame: [createFrame(m, layout)],
    spindle: [spindle.group],
    gantry: [gantry.group],
    robot: [robot.root],
    infeed: [createInfeed(m, layout)],
    chute: [createChute(m, layout)],
    bin: [createBin(m, layout)],
    hold: [createHold(m, layout)],
    andon: [andon.group],
    rack: layout.rack ? [createRack(m, layout.rack)] : [],
  }
  for (const groups of Object.values(drawn)) root.add(...groups)
  const accelerometer = spindle.group.getObjectByName('station:accelerometer') as Group
  const parts: Readonly<Record<string, readonly Group[]>> = {
    ...drawn,
    camera: [gantry.camera],
    laser: gantry.lasers,
    accelerometer: [accelerometer],
  }

  const footprints = footprintsOf(definition, layout)
  root.add(covers, createNamePlates(m, layout), pulley.group, stock.mesh, shelved.mesh)
  root.add(createContactShade(m, [...footprints.values()]))

  const outlines = new Map<string, Outline>()
  for (const station of definition.stations) {
    for (const group of parts[station.kind] ?? []) group.userData.station = station.id
    const footprint = footprints.get(station.id)
    if (!footprint) continue
    const outline = createOutline(m.outlines, station.id, footprint)
    outlines.set(station.id, outline)
    root.add(outline.mesh)
  }

  const anchors = createAnchors()
  for (const { id, kind, pose } of definition.stations) {
    const group = parts[kind]?.[0]
    if (group) anchors.set(id, group, anchorOn(group, kind, pose, layout.gantry.measureX))
  }
  keepStanding(root, [...robot.moving, ...[gantry.carriage, spindle.rotor, spindle.trails, pulley.group, pulley.rotor]])

  const { gantry: track } = layout
  const looked = new Map<string, StationLook>()
  const last = new Float64Array(CASTERS.length)
  return {
    root,
    floor: layout.frame.floor,
    choreography: createChoreography(layout, definition.cycle.phases),
    views: viewsOf(layout),
    applyPose(pose) {
      robot.setTcp(pose.x, pose.y, pose.z, pose.yaw, pose.grip)
      gantry.carriage.position.x = track.parkX + (track.measureX - track.parkX) * pose.carriage
      for (const beam of gantry.beams) beam.visible = pose.lasers
      gantry.exposure.visible = pose.light > 0
      m.ringLight.emissiveIntensity = pose.light > 0 ? 2.2 : 0.02
      spindle.rotor.rotation.y = pose.spindle
      spindle.wave.visible = pose.listening
      spindle.trails.visible = pose.rpm > 300
      // Slower than the shaft, or the eye would see them stand.
      spindle.trails.rotation.y = pose.spindle / 24
      pulley.group.visible = pose.at !== 'none'
      pulley.group.position.set(pose.px, pose.py, pose.pz)
      pulley.group.rotation.z = pose.tilt
      pulley.rotor.rotation.y = pose.pyaw
      pulley.setSpeed(pose.at === 'spindle' ? pose.rpm : 0)
      const rolled = stock.roll(pose.lane)
      return castersMoved(last, pose) || rolled
    },
    setLooks(looks) {
      for (const { id, kind } of definition.stations) {
        const look = looks[id] ?? { trust: 'live', awaited: false }
        const { trust, awaited } = look
        const before = looked.get(id)
        if (before?.trust === trust && before.awaited === awaited) continue
        looked.set(id, look)
        outlines.get(id)?.set(trust, awaited)
        for (const group of parts[kind] ?? [])
          paintGroup(group, id, trust === 'stale' ? m.neutral.stale : m.neutral.live, m)
      }
    },
    setAndon: andon.set,
    setStock(nests, queued, racked) {
      stock.set(nests, queued)
      shelved.set(racked)
    },
    setDefects: pulley.setDefects,
    setCovers: (visible) => {
      covers.visible = visible
    },
    anchor: anchors.point,
    dispose() {
      root.traverse((node) => {
        if (node instanceof Mesh) node.geometry.dispose()
      })
    },
  }
}

/** Nested stations (camera on the gantry) keep their own look: the walk stops where another station begins. */
function paintGroup(node: Object3D, station: string, look: Mesh['material'], m: Materials): void {
  if (node.userData.station !== undefined && node.userData.station !== station) return
  if (node instanceof Mesh && (node.material === m.neutral.live || node.material === m.neutral.stale))
    node.material = look
  for (const child of node.children) paintGroup(child, station, look, m)
}

/** Height over its pose at which a label's leader meets a station, by kind. */
const ANCHOR_RISE: Readonly<Record<string, number>> = {
  robot: 0.17,
  spindle: 0.13,
  infeed: 0.08,
  hold: 0.06,
  bin: 0.12,
  chute: 0.17,
  andon: 0.16,
  gantry: 0.5,
  rack: 0.3,
}

function anchorOn(group: Group, kind: string, pose: { x: number; y: number; z: number }, measureX: number): Vector3 {
  group.updateWorldMatrix(true, false)
  // What rides on the carriage is placed as it stands over the spindle.
  const riding = kind === 'camera' || kind === 'laser'
  const at = new Vector3(pose.x, pose.y + (ANCHOR_RISE[kind] ?? 0), pose.z)
  if (riding) at.x -= measureX
  group.worldToLocal(at)
  if (kind === 'laser') at.set(0.1, 0.44, 0.02)
  if (kind === 'accelerometer') at.set(0.015, 0, 0)
  return at
}

const CASTERS = ['x', 'y', 'z', 'grip', 'carriage', 'px', 'py', 'pz'] as const

/** Whether anything that casts a shadow moved since the last call; what only turns keeps its shadow. */
function castersMoved(last: Float64Array, pose: ScenePose): boolean {
  let changed = false
  for (let i = 0; i < CASTERS.length; i++) {
    const now = pose[CASTERS[i]!]
    if (Math.abs(last[i]! - now) > 1e-5) changed = true
    last[i] = now
  }
  return changed
}
