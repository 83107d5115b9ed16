/** A part's cycle in the twin: what happened to it, and what was found on it. */
import type { Conformance, Verdict, VerdictReason } from './characteristic.ts'
import type { EventData } from './events.ts'
import type { EvidenceRef, RepeatedEvidence } from './evidence.ts'
import type { ChallengeOutcome } from './gauge-trust.ts'
import type { Destination } from './handling.ts'
import type { CycleId, EventId, Instant, Serial, Source } from './ids.ts'
import type { ContainerId } from './packing.ts'
import type { RecipeRef } from './recipe.ts'
import type { Heard, Written } from './register.ts'
import type { Review } from './review.ts'

/** One result as the twin keeps it; the passport has it whole. */
export interface ResultSummary {
  readonly characteristic: string
  readonly value: number | null
  readonly conformance: Conformance
}

export interface ModuleTwin {
  readonly captured?: Heard & { readonly evidence: readonly EvidenceRef[] }
  readonly inspected?: Heard & {
    readonly results: readonly ResultSummary[]
    readonly evidence: readonly EvidenceRef[]
    readonly computeMs: number
    readonly repeats?: RepeatedEvidence
  }
  readonly failed?: Heard & { readonly reason: string }
  readonly missing?: Written & { readonly dueAt: Instant }
  /** It came after its deadline in the cell: the verdict does without it. */
  readonly late?: Written & { readonly lateMs: number }
  readonly duplicates?: number
  readonly unreadable?: number
}

export interface ReviewTwin {
  readonly id: EventId
  readonly at: Instant
  readonly by: string
  readonly review: Review
  /** What the cell was asked to do because of it. */
  readonly requestId?: string
  readonly undone?: { readonly at: Instant; readonly by: string }
}

export interface CycleTwin {
  readonly cycleId: CycleId
  readonly serial: Serial
  readonly cycleNumber: number
  readonly simulated: boolean
  readonly replayed?: boolean
  /** Id of the challenge part: such a cycle is no production. */
  readonly challenge?: string
  /** Absent while only other events of the cycle are known. */
  readonly inserted?: Written & {
    readonly recipe: RecipeRef
    readonly provisional?: string
    readonly codeGrade?: string
  }
  /** In the order they began. */
  readonly phases: readonly (Written & {
    readonly phase: string
    readonly budgetMs: number
    readonly rpm?: number
  })[]
  readonly modules: Readonly<Record<Source, ModuleTwin>>
  readonly verdict?: Heard & {
    readonly verdict: Verdict
    readonly reasons: readonly VerdictReason[]
    readonly judgedAfterMs: number
    /** Of a challenge part: whether it showed what it must show. */
    readonly challenged?: ChallengeOutcome['outcome']
  }
  readonly dispatched?: Written & {
    readonly to: Destination
    readonly place?: number
    readonly because: EventData<'part-dispatched'>['because']
  }
  readonly arrived?: Written & { readonly where: Destination | 'out'; readonly place?: number }
  /** It once arrived in chute or bin or was taken out: from then on it may be let go. */
  readonly finished?: true
  /** Events of evidence that people asked for since. */
  readonly stepped?: number
  /** On the spindle for live stepping (`on`), or back in its nest. */
  readonly mounted?: Written & { readonly on: boolean; readonly place: number }
  readonly mismatch?: Written & { readonly expected: Destination; readonly observed: Destination | null }
  readonly packed?: Written & { readonly container: ContainerId; readonly position: number }
  /** Oldest first; the last one not undone is in force. */
  readonly reviews: readonly ReviewTwin[]
}
