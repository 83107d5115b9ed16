/** What a package's own comparison proves, decided again from its counts: nobody's word that it passed is taken. */
import type { CellTwin, GateAnswer, ModelGate, ModelRef, ModelSummary } from '@celltwin/contracts'
import { comparePaired, gate, USUAL_GATE } from '@celltwin/transition/gate'
import type { KeptModel } from './model-store.ts'

/** How much a model may lose in the cell: its recipe says it. */
export const gateRuleOf = ({ definition }: CellTwin): ModelGate =>
  definition?.value.definition.recipe.modelGate ?? USUAL_GATE

/** @param running what the model is to follow, where that is known. */
export function gateOf({ digest, comparison }: KeptModel, rule: ModelGate, running?: ModelRef): GateAnswer {
  if (!comparison) {
    const text = 'The package has no comparison with another model (comparison.json).'
    return { text, refusals: [text] }
  }
  const { accuracy, golden, against } = comparison
  const decision = gate({ rule, accuracy: comparePaired(accuracy), golden })
  const other =
    running && running.digest !== against.digest && running.digest !== digest
      ? [`It was compared with ${named(against)}, and the module runs ${named(running)}.`]
      : []
  if (decision.allowed) return { text: [...other, decision.reason].join(' '), refusals: other }
  const refusals = [...other, ...decision.refusals.map(({ reason }) => reason)]
  return { text: refusals.join(' '), refusals }
}

const named = ({ name, version, digest }: ModelRef) => `${name} ${version} (${digest.slice(0, 8)})`

/** As it is listed. */
export function summaryOf(model: KeptModel, rule: ModelGate = USUAL_GATE): ModelSummary {
  const { comparison, files: _files, ...summary } = model
  return { ...summary, against: comparison?.against ?? null, gate: gateOf(model, rule) }
}
