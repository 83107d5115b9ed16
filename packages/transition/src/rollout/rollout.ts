/**
 * A staged roll-out as a pure function of its plan and of what modules say: nothing else remembers how far it is.
 *
 * Each stage goes into shadow, goes live where the shadow satisfies, and ends when all its modules judge with the model.
 */
import { type PromotionRule, type Seen, shadowRefusals } from './promotion.ts'

export interface Target {
  readonly cell: string
  readonly module: string
}

export interface Plan {
  readonly model: string
  readonly stages: readonly (readonly Target[])[]
  readonly rule: PromotionRule
}

/** What is known of a module, by digests. */
export interface ModuleFacts {
  readonly wantedLive?: string | undefined
  readonly wantedShadow?: string | undefined
  readonly running?: string | undefined
  readonly shadowing?: string | undefined
  /** Why the module said no to what it was asked last. */
  readonly refused?: string | undefined
  /** Of the model in shadow against the one that runs. */
  readonly seen?: Seen | undefined
}

export type TargetState = 'waiting' | 'preparing' | 'shadow' | 'satisfied' | 'swapping' | 'live' | 'refused'

export interface TargetProgress extends Target {
  readonly state: TargetState
  readonly seen: Seen
  /** What is still missing, or why it was refused. */
  readonly missing: readonly string[]
}

export interface Step extends Target {
  readonly do: 'shadow' | 'promote'
}

export interface Progress {
  readonly stages: readonly (readonly TargetProgress[])[]
  /** Index of the first stage that is not live; as many as there are where all are. */
  readonly stage: number
  /** What is to be done now. */
  readonly steps: readonly Step[]
  /** Refusals stop a roll-out until a person has looked. */
  readonly blocked: readonly string[]
  readonly finished: boolean
}

const NOTHING: Seen = { parts: 0, disagreed: 0 }

/** How far a roll-out is. `factsOf` is asked for every module of the plan. */
export function progressOf(plan: Plan, factsOf: (target: Target) => ModuleFacts): Progress {
  const stages = plan.stages.map((targets) => targets.map((target) => progressIn(plan, target, factsOf(target))))
  const open = stages.findIndex((targets) => targets.some(({ state }) => state !== 'live'))
  const stage = open < 0 ? stages.length : open
  const now = stages[stage] ?? []
  const blocked = now.filter(({ state }) => state === 'refused').flatMap(({ missing }) => missing)
  // One module that says no holds the others of its stage where they are.
  const steps = blocked.length > 0 ? [] : now.flatMap(stepFor)
  return { stages, stage, steps, blocked, finished: open < 0 }
}

function stepFor({ cell, module, state }: TargetProgress): Step[] {
  if (state === 'waiting') return [{ cell, module, do: 'shadow' }]
  return state === 'satisfied' ? [{ cell, module, do: 'promote' }] : []
}

function progressIn({ model, rule }: Plan, { cell, module }: Target, facts: ModuleFacts): TargetProgress {
  const { wantedLive, wantedShadow, running, shadowing, refused, seen = NOTHING } = facts
  const as = (state: TargetState, missing: readonly string[] = []): TargetProgress => ({
    ...{ cell, module, state, seen, missing },
  })
  // Wanted elsewhere since, a module that still has it is on its way back.
  if (running === model && (wantedLive ?? model) === model) return as('live')
  if (refused !== undefined && (wantedLive === model || wantedShadow === model)) return as('refused', [refused])
  if (wantedLive === model) return as('swapping')
  if (wantedShadow !== model) return as('waiting')
  if (shadowing !== model) return as('preparing')
  const missing = shadowRefusals(rule, seen)
  return as(missing.length > 0 ? 'shadow' : 'satisfied', missing)
}
