/** Presets with a short glide between them, and free orbiting from wherever one is. */
import { type PerspectiveCamera, Vector3 } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import type { CameraView } from './model.ts'
import { ease } from './pose.ts'

const GLIDE_MS = 420
/** Below this width to height the view opens, so that the cell stays whole between the columns of labels. */
const WIDE_ASPECT = 2.05

export interface CameraRig {
  goTo(view: CameraView, nowMs: number, instantly: boolean): void
  fit(aspect: number): void
  /** True while gliding. */
  step(nowMs: number): boolean
  dispose(): void
}

export function createCameraRig(camera: PerspectiveCamera, element: HTMLElement, onChange: () => void): CameraRig {
  const controls = new OrbitControls(camera, element)
  controls.enablePan = false
  controls.minDistance = 0.4
  controls.maxDistance = 4.5
  controls.maxPolarAngle = Math.PI * 0.49
  controls.addEventListener('change', onChange)
  const fromEye = new Vector3()
  const fromAt = new Vector3()
  const toEye = new Vector3()
  const toAt = new Vector3()
  let fromFov = 30
  let toFov = 30
  let fov = 30
  let aspect = WIDE_ASPECT
  let beganMs = Number.NEGATIVE_INFINITY
  let gliding = false

  const applyFov = () => {
    const half = Math.tan((fov * Math.PI) / 360) * Math.max(1, WIDE_ASPECT / aspect)
    camera.aspect = aspect
    camera.fov = (Math.atan(half) * 360) / Math.PI
    camera.updateProjectionMatrix()
  }

  return {
    goTo(view, nowMs, instantly) {
      fromEye.copy(camera.position)
      fromAt.copy(controls.target)
      fromFov = fov
      toEye.fromArray(view.eye)
      toAt.fromArray(view.at)
      toFov = view.fovDeg
      beganMs = instantly ? Number.NEGATIVE_INFINITY : nowMs
      gliding = true
      onChange()
    },
    fit(newAspect) {
      aspect = newAspect
      applyFov()
      onChange()
    },
    step(nowMs) {
      if (!gliding) return false
      const k = ease((nowMs - beganMs) / GLIDE_MS)
      camera.position.lerpVectors(fromEye, toEye, k)
      controls.target.lerpVectors(fromAt, toAt, k)
      fov = fromFov + (toFov - fromFov) * k
      applyFov()
      controls.update()
      gliding = k < 1
      return gliding
    },
    dispose: () => controls.dispose(),
  }
}
