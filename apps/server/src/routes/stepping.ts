/** Live stepping: one panel takes control and asks for one step at a time. The cell decides whether anything moves. */
import { createHash } from 'node:crypto'
import { Control, CycleId, MAY, Serial, type StepTarget } from '@celltwin/contracts'
import { controlAt } from '@celltwin/twin'
import Type, { type Static } from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import { signerOf } from '../people/person.ts'
import { Problem } from '../problems.ts'
import { type App, cellOr404, type House } from './context.ts'

/** Renewed by the panel as long as somebody works there. */
const CONTROL_LASTS_MS = 120_000
/** The cell does a step at once or refuses it; the time is for the way. */
const STEP_LASTS_MS = 10_000

const CellParams = Type.Object({ cell: Type.String() })
const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))
/** What only this panel knows: others see its sha256. */
const Panel = Type.String({ minLength: 16, maxLength: 100 })

const Step = Type.Union([
  Type.Object({ kind: Type.Literal('turn-to'), angleDeg: Type.Number({ minimum: 0, maximum: 360 }) }),
  Type.Object({ kind: Type.Literal('retake-image') }),
  Type.Object({ kind: Type.Literal('rescan') }),
  Type.Object({ kind: Type.Literal('spin'), rpm: Type.Number({ exclusiveMinimum: 0 }) }),
  Type.Object({ kind: Type.Literal('put-back') }),
])

const hashOf = (panel: string): string => createHash('sha256').update(panel).digest('hex')

export function steppingRoutes(app: App, house: House): void {
  const { writer } = house

  app.post(
    '/api/cells/:cell/control',
    {
      config: { roles: MAY.stepByStep },
      schema: {
        summary: 'Takes control of the cell for this panel, or renews it. 409 while another panel has it',
        params: CellParams,
        body: Type.Object({ panel: Panel, by: By }),
        response: { 200: Control },
      },
    },
    (request) =>
      writer.append(cellOr404(house, request.params.cell).path, (cell) => {
        const panel = hashOf(request.body.panel)
        const held = controlAt(cell.twin, Date.now())
        if (held && held.panel !== panel)
          throw new Problem(
            409,
            'control-taken',
            `${held.by} has control of this cell until ${held.expiresAt}.`,
            'Ask them to give it back, or wait.',
          )
        const by = signerOf(request, request.body.by)
        const expiresAt = new Date(Date.now() + CONTROL_LASTS_MS).toISOString()
        const data: Control = { controlId: held?.by === by ? held.controlId : uuidv7(), by, panel, expiresAt }
        return { events: [{ type: 'control-taken', simulated: isSimulated(cell), data }], answer: data }
      }),
  )

  app.post(
    '/api/cells/:cell/control/release',
    {
      config: { roles: MAY.stepByStep },
      schema: {
        summary: 'Gives control back; what moves stops',
        params: CellParams,
        body: Type.Object({ panel: Panel, by: By }),
        response: { 200: Type.Object({ released: Type.Boolean() }) },
      },
    },
    (request) =>
      writer.append(cellOr404(house, request.params.cell).path, (cell) => {
        const held = controlAt(cell.twin, Date.now())
        if (held?.panel !== hashOf(request.body.panel)) return { events: [], answer: { released: false } }
        const data = { controlId: held.controlId, by: signerOf(request, request.body.by) }
        return {
          events: [{ type: 'control-released', simulated: isSimulated(cell), data }],
          answer: { released: true },
        }
      }),
  )

  app.post(
    '/api/cells/:cell/steps',
    {
      config: { roles: MAY.stepByStep },
      schema: {
        summary: 'Asks the cell for one step on a part in hold. Accepted, not done: the cell’s own inputs decide',
        params: CellParams,
        body: Type.Object({ panel: Panel, by: By, serial: Serial, cycleId: CycleId, step: Step }),
        response: { 202: Type.Object({ requestId: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { panel, by, serial, cycleId, step } = request.body
      const answer = await writer.append(cellOr404(house, request.params.cell).path, (cell) => {
        const held = controlAt(cell.twin, Date.now())
        if (held?.panel !== hashOf(panel))
          throw new Problem(
            409,
            'not-in-control',
            held ? `${held.by} has control of this cell.` : 'Nobody has control of this cell.',
            'Take control at this panel first.',
          )
        if (cell.twin.cycles[cycleId]?.serial !== serial || cell.twin.cycles[cycleId]?.arrived?.where !== 'hold')
          throw new Problem(409, 'part-not-in-hold', 'Only a part in the hold fixture can be stepped.')
        const requestId = uuidv7()
        const target = { ...(step as Static<typeof Step>), serial, cycleId, controlId: held.controlId } as StepTarget
        const expiresAt = new Date(Date.now() + STEP_LASTS_MS).toISOString()
        const data = {
          requestId,
          target,
          by: signerOf(request, by),
          decidedAtRevision: cell.twin.position,
          expiresAt,
        }
        return { events: [{ type: 'request-made', simulated: isSimulated(cell), data }], answer: { requestId } }
      })
      return reply.status(202).send(answer)
    },
  )
}
