/** Points that leaders end on: each fixed in the group of its station, wherever that is carried. */
import type { Object3D, Vector3 } from 'three'

export interface Anchors {
  set(stationId: string, group: Object3D, at: Vector3): void
  /** Writes the point as the world matrices have it; false when the station is not in the model. */
  point(stationId: string, out: Vector3): boolean
}

export function createAnchors(): Anchors {
  const anchors = new Map<string, { readonly group: Object3D; readonly at: Vector3 }>()
  return {
    set: (stationId, group, at) => void anchors.set(stationId, { group, at }),
    point(stationId, out) {
      const anchor = anchors.get(stationId)
      if (!anchor) return false
      out.copy(anchor.at).applyMatrix4(anchor.group.matrixWorld)
      return true
    },
  }
}
