import type { Condition } from './parse.ts'

/** The characteristics that a condition looks at. */
export function namedBy(condition: Condition): readonly string[] {
  switch (condition.is) {
    case 'and':
    case 'or':
      return [...new Set(condition.of.flatMap(namedBy))]
    case 'not':
      return namedBy(condition.of)
    case 'compare':
      return [condition.characteristic]
    case 'outcome':
      return condition.characteristics
    default:
      return []
  }
}
