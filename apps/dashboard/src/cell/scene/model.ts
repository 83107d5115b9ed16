/** What a 3D model of a cell offers to the view, whatever kind of cell it is. */
import type { Group, Vector3 } from 'three'
import type { Looks } from '../looks.ts'
import type { Choreography } from './choreography.ts'
import type { PartDefects } from './part-defects.ts'
import type { ScenePose } from './pose.ts'
import type { AndonState } from './stations/andon.ts'

export interface CameraView {
  readonly eye: readonly [number, number, number]
  readonly at: readonly [number, number, number]
  readonly fovDeg: number
}

export interface CellModel {
  readonly root: Group
  /** Height of the floor under it, m. */
  readonly floor: number
  readonly choreography: Choreography
  readonly views: readonly CameraView[]
  /** Everything that moves, from one pose. Allocates nothing. Returns whether a thing that casts a shadow moved. */
  applyPose(pose: ScenePose): boolean
  /** By station id; what is not named looks live. */
  setLooks(looks: Looks): void
  setAndon(state: AndonState): void
  /** Nests taken, parts waiting at the infeed, and places of the rack with their part in them. */
  setStock(nests: readonly number[], queued: number, racked: readonly number[]): void
  setDefects(defects: PartDefects): void
  setCovers(visible: boolean): void
  /** Writes the point a label's leader ends on, as the world matrices have it; false when the station is not in the model. */
  anchor(stationId: string, out: Vector3): boolean
  dispose(): void
}
