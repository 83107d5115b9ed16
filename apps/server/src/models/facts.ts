/** What cells say of their models, as a roll-out and the page read it. */
import type { ModelTarget, RolloutPlan } from '@celltwin/contracts'
import { type ModuleFacts, type Progress, progressOf } from '@celltwin/transition/rollout'
import { isRefused, modelSlot, shadowCount } from '@celltwin/twin'
import type { Cells } from '../twins/cells.ts'

export function factsOf(cells: Cells, { cell, module }: ModelTarget, model: string): ModuleFacts {
  const twin = cells.get(cell)?.twin
  if (!twin) return {}
  const slot = modelSlot(twin, module)
  const { live, shadow, running, shadowing, refused } = slot
  const refusal = [live, shadow].some((wanted) => wanted && isRefused(slot, wanted.value))
  return {
    wantedLive: live?.value.model?.digest,
    wantedShadow: shadow?.value.model?.digest,
    running: running?.value.model.digest,
    shadowing: shadowing?.value.model?.digest,
    refused: refusal ? refused?.value.reason : undefined,
    seen: shadowCount(slot, model),
  }
}

export const progressIn = (cells: Cells, { model, stages, rule }: RolloutPlan): Progress =>
  progressOf({ model: model.digest, stages, rule }, (target) => factsOf(cells, target, model.digest))
