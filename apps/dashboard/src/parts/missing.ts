/** What the verdict on a part does without: results that never came, or came when it was already judged. */
import type { CellDefinition, Conformance, PassportCycle } from '@celltwin/contracts'

export interface Missing {
  readonly module: string
  /** Owed by the recipe and not there when the part was judged. */
  readonly characteristics: number
  /** Kinds of evidence that the module takes, and of this part has none. */
  readonly evidence: readonly string[]
  /** All of it is there now, and the verdict does not rest on it. */
  readonly cameLate: boolean
}

type Judged = {
  readonly verdict: PassportCycle['verdict']
  readonly reasons: readonly Pick<PassportCycle['reasons'][number], 'characteristic' | 'conformance'>[]
  readonly results: readonly Pick<PassportCycle['results'][number], 'characteristic' | 'conformance'>[]
  readonly evidence: readonly Pick<PassportCycle['evidence'][number], 'kind' | 'module'>[]
}

/** By module, in the order of the recipe; nothing while the part is not judged: it may still come. */
export function missingOf(cycle: Judged, definition: CellDefinition): readonly Missing[] {
  if (cycle.verdict === null) return []
  const unknown = new Set(cycle.reasons.filter(isUnknown).map(({ characteristic }) => characteristic))
  const results = new Map(cycle.results.map((result) => [result.characteristic, result]))
  const owed = definition.recipe.characteristics.filter(({ id }) => {
    const result = results.get(id)
    return result === undefined || (unknown.has(id) && !isUnknown(result))
  })
  return [...new Set(owed.map(({ module }) => module))].map((module) => {
    const mine = owed.filter((one) => one.module === module)
    const taken = cycle.evidence.filter((one) => one.module === module).map(({ kind }) => kind)
    const kinds = definition.modules[module]?.takes.map((one) => one.evidence) ?? []
    return {
      module,
      characteristics: mine.length,
      evidence: kinds.filter((kind) => !taken.includes(kind)),
      cameLate: mine.every(({ id }) => results.has(id)),
    }
  })
}

const isUnknown = ({ conformance }: { readonly conformance: Conformance }) => conformance === 'not-inspected'
