/** Decisions about models, against the twin inside the append: each gives the server's own event, or says why not. */
import type { ModelRef, Override, ShadowRule } from '@celltwin/contracts'
import { shadowRefusals } from '@celltwin/transition/rollout'
import { modelBefore, modelSlot, shadowCount } from '@celltwin/twin'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { gateOf, gateRuleOf } from './gate-of.ts'
import type { KeptModel } from './model-store.ts'

/** Where nobody says otherwise. */
export const USUAL_RULE: ShadowRule = { minParts: 100, mostDisagreement: 0.05 }

export interface Decided {
  readonly module: string
  readonly by: string
  readonly rollout?: string
}

export const refOf = ({ digest, name, version }: ModelRef): ModelRef => ({ digest, name, version })

/** @throws Problem where the cell has no such module, or one without a model. */
function slotOf(cell: LiveCell, module: string) {
  const known = cell.twin.definition?.value.definition.modules[module]
  if (!known) throw new Problem(404, 'module-unknown', `${cell.path.cell} has no module ${module}.`)
  const slot = modelSlot(cell.twin, module)
  if (!slot.running)
    throw new Problem(409, 'no-model', `The module ${module} of ${cell.path.cell} has told of no model yet.`)
  return slot
}

export function assign(cell: LiveCell, model: ModelRef, { module, ...decided }: Decided): OwnEvent {
  const slot = slotOf(cell, module)
  if (slot.running!.value.model.digest === model.digest)
    throw new Problem(409, 'already-live', `${module} of ${cell.path.cell} judges with this model already.`)
  return { type: 'model-assigned', simulated: isSimulated(cell), data: { module, model: refOf(model), ...decided } }
}

/** Why the package's own comparison does not let it follow the model that the module runs; none where it does. */
export const packageRefusals = (cell: LiveCell, module: string, model: KeptModel): string[] =>
  gateOf(model, gateRuleOf(cell.twin), slotOf(cell, module).running!.value.model).refusals

/** Why a model may not go live in a module, in sentences; none where it may. */
export function promotionRefusals(cell: LiveCell, module: string, model: KeptModel, rule: ShadowRule): string[] {
  const slot = slotOf(cell, module)
  const ready = slot.ready?.value.model.digest === model.digest
  return [
    ...packageRefusals(cell, module, model),
    ...(ready ? [] : ['The module has not said that the model is warm and its golden inputs agree.']),
    ...shadowRefusals(rule, shadowCount(slot, model.digest)),
  ]
}

export function promote(
  cell: LiveCell,
  model: KeptModel,
  { module, ...decided }: Decided,
  rule: ShadowRule,
  overriding?: string,
): OwnEvent {
  const refusals = promotionRefusals(cell, module, model, rule)
  if (refusals.length > 0 && overriding === undefined)
    throw new Problem(409, 'gate-refused', refusals.join(' '), 'Let it judge more parts in shadow, or ask an admin.')
  const override: { override?: Override } = refusals.length > 0 ? { override: { refusals, reason: overriding! } } : {}
  const data = { module, model: refOf(model), ...decided, ...override }
  return { type: 'model-promoted', simulated: isSimulated(cell), data }
}

export function rollBack(cell: LiveCell, { module, ...decided }: Decided, reason?: string): OwnEvent {
  const slot = slotOf(cell, module)
  const model = modelBefore(slot)
  if (!model) throw new Problem(409, 'nothing-before', `${module} of ${cell.path.cell} has had one model only.`)
  const from = slot.live?.value.model?.digest ?? slot.running!.value.model.digest
  const data = { module, model, from, ...decided, ...(reason === undefined ? {} : { reason }) }
  return { type: 'model-rolled-back', simulated: isSimulated(cell), data }
}

export function withdraw(cell: LiveCell, { module, ...decided }: Decided, reason?: string): OwnEvent {
  const model = slotOf(cell, module).shadow?.value.model
  if (!model) throw new Problem(409, 'nothing-in-shadow', `${module} of ${cell.path.cell} has nothing in shadow.`)
  const data = { module, model, ...decided, ...(reason === undefined ? {} : { reason }) }
  return { type: 'model-withdrawn', simulated: isSimulated(cell), data }
}
