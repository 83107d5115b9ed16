/** Staged roll-outs of models over the modules of cells. */
import { EventId, MAY, type ModelRef, RolloutPlan, RolloutProgress, Sha256, ShadowRule } from '@celltwin/contracts'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { packageRefusals, refOf, rollBack, USUAL_RULE } from '../models/decide.ts'
import { progressIn } from '../models/facts.ts'
import { requireRole, signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))
const Reason = Type.Optional(Type.String({ minLength: 3, maxLength: 500 }))

export function rolloutRoutes(app: App, house: House): void {
  const { writer, cells, models } = house

  app.get(
    '/api/rollouts',
    { schema: { summary: 'All roll-outs, newest first', response: { 200: Type.Array(RolloutProgress) } } },
    async () => {
      const all = cells.all().flatMap(({ twin }) => Object.values(twin.rollouts ?? {}))
      return all
        .flatMap(({ plan, state }) => (plan && state ? [{ plan, state }] : []))
        .sort((a, b) => (a.plan.occurredAt < b.plan.occurredAt ? 1 : -1))
        .map(({ plan, state }) => {
          const { stage, stages } = progressIn(cells, plan.value)
          return {
            ...{ ...plan.value, startedAt: plan.occurredAt, state: state.value.as, stateBy: state.value.by, stage },
            reason: state.value.reason ?? null,
            progress: stages.map((targets) =>
              targets.map(({ seen: { parts, disagreed }, missing, ...target }) => ({
                ...{ ...target, parts, disagreed, missing: [...missing] },
              })),
            ),
          }
        })
    },
  )

  app.post(
    '/api/rollouts',
    {
      config: { roles: MAY.putModels },
      schema: {
        summary:
          'Begins a staged roll-out; without stages: one cell that runs a model of this name first, then the others',
        body: Type.Object({
          digest: Sha256,
          stages: Type.Optional(RolloutPlan.properties.stages),
          rule: Type.Optional(ShadowRule),
          overriding: Reason,
          by: By,
        }),
        response: { 202: Type.Object({ rollout: EventId }) },
      },
    },
    async (request, reply) => {
      const { digest, rule = USUAL_RULE, overriding, by } = request.body
      const model = await models.find(digest)
      if (!model) throw notFound(`model ${digest}`)
      if (overriding !== undefined) requireRole(request, MAY.overrideGate, 'Going against the gate')
      const stages = request.body.stages ?? usualStages(model)
      const asked = stages.flat().map(({ cell, module }) => packageRefusals(cellOr404(house, cell), module, model))
      const refusals = [...new Set(asked.flat())]
      if (refusals.length > 0 && overriding === undefined)
        throw new Problem(409, 'gate-refused', refusals.join(' '), 'Compare it anew, or ask an admin.')
      const rollout = uuidv7()
      const data = {
        ...{ rollout, model: refOf(model), stages, rule, by: signerOf(request, by) },
        ...(overriding !== undefined && refusals.length > 0 ? { override: { refusals, reason: overriding } } : {}),
      }
      await say(cellOr404(house, stages[0]![0]!.cell), () => ({ type: 'rollout-started', data }))
      return reply.status(202).send({ rollout })
    },
  )

  const turns = { pause: 'rollout-paused', resume: 'rollout-resumed', stop: 'rollout-stopped' } as const
  for (const [path, type] of Object.entries(turns) as [keyof typeof turns, (typeof turns)[keyof typeof turns]][])
    app.post(
      `/api/rollouts/:rollout/${path}`,
      {
        config: { roles: path === 'resume' ? MAY.putModels : MAY.stopModels },
        schema: {
          summary: TURNS[path],
          params: Type.Object({ rollout: EventId }),
          body: Type.Object({ reason: Reason, by: By, rollBack: Type.Optional(Type.Boolean()) }),
          response: { 202: Type.Object({ rollout: EventId }) },
        },
      },
      async (request, reply) => {
        const { rollout } = request.params as { rollout: string }
        const { reason, by, rollBack: back } = request.body
        const home = cells.all().find(({ twin }) => twin.rollouts?.[rollout]?.plan)
        if (!home) throw notFound(`roll-out ${rollout}`)
        const data = { rollout, by: signerOf(request, by), ...(reason === undefined ? {} : { reason }) }
        await say(home, ({ twin }) => {
          const as = twin.rollouts?.[rollout]?.state?.value.as
          if (as !== 'running' && as !== 'paused')
            throw new Problem(409, 'rollout-over', `The roll-out is ${as} already.`)
          return { type, data }
        })
        if (type === 'rollout-stopped' && back) await rollAllBack(rollout, data.by, reason)
        return reply.status(202).send({ rollout })
      },
    )

  /** Every module that has the model of the roll-out goes back to what it had; those that try it stop. */
  async function rollAllBack(rollout: string, by: string, reason?: string): Promise<void> {
    const plan = cells.all().flatMap(({ twin }) => twin.rollouts?.[rollout]?.plan ?? [])[0]!.value
    for (const { cell: slug, module } of plan.stages.flat()) {
      const cell = cells.get(slug)
      if (!cell) continue
      await writer.append(cell.path, (live) => {
        const slot = live.twin.models?.[module]
        const has = (slot?.live ?? slot?.running)?.value.model?.digest === plan.model.digest
        const tries = slot?.shadow?.value.model?.digest === plan.model.digest
        const decided = { module, by, rollout }
        const because = reason === undefined ? {} : { reason }
        const events: OwnEvent[] = has
          ? [rollBack(live, decided, reason)]
          : tries
            ? [
                {
                  type: 'model-withdrawn',
                  simulated: isSimulated(live),
                  data: { ...decided, model: plan.model, ...because },
                },
              ]
            : []
        return { events, answer: undefined }
      })
    }
  }

  function usualStages({ name }: ModelRef) {
    const targets = cells.all().flatMap(({ path, twin }) =>
      Object.entries(twin.models ?? {})
        .filter(([, slot]) => slot.running?.value.model.name === name)
        .map(([module]) => ({ cell: path.cell, module })),
    )
    const [first, ...others] = targets
    if (!first) throw new Problem(409, 'nowhere', `No module runs a model named ${name}.`, 'Name the stages.')
    return others.length > 0 ? [[first], others] : [[first]]
  }

  const say = (home: LiveCell, what: (live: LiveCell) => Pick<OwnEvent, 'type' | 'data'>) =>
    writer.append(home.path, (live) => ({
      events: [{ ...what(live), simulated: isSimulated(live) } as OwnEvent],
      answer: undefined,
    }))
}

const TURNS = {
  pause: 'Holds a roll-out where it is',
  resume: 'Lets a roll-out go on',
  stop: 'Ends a roll-out; with rollBack every module goes back to the model it had',
} as const
