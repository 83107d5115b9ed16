/** The twin of a cell: what `evolve` in packages/twin makes of the journal. Plain JSON; it crosses the wire as a snapshot. */

import type { AlarmId, AlarmTwin } from './alarm.ts'
import type { CellDefinition } from './cell.ts'
import type { ReleasedDescription } from './cell-description.ts'
import type { Verdict } from './characteristic.ts'
import type { CellInputs, Destination, PackMLState } from './handling.ts'
import type { CycleId, EventId, Instant, Serial, Source } from './ids.ts'
import type { LimitSample } from './limit-sample.ts'
import type { ContainerId } from './packing.ts'
import type { ProposedRecipe, RecipeRef, ReleasedRecipe } from './recipe.ts'
import type { Register, Written } from './register.ts'
import type { RequestTarget } from './request.ts'
import type { Control } from './stepping.ts'
import type { CycleTwin } from './twin-cycle.ts'
import type { ModelSlot, RolloutTwin } from './twin-model.ts'
import type { TrustTwin } from './twin-trust.ts'

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
    readonly target: RequestTarget
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
