/** Drives roll-outs: does what their plan and the modules' own words ask for, again and again. Remembers nothing itself. */
import type { RolloutPlan } from '@celltwin/contracts'
import type { Logger } from 'pino'
import { isSimulated } from '../dispatch/dispatch.ts'
import { SERVER } from '../ingest/own-event.ts'
import type { Writer } from '../ingest/writer.ts'
import { Rounds } from '../rounds.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { assign, promote } from './decide.ts'
import { factsOf, progressIn } from './facts.ts'
import type { ModelStore } from './model-store.ts'

export interface RolloutKeeperOptions {
  readonly cells: Cells
  readonly models: Pick<ModelStore, 'find'>
  readonly append: Writer['append']
  readonly log: Logger
}

export class RolloutKeeper {
  readonly #options: RolloutKeeperOptions
  readonly #rounds: Rounds

  constructor(options: RolloutKeeperOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.log, 'roll-outs could not be kept')
  }

  /** Runs once at a time; called again and again. */
  keep(): Promise<void> {
    return this.#rounds.run(() => this.#keepAll())
  }

  async #keepAll(): Promise<void> {
    for (const home of this.#options.cells.all())
      for (const { plan, state } of Object.values(home.twin.rollouts ?? {}))
        if (plan && state?.value.as === 'running') await this.#advance(home, plan.value)
  }

  async #advance(home: LiveCell, plan: RolloutPlan & { by: string }): Promise<void> {
    const { cells, append } = this.#options
    const { steps, blocked, finished } = progressIn(cells, plan)
    const say = (type: 'rollout-paused' | 'rollout-finished', reason?: string) =>
      append(home.path, (live) => ({
        events: [
          {
            type,
            simulated: isSimulated(live),
            data: { rollout: plan.rollout, by: SERVER, ...(reason === undefined ? {} : { reason }) },
          },
        ],
        answer: undefined,
      }))
    if (finished) return say('rollout-finished')
    if (blocked.length > 0) return say('rollout-paused', blocked.join(' '))
    for (const step of steps) await this.#take(step, plan)
  }

  /** Decided again inside the append: what a module has said since counts. */
  async #take({ cell, module }: { cell: string; module: string }, plan: RolloutPlan & { by: string }): Promise<void> {
    const { cells, models, append } = this.#options
    const target = cells.get(cell)
    const model = await models.find(plan.model.digest)
    if (!target || !model) return
    const decided = { module, by: plan.by, rollout: plan.rollout }
    await append(target.path, (live) => {
      const now = progressIn(cells, plan).steps.find((step) => step.cell === cell && step.module === module)
      if (!now || factsOf(cells, { cell, module }, plan.model.digest).running === undefined)
        return { events: [], answer: undefined }
      const event =
        now.do === 'shadow'
          ? assign(live, model, decided)
          : promote(live, model, decided, plan.rule, plan.override?.reason)
      return { events: [event], answer: undefined }
    })
  }
}
