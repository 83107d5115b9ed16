/** Stack light: which of three positions is lit says the state, the hue only repeats it. */
import { Color, Group, Mesh, MeshLambertMaterial } from 'three'
import { Collector } from '../collector.ts'
import { box, ring, roundCylinder } from '../geometry.ts'
import type { CellLayout } from '../layout.ts'
import type { Materials } from '../materials.ts'

export type AndonState = 'off' | 'execute' | 'attention' | 'stopped'

export interface Andon {
  readonly group: Group
  set(state: AndonState): void
}

/** From below: running, someone is needed, stopped. */
const LAMPS: readonly (readonly [AndonState, number])[] = [
  ['execute', 0x2bb3a3],
  ['attention', 0xf0b429],
  ['stopped', 0xe2551f],
]
const DARK = new Color(0x8c969f)

export function createAndon(m: Materials, { andon, frame }: CellLayout): Andon {
  const group = new Group()
  group.name = 'station:andon'
  group.position.set(andon.x, andon.y, andon.z)
  const c = new Collector('andon')
    .add(m.black, roundCylinder(0.024, 0.018, 0.003, 32), 0, 0.004)
    .add(m.steel, roundCylinder(0.007, 0.07, 0.001, 16), 0, 0.02)
    .add(m.black, roundCylinder(0.026, 0.016, 0.003, 32), 0, 0.09)
    .add(m.black, roundCylinder(0.026, 0.012, 0.006, 32), 0, 0.237)
  for (let i = 0; i < 3; i++) c.add(m.black, ring(0.02, 0.0265, 0.1455 + i * 0.044, 0.149 + i * 0.044, 36))
  // Stands on a bracket where no profile is under it.
  const reach = andon.z + frame.depth / 2 + 0.04
  if (Math.abs(andon.y - frame.top) < 0.05 && reach > 0.04) {
    c.add(m.anodised, box(0.06, 0.006, reach + 0.03, 0.002), 0, 0.003, -reach / 2 + 0.015)
  }
  c.into(group)
  const lamps = LAMPS.map(([state, hue], i) => {
    const material = new MeshLambertMaterial({ emissive: hue, transparent: true })
    const lamp = new Mesh(roundCylinder(0.0245, 0.04, 0.002, 36), material)
    lamp.position.y = 0.106 + i * 0.044
    lamp.name = `andon.${state}`
    group.add(lamp)
    return { state, material }
  })
  const set = (shown: AndonState) => {
    for (const { state, material } of lamps) {
      const on = state === shown
      material.color.copy(on ? material.emissive : DARK)
      material.emissiveIntensity = on ? 0.9 : 0
      material.opacity = on ? 1 : 0.45
    }
  }
  set('off')
  return { group, set }
}
