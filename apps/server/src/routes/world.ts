/** Simulation only: the faults in force. A real cell has no such path. */
import { cellTopics, Fault, Faults, HandsAtCell, MAY } from '@celltwin/contracts'
import Type from 'typebox'
import { isSimulated } from '../dispatch/dispatch.ts'
import { Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const CellParams = Type.Object({ cell: Type.String() })

export function worldRoutes(app: App, house: House): void {
  const { database, link, stream } = house

  app.get(
    '/api/cells/:cell/faults',
    { schema: { summary: 'Faults in force in a simulated cell', params: CellParams, response: { 200: Faults } } },
    ({ params }) => faultsOf(simulatedOr409(cellOr404(house, params.cell))),
  )

  app.put(
    '/api/cells/:cell/faults',
    {
      config: { roles: MAY.injectFaults },
      schema: {
        summary: 'Replaces the faults in force in a simulated cell',
        params: CellParams,
        body: Type.Object({ items: Type.Array(Fault, { maxItems: 200 }), hands: Type.Optional(HandsAtCell) }),
        response: { 200: Faults },
      },
    },
    async ({ params, body }) => {
      const cell = simulatedOr409(cellOr404(house, params.cell))
      const before = faultsOf(cell)
      const hands = body.hands ?? before.hands
      const faults = { v: 1, revision: before.revision + 1, items: body.items, ...(hands ? { hands } : {}) } as Faults
      cell.faults = faults
      await database.prisma.cell.update({ where: { id: cell.id }, data: { faults: faults as object } })
      link.publish(cellTopics(cell.path).faults, faults, { qos: 1, retain: true })
      stream.tell('faults', cell.path.cell, faults)
      return faults
    },
  )
}

const faultsOf = (cell: LiveCell): Faults => cell.faults ?? { v: 1, revision: 0, items: [] }

function simulatedOr409(cell: LiveCell): LiveCell {
  if (isSimulated(cell)) return cell
  throw new Problem(409, 'not-simulated', `The cell ${cell.path.cell} is not simulated: it has no faults to inject.`)
}
