/** The twin of a cell: what `evolve` in packages/twin makes of the journal. Plain JSON; it crosses the wire as a snapshot. */

import type { AlarmId, AlarmTwin } from './alarm.ts'
import type { CellDefinition } from './cell.ts'
import type { ReleasedDescription } from './cell-description.ts'
import type { Conformance, Verdict, VerdictReason } from './characteristic.ts'
import type { EventData } from './events.ts'
import type { EvidenceRef } from './evidence.ts'
import type { ChallengeFinding, ChallengeOutcome, ChallengeRequired, GaugeCalibration } from './gauge-trust.ts'
import type { CellInputs, Destination, PackMLState } from './handling.ts'
import type { CycleId, EventId, Instant, Serial, Source } from './ids.ts'
import type { LimitSample } from './limit-sample.ts'
import type { DesiredItem } from './messages.ts'
import type { GoldenParity, ModelRef, ModelStage, RolloutPlan, Shadowed } from './model.ts'
import type { ContainerId } from './packing.ts'
import type { ProposedRecipe, RecipeRef, ReleasedRecipe } from './recipe.ts'
import type { Review } from './review.ts'
import type { Control } from './stepping.ts'

/** When a fact happened, and the stream position that wrote it: an older fact never overwrites a newer one. */
export interface Written {
  readonly at: Instant
  readonly epoch: number
  readonly seq: number
}

/** A value of the cell with the stream position that wrote it. */
export interface Register<T> {
  readonly value: T
  readonly occurredAt: Instant
  readonly epoch: number
  readonly seq: number
}

/** One result as the twin keeps it; the passport has it whole. */
export interface ResultSummary {
  readonly characteristic: string
  readonly value: number | null
  readonly conformance: Conformance
}

export interface ModuleTwin {
  readonly captured?: Written & { readonly evidence: readonly EvidenceRef[] }
  readonly inspected?: Written & {
    readonly results: readonly ResultSummary[]
    readonly evidence: readonly EvidenceRef[]
    readonly computeMs: number
  }
  readonly failed?: Written & { readonly reason: string }
  readonly missing?: Written & { readonly dueAt: Instant }
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
  readonly verdict?: Written & {
    readonly verdict: Verdict
    readonly reasons: readonly VerdictReason[]
    readonly judgedAfterMs: number
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

export interface SourceTwin {
  readonly source: Source
  /** As the server saw it: written by `presence-changed`. */
  readonly presence?: Register<{
    readonly online: boolean
    readonly readiness?: string
    readonly progress?: number
    readonly versions?: Readonly<Record<string, string>>
    readonly epoch?: number
  }>
  /** Its newest event. */
  readonly last?: { readonly occurredAt: Instant; readonly epoch: number; readonly seq: number }
  readonly events: number
  /** Holes in its streams not yet filled, inclusive. */
  readonly gaps: readonly {
    readonly epoch: number
    readonly from: number
    readonly to: number
    readonly lost?: string
  }[]
  readonly simulated: boolean
  readonly replayed?: boolean
}

export type RequestState = 'made' | 'waiting' | 'started' | 'done' | 'refused' | 'withdrawn' | 'expired'

export interface RequestTwin {
  readonly requestId: string
  /** Absent while only the cell's answer is known. */
  readonly made?: Written & {
    readonly by: string
    readonly target: DesiredItem['target']
    readonly decidedAtRevision: number
    readonly expiresAt: Instant
  }
  /** What the cell says, and what the server says; the cell's last word wins over the server's. */
  readonly cell?: Register<{
    readonly state: 'waiting' | 'started' | 'done' | 'refused'
    readonly waitingFor?: readonly string[]
    readonly reason?: string
  }>
  readonly server?: Register<{ readonly state: 'withdrawn' | 'expired' }>
}

/** Counters count events of which each cycle has one; order does not matter to them. */
export interface Counters {
  readonly inserted: number
  readonly judged: Readonly<Record<Verdict, number>>
  readonly arrived: Readonly<Record<Destination | 'out', number>>
  /** Verdicts that hold because something was not inspected, against those for the product's sake. */
  readonly notInspected: number
  readonly missing: number
  readonly late: number
  readonly duplicate: number
  readonly unreadable: number
  readonly mismatches: number
  /** Reviews in force: made and not undone. */
  readonly reviewed: number
  /** Of these, conforming parts that the machine had rejected. */
  readonly falseRejects: number
}

/** What a challenge part last showed. */
export interface ChallengedPart extends Written, ChallengeOutcome {
  readonly cycleId: CycleId
  readonly uses: number
}

/** Cycles that a failed challenge made suspect, inclusive. */
export interface Suspicion {
  readonly id: EventId
  readonly at: Instant
  readonly from: number
  readonly to: number
  readonly reason: string
}

/** Cycles that a person answers for. */
export interface Release extends Suspicion {
  readonly suspicion: EventId
  readonly by: string
}

/** How far the gauges are to be believed. */
export interface TrustTwin {
  /** By gauge, as the modules recorded them. */
  readonly calibrations: Readonly<Record<string, Register<GaugeCalibration>>>
  /** As a person set it; absent: as the cell file says. */
  readonly required?: Register<ChallengeRequired>
  /** The run now in progress, or the last one. */
  readonly run?: Register<{ readonly runId: string; readonly parts: readonly Serial[] }>
  readonly parts: Readonly<Record<Serial, ChallengedPart & { readonly runId: string }>>
  /** How the last run that ended did end. */
  readonly ended?: Register<
    | { readonly runId: string; readonly as: 'passed'; readonly cycleNumber: number }
    | {
        readonly runId: string
        readonly as: 'failed' | 'incomplete'
        readonly challenge: Serial
        readonly reason: string
        readonly findings?: readonly ChallengeFinding[]
      }
  >
  readonly lastPassed?: Register<{ readonly cycleNumber: number }>
  /** Oldest first. */
  readonly suspicions: readonly Suspicion[]
  readonly releases: readonly Release[]
}

/** What people want a module to run. `model: null`: nothing in shadow. */
export interface WantedModel {
  /** The event that says so. */
  readonly assignment: EventId
  readonly model: ModelRef | null
  readonly by: string
}

/** Parts that one model judged in shadow of another. */
export interface ShadowCount {
  readonly model: string
  readonly against: string
  readonly parts: number
  readonly disagreed: number
  /** Of these, with another verdict on the module's share. */
  readonly otherVerdict: number
  readonly computeMs: number
  readonly liveComputeMs: number
}

export interface Disagreement extends Pick<Shadowed, 'against' | 'verdict' | 'liveVerdict' | 'disagreed' | 'failed'> {
  readonly cycleId: CycleId
  readonly serial: Serial
  readonly cycleNumber: number
  readonly model: string
}

/** The models of one module: what is wanted, and what it says it does. */
export interface ModelSlot {
  readonly live?: Register<WantedModel>
  readonly shadow?: Register<WantedModel>
  readonly running?: Register<{
    readonly model: ModelRef
    readonly from?: ModelRef
    readonly atCycle: number
    readonly assignment?: EventId
  }>
  readonly shadowing?: Register<{ readonly assignment: EventId; readonly model: ModelRef | null }>
  readonly fetched?: Register<{ readonly assignment: EventId; readonly bytes: number; readonly tookMs: number }>
  readonly ready?: Register<{
    readonly assignment: EventId
    readonly model: ModelRef
    readonly stage: ModelStage
    readonly warmUpMs: number
    readonly golden: GoldenParity
    readonly backend: string
  }>
  /** The newest refusal. */
  readonly refused?: Register<{ readonly assignment: EventId; readonly digest: string; readonly reason: string }>
  readonly counts: readonly ShadowCount[]
  /** Of the highest cycle numbers, in their order. */
  readonly disagreements: readonly Disagreement[]
}

export interface RolloutTwin {
  readonly plan?: Register<RolloutPlan & { readonly by: string }>
  readonly state?: Register<{
    readonly as: 'paused' | 'running' | 'finished' | 'stopped'
    readonly by: string
    readonly reason?: string
  }>
}

/** Recipes on their way into the cell; the one in force is in its definition. */
export interface RecipesTwin {
  /** The newest one, open until `closed` names it. */
  readonly proposal?: Register<ProposedRecipe>
  readonly closed?: Register<{ readonly proposalId: EventId; readonly as: 'released' | 'rejected' }>
  readonly released?: Register<ReleasedRecipe>
  readonly adopted?: Register<RecipeRef>
  /** The newest refusal. */
  readonly refused?: Register<{ readonly recipe: RecipeRef; readonly reason: string }>
}

/** A description of the cell on its way into it; the one in force is in the definition. */
export interface DescriptionTwin {
  /** The newest. */
  readonly released?: Register<ReleasedDescription>
  /** What the cell made of the newest that it answered. */
  readonly answered?: Register<
    | { readonly releaseId: EventId; readonly as: 'adopted' }
    | { readonly releaseId: EventId; readonly as: 'refused'; readonly reason: string }
  >
}

/** In force from `set` to `removed`, in the cell itself. */
export interface LimitSampleTwin {
  readonly signed?: Register<LimitSample>
  readonly withdrawn?: Register<{ readonly by: string }>
}

export interface BreakpointTwin {
  readonly set?: Register<{ readonly condition: string; readonly by: string }>
  readonly removed?: Register<{ readonly by: string }>
  readonly hit?: Register<{ readonly cycleId: CycleId; readonly serial: Serial; readonly cycleNumber: number }>
}

export interface CellTwin {
  readonly cell: string
  /** Journal position of the last event folded in; 0 where none. */
  readonly position: number
  /** Newest `occurredAt` seen from the cell. */
  readonly occurredAt?: Instant
  readonly definition?: Register<{ readonly hash: string; readonly definition: CellDefinition }>
  readonly state?: Register<{
    readonly state: PackMLState
    readonly reason: string
    readonly suspects?: readonly Serial[]
  }>
  readonly inputs?: Register<CellInputs>
  readonly sources: Readonly<Record<Source, SourceTwin>>
  /** The place of a container that was filled last. */
  readonly packing?: Register<{
    readonly container: ContainerId
    readonly position: number
    readonly positions?: number
  }>
  /** In process, in hold, and the 200 highest cycle numbers. */
  readonly cycles: Readonly<Record<CycleId, CycleTwin>>
  /** Cycle numbers that were let go, as inclusive ranges in order. */
  readonly evicted: readonly (readonly [number, number])[]
  readonly requests: Readonly<Record<string, RequestTwin>>
  readonly counters: Counters
  /** Who may ask for steps; null after they gave it back. */
  readonly control?: Register<Control | null>
  readonly breakpoints?: Readonly<Record<string, BreakpointTwin>>
  readonly limitSamples?: Readonly<Record<string, LimitSampleTwin>>
  /** Absent where nothing has been heard of it. */
  readonly trust?: TrustTwin
  /** Every alarm that was ever raised or set aside. */
  readonly alarms?: Readonly<Record<AlarmId, AlarmTwin>>
  /** By module; absent where no module has told of one. */
  readonly models?: Readonly<Record<Source, ModelSlot>>
  /** Absent where nobody has proposed any. */
  readonly recipes?: RecipesTwin
  /** Absent where none was released. */
  readonly description?: DescriptionTwin
  /** That began in this cell. */
  readonly rollouts?: Readonly<Record<EventId, RolloutTwin>>
}
