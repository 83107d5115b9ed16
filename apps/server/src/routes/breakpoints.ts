/** Breakpoints: asked for here, in force in the cell, which stops by itself with the server away. */
import { BreakpointDryRun, BreakpointInForce, type CellDefinition, ConditionText, MAY } from '@celltwin/contracts'
import { type Condition, parseCondition, vocabularyOf } from '@celltwin/inspection/condition'
import { breakpointsInForce } from '@celltwin/twin'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { dryRun } from '../breakpoints/dry-run.ts'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const REQUEST_LASTS_MS = 600_000
const CellParams = Type.Object({ cell: Type.String() })
const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))
const Asked = Type.Object({ requestId: Type.String() })

type Target = Extract<OwnEvent, { type: 'request-made' }>['data']['target']

export function breakpointRoutes(app: App, house: House): void {
  const { database, writer } = house

  const ask = (slug: string, by: string, targetFor: (cell: LiveCell, requestId: string) => Target) => {
    const requestId = uuidv7()
    return writer.append(cellOr404(house, slug).path, (cell) => {
      const target = targetFor(cell, requestId)
      const expiresAt = new Date(Date.now() + REQUEST_LASTS_MS).toISOString()
      const data = { requestId, target, by, decidedAtRevision: cell.twin.position, expiresAt }
      return { events: [{ type: 'request-made', simulated: isSimulated(cell), data }], answer: { requestId } }
    })
  }

  app.get(
    '/api/cells/:cell/breakpoints',
    {
      schema: {
        summary: 'Breakpoints in force in the cell',
        params: CellParams,
        response: { 200: Type.Array(BreakpointInForce) },
      },
    },
    ({ params }) => breakpointsInForce(cellOr404(house, params.cell).twin),
  )

  app.post(
    '/api/cells/:cell/breakpoints',
    {
      config: { roles: MAY.setBreakpoints },
      schema: {
        summary: 'Asks the cell to hold after each part at which a condition holds. Accepted, not yet in force',
        params: CellParams,
        body: Type.Object({ condition: ConditionText, by: By }),
        response: { 202: Asked },
      },
    },
    async (request, reply) => {
      const { condition } = request.body
      const by = signerOf(request, request.body.by)
      const answer = await ask(request.params.cell, by, (cell, breakpointId) => {
        read(condition, definitionOf(cell))
        return { kind: 'set-breakpoint', breakpointId, condition, by }
      })
      return reply.status(202).send(answer)
    },
  )

  app.delete(
    '/api/cells/:cell/breakpoints/:breakpointId',
    {
      config: { roles: MAY.setBreakpoints },
      schema: {
        summary: 'Asks the cell to let a breakpoint go',
        params: Type.Object({ cell: Type.String(), breakpointId: Type.String() }),
        querystring: Type.Object({ by: By }),
        response: { 202: Asked },
      },
    },
    async (request, reply) => {
      const { breakpointId, cell: slug } = request.params
      const by = signerOf(request, request.query.by)
      const answer = await ask(slug, by, (cell) => {
        if (!breakpointsInForce(cell.twin).some((each) => each.breakpointId === breakpointId))
          throw notFound(`breakpoint ${breakpointId}`)
        return { kind: 'remove-breakpoint', breakpointId, by }
      })
      return reply.status(202).send(answer)
    },
  )

  app.post(
    '/api/cells/:cell/breakpoints/dry-run',
    {
      config: { roles: MAY.setBreakpoints },
      schema: {
        summary: 'How often a breakpoint would have stopped the cell in the last hours, and at which parts',
        params: CellParams,
        body: Type.Object({ condition: ConditionText, hours: Type.Number({ exclusiveMinimum: 0, maximum: 168 }) }),
        response: { 200: BreakpointDryRun },
      },
    },
    ({ params, body: { condition, hours } }) => {
      const cell = cellOr404(house, params.cell)
      const from = new Date(Date.now() - hours * 3_600_000)
      return dryRun(database.pool, cell.id, read(condition, definitionOf(cell)), from)
    },
  )
}

function definitionOf({ twin, path }: LiveCell): CellDefinition {
  const definition = twin.definition?.value.definition
  if (definition) return definition
  throw new Problem(409, 'cell-not-described', `The cell ${path.cell} has not told its cell file yet.`)
}

/** @throws Problem 422 with the place */
function read(text: string, definition: CellDefinition): Condition {
  const parsed = parseCondition(text, vocabularyOf(definition))
  if (parsed.ok) return parsed.condition
  const { position, message, expected } = parsed.flaw
  throw new Problem(
    422,
    'condition-unreadable',
    `At character ${position + 1}: ${message}.`,
    expected.length > 0 ? `There could stand: ${expected.slice(0, 12).join(', ')}.` : undefined,
  )
}
