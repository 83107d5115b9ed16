/** Light, ground and theme round the model. */
import {
  Color,
  DirectionalLight,
  Group,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  PMREMGenerator,
  type Scene,
  ShadowMaterial,
  type WebGLRenderer,
} from 'three'
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js'
import type { Materials } from './materials.ts'
import { keepStanding } from './standing.ts'

export type ThemeName = 'light' | 'dark'

const THEMES = {
  light: { env: 0.5, key: 2.7, fill: 0.3, rim: 0, glass: 0.07, shadow: 0.2, shade: 0.3, contact: 0.4 },
  dark: { env: 0.36, key: 1.7, fill: 0.25, rim: 0.7, glass: 0.05, shadow: 0.45, shade: 0.6, contact: 0.5 },
} as const

export interface Stage {
  readonly group: Group
  /** Height of the floor under the cell, m. */
  setFloor(y: number): void
  setTheme(theme: ThemeName, colourOf: (token: string) => string): void
  dispose(): void
}

export function createStage(
  gl: WebGLRenderer,
  scene: Scene,
  m: Materials,
  { shadowMap, environmentMap, fine }: { shadowMap: number; environmentMap: number; fine: boolean },
): Stage {
  const pmrem = new PMREMGenerator(gl)
  const room = new RoomEnvironment()
  const environment = pmrem.fromScene(room, 0.03, 0.1, 100, { size: environmentMap })
  room.dispose()
  pmrem.dispose()
  scene.environment = environment.texture

  const group = new Group()
  const key = new DirectionalLight(0xffffff)
  key.position.set(0.9, 2.1, 1.25)
  key.castShadow = true
  key.shadow.mapSize.set(shadowMap, shadowMap)
  key.shadow.radius = 5
  key.shadow.bias = -0.0004
  key.shadow.normalBias = 0.0025
  Object.assign(key.shadow.camera, { left: -1, right: 1, top: 1, bottom: -1, near: 0.5, far: 5 })
  const fill = new DirectionalLight(0xe6e9ec)
  fill.position.set(-1.6, 1, 0.6)
  const rim = new DirectionalLight(0xf4f6f8)
  rim.position.set(-0.9, 1.1, -1.8)

  const plane = (width: number, depth: number, material: MeshBasicMaterial | ShadowMaterial, y = 0) => {
    const mesh = new Mesh(new PlaneGeometry(width, depth).rotateX(-Math.PI / 2), material)
    mesh.position.y = y
    return mesh
  }
  const ground = new MeshBasicMaterial({ map: m.fade, transparent: true, depthWrite: false, toneMapped: false })
  const shade = new MeshBasicMaterial({ map: m.fade, color: 0x000000, transparent: true, depthWrite: false })
  const shadow = new ShadowMaterial()
  const planes = [plane(6, 6, ground, -0.001), plane(2.1, 1.7, shade, -0.0005), plane(6, 6, shadow)]
  planes.forEach((mesh, i) => {
    mesh.renderOrder = i - 3
  })
  planes[2]!.receiveShadow = true
  const floor = new Group().add(...planes)
  group.add(key, key.target, floor)
  // Each light is a loop of every shader: a software renderer gets the one that casts.
  if (fine) group.add(fill, rim)
  keepStanding(group, [])

  return {
    group,
    setFloor(y) {
      floor.position.y = y
      floor.updateMatrix()
    },
    setTheme(name, colourOf) {
      const theme = THEMES[name]
      scene.environmentIntensity = fine ? theme.env : theme.env * 1.25
      key.intensity = theme.key
      fill.intensity = theme.fill
      rim.intensity = theme.rim
      m.glass.opacity = theme.glass
      m.contact.opacity = theme.contact
      shadow.opacity = theme.shadow
      shade.opacity = theme.shade
      ground.color.set(new Color(colourOf('--scene-floor')))
      m.outlines.setColours(colourOf('--ink-2'), colourOf('--sim'), colourOf('--none'), colourOf('--hold'))
      m.wave.color.set(colourOf('--ink'))
      m.trail.color.set(colourOf('--ink'))
    },
    dispose() {
      environment.dispose()
      key.shadow.dispose()
      for (const mesh of planes) {
        mesh.geometry.dispose()
        mesh.material.dispose()
      }
    },
  }
}
