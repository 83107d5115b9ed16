/**
 * Takes the edge off a late fact: where a new phase would make the picture jump, the difference is kept as an offset and
 * fades. Larger differences (another instant was chosen, the page had no news for long) are shown at once.
 */
import { ease, type ScenePose } from './pose.ts'

const BLENDED = ['x', 'y', 'z', 'yaw', 'grip', 'carriage', 'lane'] as const
const JUMP_M = 0.3
const MIN_MS = 160
const MS_PER_M = 1100

export interface Blend {
  /** Changes the pose in place; true while an offset is left. */
  apply(pose: ScenePose, key: string, nowMs: number): boolean
}

export function createBlend(): Blend {
  const last = new Float64Array(BLENDED.length)
  const offset = new Float64Array(BLENDED.length)
  let shownKey: string | undefined
  let fromMs = 0
  let lengthMs = 0

  const begin = (pose: ScenePose, nowMs: number) => {
    const jump = Math.hypot(last[0]! - pose.x, last[1]! - pose.y, last[2]! - pose.z)
    fromMs = nowMs
    lengthMs = jump > JUMP_M ? 0 : MIN_MS + MS_PER_M * jump
    for (let i = 0; i < BLENDED.length; i++) {
      const difference = last[i]! - pose[BLENDED[i]!]
      offset[i] = BLENDED[i] === 'yaw' ? Math.atan2(Math.sin(difference), Math.cos(difference)) : difference
    }
  }

  return {
    apply(pose, key, nowMs) {
      if (shownKey !== undefined && key !== shownKey) begin(pose, nowMs)
      shownKey = key
      // Another instant may have been chosen: a clock that went back has nothing left to blend.
      const passed = nowMs - fromMs
      const left = passed >= 0 && passed < lengthMs ? 1 - ease(passed / lengthMs) : 0
      for (let i = 0; i < BLENDED.length; i++) {
        const name = BLENDED[i]!
        pose[name] += offset[i]! * left
        last[i] = pose[name]
      }
      if (left > 0 && pose.at === 'robot') {
        pose.px = pose.x
        pose.py = pose.y
        pose.pz = pose.z
        pose.pyaw += offset[3]! * left
      }
      return left > 0
    },
  }
}
