/** The models of a cell's modules, and the roll-outs that began in it, in its twin. */
import type { CycleId, EventId, Serial } from './ids.ts'
import type { GoldenParity, ModelRef, ModelStage, RolloutPlan, Shadowed } from './model.ts'
import type { Register } from './register.ts'

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
