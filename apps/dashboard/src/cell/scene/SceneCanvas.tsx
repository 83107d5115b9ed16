/** The cell in 3D. The only way into three.js: this file and what it imports make the lazy chunk. */
import type { CellDefinition } from '@celltwin/contracts'
import { Canvas, type ThreeEvent, useFrame, useThree } from '@react-three/fiber'
import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import {
  BasicShadowMap,
  Matrix4,
  NeutralToneMapping,
  type Object3D,
  PCFShadowMap,
  type PerspectiveCamera,
  Vector3,
} from 'three'
import { cellStore } from '../../twin/cell-store.ts'
import type { Leaders } from '../viewport/leaders.ts'
import { buildModel, QUALITIES, type Quality } from './build.ts'
import { type CameraRig, createCameraRig } from './camera-rig.ts'
import { createDrive, type SceneReport } from './drive.ts'
import { createMaterials, disposeMaterials } from './materials.ts'
import { createPace } from './pace.ts'
import type { PartDefects } from './part-defects.ts'
import './quiet.ts'
import { createStage, type ThemeName } from './stage.ts'

const LISTEN_MS = 5000

declare global {
  interface Window {
    /** For tests: what the picture claims, and what it costs. */
    celltwinScene?: { report(): SceneReport & { calls: number; triangles: number; frames: number; camera: number } }
  }
}

export interface SceneProps {
  readonly definition: CellDefinition
  readonly quality: Quality
  /** Which preset; a new object asks for it again, wherever the camera was turned to. */
  readonly view: { readonly index: number }
  readonly covers: boolean
  readonly theme: ThemeName
  readonly leaders: Leaders
  /** Defects that the results of a part report. */
  readonly defects: { readonly cycleId: string; readonly found: PartDefects } | undefined
  readonly onPick: (stationId: string) => void
}

export const SceneCanvas = memo(function SceneCanvas(props: SceneProps) {
  return (
    <Canvas
      frameloop="demand"
      shadows={{ type: props.quality === 'full' ? PCFShadowMap : BasicShadowMap, autoUpdate: false }}
      dpr={[0.5, QUALITIES[props.quality].maxDpr]}
      camera={{ near: 0.05, far: 14, fov: 30, position: [0.7, 1.2, 2.3] }}
      gl={{
        antialias: QUALITIES[props.quality].fine,
        alpha: true,
        powerPreference: 'high-performance',
        toneMapping: NeutralToneMapping,
      }}
      aria-hidden="true"
      tabIndex={-1}
    >
      <Cell {...props} />
    </Canvas>
  )
})

function Cell({ definition, quality, view, covers, theme, leaders, defects, onPick }: SceneProps) {
  const gl = useThree((three) => three.gl)
  const scene = useThree((three) => three.scene)
  const size = useThree((three) => three.size)
  const draw = useThree((three) => three.invalidate)
  const camera = useThree((three) => three.camera) as PerspectiveCamera

  const setting = useMemo(() => {
    const materials = createMaterials(QUALITIES[quality].fine)
    return { materials, stage: createStage(gl, scene, materials, QUALITIES[quality]) }
  }, [quality, gl, scene])
  // Another description is another model in the same light, seen from the same place.
  const built = useMemo(() => {
    const model = buildModel(definition, quality, setting.materials)
    return { model, drive: createDrive(model) }
  }, [definition, quality, setting])
  const rig = useRef<CameraRig>(null)
  const loop = useRef({ pace: createPace(), shadow: true, frames: 0, timer: 0, drawn: false })
  /** Asks for a frame, as soon as the pace allows. */
  const invalidate = useCallback(() => {
    const state = loop.current
    if (state.timer !== 0) return
    const waitMs = state.pace.waitMs(performance.now())
    if (waitMs === 0) return draw()
    state.timer = window.setTimeout(() => {
      state.timer = 0
      draw()
    }, waitMs)
  }, [draw])

  useEffect(() => {
    const made = createCameraRig(camera, gl.domElement, invalidate)
    rig.current = made
    return () => made.dispose()
  }, [camera, gl, invalidate])
  useEffect(
    () => () => {
      setting.stage.dispose()
      disposeMaterials(setting.materials)
    },
    [setting],
  )
  useEffect(() => {
    setting.stage.setFloor(built.model.floor)
    return () => built.model.dispose()
  }, [built, setting])

  useEffect(() => {
    const take = () => {
      built.drive.update(cellStore.getState(), definition)
      loop.current.shadow = true
      invalidate()
    }
    take()
    // Silence is no event: who fell silent is looked for now and then.
    const timer = setInterval(take, LISTEN_MS)
    const unsubscribe = cellStore.subscribe((state, before) => {
      const same =
        state.twin === before.twin &&
        state.link === before.link &&
        state.clock === before.clock &&
        state.at === before.at &&
        state.replay === before.replay
      if (!same) take()
    })
    return () => {
      clearInterval(timer)
      unsubscribe()
    }
  }, [built, definition, invalidate])

  useEffect(() => {
    if (defects) built.drive.setDefects(defects.cycleId, defects.found)
    invalidate()
  }, [built, defects, invalidate])

  useEffect(() => {
    built.model.setCovers(covers)
    loop.current.shadow = true
    invalidate()
  }, [built, covers, invalidate])

  useEffect(() => {
    const style = getComputedStyle(document.documentElement)
    setting.stage.setTheme(theme, (token) => style.getPropertyValue(token).trim())
    invalidate()
  }, [setting, theme, invalidate])

  useEffect(() => {
    const still = !loop.current.drawn || matchMedia('(prefers-reduced-motion: reduce)').matches
    rig.current?.goTo(built.model.views[view.index] ?? built.model.views[0]!, performance.now(), still)
  }, [definition.kind, view])

  useEffect(() => {
    rig.current?.fit(size.width / Math.max(1, size.height))
    leaders.resize(size.width, size.height)
    loop.current.shadow = true
  }, [size, leaders])

  useEffect(() => {
    const { render } = gl.info
    window.celltwinScene = {
      report: () => ({
        ...built.drive.report(),
        calls: render.calls,
        triangles: render.triangles,
        frames: loop.current.frames,
        camera: view.index,
      }),
    }
    return () => {
      delete window.celltwinScene
    }
  }, [built, gl, view])

  useEffect(
    () => () => {
      clearTimeout(loop.current.timer)
      loop.current.timer = 0
    },
    [],
  )

  useEffect(() => {
    scene.matrixAutoUpdate = scene.matrixWorldAutoUpdate = false
  }, [scene])

  useFrame(() => {
    const now = performance.now()
    const state = loop.current
    const gliding = rig.current?.step(now) ?? false
    const { moving, casters } = built.drive.frame(Date.now())
    gl.shadowMap.needsUpdate = casters || state.shadow
    state.shadow = false
    state.drawn = true
    state.frames++
    camera.updateMatrixWorld()
    // Once a frame: leaders and renderer go by the same.
    scene.updateMatrixWorld()
    drawLeaders(leaders, built.model.anchor, camera, size)
    state.pace.drawn(now)
    if (moving || gliding) invalidate()
  })

  const pick = (event: ThreeEvent<MouseEvent>) => {
    // A drag turns the view; it chooses nothing.
    if (event.delta > 4) return
    event.stopPropagation()
    for (let node: Object3D | null = event.object; node; node = node.parent) {
      if (typeof node.userData.station === 'string') return onPick(node.userData.station)
    }
  }
  return (
    <>
      <primitive object={setting.stage.group} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: not an element of the page; the labels are its buttons. */}
      <primitive object={built.model.root} onClick={pick} />
    </>
  )
}

const point = new Vector3()
const toScreen = new Matrix4()

function drawLeaders(
  leaders: Leaders,
  anchor: (id: string, out: Vector3) => boolean,
  camera: PerspectiveCamera,
  { width, height }: { width: number; height: number },
): void {
  toScreen.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)
  for (const id of leaders.ids()) {
    if (!anchor(id, point)) {
      leaders.hide(id)
      continue
    }
    point.applyMatrix4(toScreen)
    leaders.point(id, ((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height)
  }
}
