/** Releases a description of the cell. The cell adopts it between two parts, or says why it cannot. */
import { DescriptionRequest, EventId, MAY, Sha256 } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { type DescriptionRefused, releaseDescription } from '@celltwin/twin'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import { Problem } from '../problems.ts'
import { type App, cellOr404, type House } from './context.ts'
import { signedBy } from './recipes.ts'

export function descriptionRoutes(app: App, house: House): void {
  app.post(
    '/api/cells/:cell/description',
    {
      config: { roles: MAY.releaseDescription },
      schema: {
        summary: 'Releases a description of the cell: stations, timings, takt, shifts, packing',
        params: Type.Object({ cell: Type.String() }),
        body: DescriptionRequest,
        response: { 202: Type.Object({ releaseId: EventId, hash: Sha256 }) },
      },
    },
    async (request, reply) => {
      const { by, ...wanted } = request.body
      const command = { releaseId: uuidv7(), ...wanted, ...signedBy(request, by) }
      const answer = await house.writer.append(cellOr404(house, request.params.cell).path, (cell) => {
        const decided = releaseDescription(cell.twin, command, hashOf)
        if ('refused' in decided) throw toProblem(decided)
        const { releaseId, hash } = decided.event.data
        return { events: [{ ...decided.event, simulated: isSimulated(cell) }], answer: { releaseId, hash } }
      })
      return reply.status(202).send(answer)
    },
  )
}

const toProblem = ({ refused, detail, flaws }: DescriptionRefused): Problem =>
  flaws
    ? new Problem(422, refused, detail, 'Change the fields that are named.', [...flaws])
    : new Problem(409, refused, detail)
