/** What a package's own comparison proves, decided again from its counts: nobody's word that it passed is taken. */
import type { GateAnswer, ModelComparison } from '@celltwin/contracts'
import { comparePaired, gate } from '@celltwin/transition/gate'

export function gateOf(comparison: ModelComparison | undefined): GateAnswer {
  if (!comparison) {
    const text = 'The package has no comparison with another model (comparison.json).'
    return { text, refusals: [text] }
  }
  const { rule, accuracy, golden } = comparison
  const decision = gate({ rule, accuracy: comparePaired(accuracy), golden })
  if (decision.allowed) return { text: decision.reason, refusals: [] }
  const refusals = decision.refusals.map(({ reason }) => reason)
  return { text: refusals.join(' '), refusals }
}
