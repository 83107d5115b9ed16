/** Looking again, blind: the next part, what a person said of it, and what all of it says of machine and people. */
import {
  CycleId,
  Instant,
  MAY,
  NextSecondReview,
  type SecondReviewPlan,
  SecondReviewRequest,
  SecondReviewSummary,
} from '@celltwin/contracts'
import { agreementOfValues } from '@celltwin/quality'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import { signerOf } from '../people/person.ts'
import { Problem, windowReversed, wrong } from '../problems.ts'
import { type PairedValue, readFound, readLooks, readPairs } from '../second-review/looks.ts'
import { readDrawn, readNext, readShown } from '../second-review/next.ts'
import {
  agreementOf,
  characteristicsOf,
  escapesByLook,
  passedIn,
  unclearIn,
  weeksOf,
} from '../second-review/summary.ts'
import { lastWeeks, timeZoneOf, weeksWithin } from '../second-review/window.ts'
import { groupBy } from '../shifts/group-by.ts'
import { onOneState } from '../shifts/report.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const params = Type.Object({ cell: Type.String() })
/** Whole weeks, beside the one that runs, where nobody says which. */
const USUAL_WEEKS = 12

export function secondReviewRoutes(app: App, house: House): void {
  const { database, writer, projector } = house

  app.get(
    '/api/cells/:cell/second-reviews/next',
    {
      config: { roles: MAY.reviewAgain },
      schema: {
        summary: 'The next drawn part: its evidence, and nothing of what the machine made of it',
        params,
        querystring: Type.Object({ by: Type.Optional(Type.String({ maxLength: 80 })) }),
        response: { 200: NextSecondReview },
      },
    },
    (request) => {
      const cell = cellOr404(house, request.params.cell)
      return readNext(database.pool, cell, planOr409(cell), signerOf(request, request.query.by))
    },
  )

  app.post(
    '/api/cells/:cell/second-reviews/:cycleId',
    {
      config: { roles: MAY.reviewAgain },
      schema: {
        summary: 'What a person found who knew neither verdict nor results; a later word on the same part counts',
        params: Type.Object({ ...params.properties, cycleId: CycleId }),
        body: SecondReviewRequest,
        response: { 201: Type.Object({ id: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { cell: slug, cycleId } = request.params
      const cell = cellOr404(house, slug)
      const { by: said, ...judgement } = request.body
      const by = signerOf(request, said)
      checkDefect(cell, judgement)
      const drawn = await readDrawn(database.pool, cell, planOr409(cell), cycleId)
      if (!drawn)
        throw new Problem(
          409,
          'not-drawn',
          `Cycle ${cycleId} was not drawn for a second review.`,
          'Only drawn parts count in estimates: take the next one that is offered.',
        )
      if (drawn.decidedBy === by)
        throw new Problem(409, 'not-blind', 'You have decided on this part before.', 'Somebody else has to look at it.')
      const { simulated, decidedBy: _, ...part } = drawn
      const evidence = (await readShown(database.pool, cycleId)).map(({ sha256 }) => sha256)
      const id = uuidv7()
      await writer.append(cell.path, () => ({
        events: [{ type: 'part-second-reviewed', id, simulated, data: { ...part, ...judgement, evidence, by } }],
        answer: undefined,
      }))
      await projector.caughtUp(cell)
      return reply.status(201).send({ id })
    },
  )

  app.get(
    '/api/cells/:cell/second-reviews/summary',
    {
      schema: {
        summary: 'Escape rate, agreement and drift of people and machine; 12 weeks and the running one by default',
        params,
        querystring: Type.Object({ from: Type.Optional(Instant), to: Type.Optional(Instant) }),
        response: { 200: SecondReviewSummary },
      },
    },
    ({ params: { cell: slug }, query }) => {
      const cell = cellOr404(house, slug)
      const usual = lastWeeks(timeZoneOf(cell), USUAL_WEEKS, query.to === undefined ? Date.now() : Date.parse(query.to))
      const window = { ...usual, from: query.from ?? usual.from, cellId: cell.id }
      if (window.from >= window.to) throw windowReversed()
      return onOneState(database.pool, async (db) => {
        const looks = await readLooks(db, window)
        const spans = weeksWithin(window)
        return {
          ...{ from: window.from, to: window.to, simulated: isSimulated(cell), passed: passedIn(looks) },
          plan: cell.twin.definition?.value.definition.secondReview ?? null,
          escapes: escapesByLook(looks),
          unclear: unclearIn(looks),
          found: await readFound(db, window),
          agreement: agreementOf(looks),
          weeks: weeksOf(looks, spans),
          characteristics: characteristicsOf(looks, spans, (id) => characteristicOf(cell, id)?.title ?? id),
          deviations: deviationsOf(cell, await readPairs(db, window)),
        }
      })
    },
  )
}

function planOr409({ path, twin }: LiveCell): SecondReviewPlan {
  const plan = twin.definition?.value.definition.secondReview
  if (plan) return plan
  throw new Problem(
    409,
    'no-plan',
    `Cell ${path.cell} draws no parts for a second review.`,
    'Give its cell file a `secondReview` with a `passRate`.',
  )
}

const characteristicOf = ({ twin }: LiveCell, wanted: string) =>
  twin.definition?.value.definition.recipe.characteristics.find(({ id }) => id === wanted)

function checkDefect(cell: LiveCell, { finding, defect }: Omit<SecondReviewRequest, 'by'>): void {
  const rule =
    finding !== 'nonconforming'
      ? defect !== undefined && 'must be absent unless nonconforming was found'
      : defect === undefined
        ? 'must say what does not conform: a characteristic, or other'
        : defect !== 'other' && !characteristicOf(cell, defect) && 'must be a characteristic of the recipe, or other'
  if (rule) throw wrong({ field: 'body/defect', rule })
}

function deviationsOf(cell: LiveCell, pairs: readonly PairedValue[]): SecondReviewSummary['deviations'] {
  const groups = groupBy(pairs, ({ characteristic, gauge }) => `${characteristic}\n${gauge}`)
  return [...groups.values()].map((group) => {
    const { characteristic: id, gauge } = group[0]!
    const { title = id, unit = '', decimals = 3 } = characteristicOf(cell, id) ?? {}
    return {
      ...{ characteristic: id, title, unit, decimals, gauge },
      ...agreementOfValues(group)!,
      sameConformance: group.filter(({ sameConformance }) => sameConformance).length,
    }
  })
}
