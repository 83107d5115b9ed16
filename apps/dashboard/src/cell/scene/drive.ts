/** From the cell store to the model: facts set what is there, the frame loop sets where. Allocates nothing per frame. */
import { type CellDefinition, type CellTwin, rackOf } from '@celltwin/contracts'
import type { CellState } from '../../twin/cell-store.ts'
import { nowMs as shownMs } from '../../twin/clock.ts'
import { instantOf } from '../../twin/replay-clock.ts'
import { looksOf } from '../looks.ts'
import { createBlend } from './blend.ts'
import type { CellModel } from './model.ts'
import { NO_DEFECTS, type PartDefects } from './part-defects.ts'
import { clamp01, createPose } from './pose.ts'
import { andonOf, heldParts, outOfRack, type Shown, shownOf } from './shown.ts'

/** What the last frame drawn shows. */
export interface SceneReport {
  readonly cycleId: string | undefined
  readonly serial: string | undefined
  readonly phase: string
  readonly progress: number
  readonly destination: string | undefined
  readonly partAt: string
  readonly rpm: number
  readonly held: number
}

export interface Drive {
  /** Takes over what changed in the store. */
  update(state: CellState, definition: CellDefinition): void
  setDefects(cycleId: string, defects: PartDefects): void
  /** Poses the model; `moving` asks for another frame, `casters` for a new shadow map. */
  frame(nowMs: number): { readonly moving: boolean; readonly casters: boolean }
  report(): SceneReport
}

export function createDrive(model: CellModel): Drive {
  const pose = createPose()
  const blend = createBlend()
  const answer = { moving: false, casters: false }
  let twinInUse: CellTwin | undefined
  let linkInUse: CellState['link'] | undefined
  let shown: Shown = shownOf(undefined, undefined, 1)
  let key = ''
  let held = 0
  let speed = 1
  let drawn: Shown = shown
  let progress = 0
  /** Server time − this page's, plus what the cell's clock is known to be off. */
  let offsetMs = 0
  /** The instant that is shown, where time stands still. */
  let frozenMs: number | undefined
  let replay: CellState['replay']
  let defects: { cycleId: string; shown: PartDefects } | undefined
  let setUp = true

  function takeOver(state: CellState, definition: CellDefinition): void {
    const { twin } = state
    shown = shownOf(twin, definition.cycle, speed)
    key = `${shown.cycle?.cycleId} ${shown.phase} ${shown.fetching}`
    const nests = twin ? heldParts(twin) : []
    const inView = shown.cycle?.cycleId
    held = nests.length
    // Until the next one is asked for, the part put back stands in the nest in front.
    const out = (twin && outOfRack(twin)) ?? (shown.fromRack ? shown.cycle?.challenge : undefined)
    model.setStock(
      nests.filter((part) => part.cycleId !== inView || shown.phase === 'idle').map((part) => part.place),
      twin?.state?.value.state === 'suspended' ? 0 : 2,
      rackOf(definition).flatMap(({ id }, place) => (id === out ? [] : [place])),
    )
    const looks = looksOf(definition, state, shownMs())
    model.setLooks(looks)
    model.setAndon(
      andonOf(
        twin?.state?.value.state,
        Object.values(looks).some((look) => look.awaited),
      ),
    )
    if (defects && defects.cycleId === inView) model.setDefects(defects.shown)
    else model.setDefects(NO_DEFECTS)
  }

  return {
    update(state, definition) {
      speed = state.clock?.speed ?? 1
      const delays = state.at === undefined ? state.delays.handling : undefined
      offsetMs = state.offsetMs - (delays && delays.length > 0 ? Math.min(...delays) : 0)
      replay = state.replay
      frozenMs = replay
        ? undefined
        : state.at
          ? Date.parse(state.at)
          : state.link.state === 'lost'
            ? state.link.shownAt
            : undefined
      if (!setUp && state.twin === twinInUse && state.link === linkInUse) return
      setUp = false
      twinInUse = state.twin
      linkInUse = state.link
      takeOver(state, definition)
    },
    setDefects(cycleId, found) {
      defects = { cycleId, shown: found }
      if (shown.cycle?.cycleId === cycleId) model.setDefects(found)
    },
    frame(nowMs) {
      const at = frozenMs ?? (replay ? instantOf(replay, nowMs) : nowMs + offsetMs)
      drawn = shown
      progress = clamp01(((at - shown.sinceMs) * speed) / shown.budgetMs)
      model.choreography.poseAt(shown, progress, pose)
      const blending = blend.apply(pose, key, replay ? at : nowMs)
      answer.casters = model.applyPose(pose)
      answer.moving = blending || (frozenMs === undefined && progress < 1 && shown.phase !== 'idle')
      return answer
    },
    report: () => ({
      cycleId: drawn.cycle?.cycleId,
      serial: drawn.cycle?.serial,
      phase: drawn.phase,
      progress,
      destination: drawn.destination,
      partAt: pose.at,
      rpm: pose.rpm,
      held,
    }),
  }
}
