/** What the sampling process and the running process tell each other. */
import type { BackendName, ProfilePhaseName } from '@celltwin/contracts'
import type { BackendOptions, Running } from '@celltwin/inspection/inference'

export interface Job {
  readonly name: string
  readonly networkFile: string
  readonly digest: string
  readonly precision: string
  readonly backend: BackendName
  readonly options: Omit<BackendOptions, 'onProgress'>
  /** Items one after the other, float32. */
  readonly inputsFile: string
  readonly dims: readonly number[]
  readonly items: number
  readonly warmUpRounds: number
  readonly rounds: number
  /** Whether the answer to each item is wanted, after the rounds. */
  readonly classify: boolean
}

export type RunnerSays =
  | { readonly says: 'phase'; readonly phase: ProfilePhaseName; readonly atMs: number }
  | { readonly says: 'progress'; readonly text: string }
  | {
      readonly says: 'done'
      readonly atMs: number
      readonly ran: Running
      readonly latenciesMs: readonly number[]
      readonly classes?: readonly number[]
    }
  | { readonly says: 'failed'; readonly message: string }

/** The system's monotonic clock, which the sampling process shares. */
export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000
