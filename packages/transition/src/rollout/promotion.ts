/** Whether a model in shadow may go live in a module: what its package proves, and what the module has seen of it. */
import { wilson } from '@celltwin/quality'

export interface Seen {
  readonly parts: number
  readonly disagreed: number
}

export interface PromotionRule {
  readonly minParts: number
  /** Greatest share of disagreement that the parts seen may leave possible, by its 95 % bound. */
  readonly mostDisagreement: number
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** Why not, in sentences; none where it may. What nobody has seen refuses. */
export function shadowRefusals(rule: PromotionRule, seen: Seen = { parts: 0, disagreed: 0 }): string[] {
  const { parts, disagreed } = seen
  if (parts < rule.minParts) return [`It has judged ${parts} parts in shadow; ${rule.minParts} are asked for.`]
  const upper = wilson(disagreed, parts)?.upper ?? 1
  if (upper <= rule.mostDisagreement) return []
  return [
    `It disagrees on ${disagreed} of ${parts} parts: up to ${percent(upper)} are possible, ${percent(rule.mostDisagreement)} allowed.`,
  ]
}
