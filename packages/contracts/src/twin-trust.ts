/** How far a cell's gauges are to be believed, in its twin. */
import type { ChallengeFinding, ChallengeOutcome, ChallengeRequired, GaugeCalibration } from './gauge-trust.ts'
import type { CycleId, EventId, Instant, Serial } from './ids.ts'
import type { Register, Written } from './register.ts'
import type { StudyRun } from './study-run.ts'

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
  /** The study of gauges that the cell makes by itself, or made last. */
  readonly study?: Register<{ readonly runId: string; readonly study: StudyRun }>
  /** Its newest reading, the how-maniest from 1. */
  readonly studyReading?: Register<{ readonly runId: string; readonly reading: number }>
  readonly studyEnded?: Register<{
    readonly runId: string
    readonly as: 'complete' | 'incomplete'
    readonly reason?: string
  }>
  /** Oldest first. */
  readonly suspicions: readonly Suspicion[]
  readonly releases: readonly Release[]
}
