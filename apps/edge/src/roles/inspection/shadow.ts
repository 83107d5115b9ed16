/** A model that judges beside the live one, without effect: never in a result that counts, never in the way of a part. */
import type { EventData, ModelRef } from '@celltwin/contracts'
import { disagreements, verdictOfModule } from '@celltwin/inspection'
import type { Inspected, InspectRequest } from '@celltwin/inspection/load-module'
import type { RoleContext } from '../../context.ts'
import { ofCycle } from '../of-cycle.ts'
import type { Loaded } from './model-slot.ts'

export interface Shadow {
  readonly loaded: Loaded
  readonly assignment: string
  /** Judges a part that the live model has answered for; passes over parts that come while it is busy. */
  judge(part: EventData<'part-inserted'>, request: InspectRequest, live: Inspected, against: string): void
  /** Resolves when nothing is being judged. */
  idle(): Promise<void>
}

export function createShadow(
  { tell, cell, log, signal }: RoleContext,
  module: string,
  { loaded, assignment }: Pick<Shadow, 'loaded' | 'assignment'>,
): Shadow {
  const model = refOf(loaded)!
  let busy: Promise<void> | undefined

  async function run(
    part: EventData<'part-inserted'>,
    request: InspectRequest,
    live: Inspected,
    against: string,
  ): Promise<void> {
    const answer = await Promise.race([loaded.worker.call<Inspected>('inspect', request), loaded.worker.lost]).catch(
      (error: Error) => ({ results: [], steps: [], failed: error.message }),
    )
    if (signal.aborted) return
    const { results } = answer
    const { recipe = cell.recipe } = request
    await tell('part-shadowed', {
      ...ofCycle(part),
      ...{ module, model, against, results },
      verdict: verdictOfModule(results, recipe, module),
      liveVerdict: verdictOfModule(live.results, recipe, module),
      disagreed: disagreements(live.results, results),
      computeMs: computeMs(answer),
      liveComputeMs: computeMs(live),
      ...('failed' in answer ? { failed: answer.failed } : {}),
    })
  }

  return {
    loaded,
    assignment,
    judge(part, request, live, against) {
      busy ??= run(part, request, live, against)
        .catch((cause) => log.error({ err: cause }, 'A part was not judged in shadow'))
        .finally(() => {
          busy = undefined
        })
    },
    idle: () => busy ?? Promise.resolve(),
  }
}

const computeMs = ({ steps }: Pick<Inspected, 'steps'>): number =>
  Math.round(steps.reduce((sum, { step, tookMs }) => (step === 'hand over' ? sum : sum + tookMs), 0))

export const refOf = ({ model }: Loaded): ModelRef | undefined =>
  model && { digest: model.digest, name: model.name, version: model.version }
