/** Parts pulled and measured again off-line: entered one by one, or as a gauge's own program writes them. */
import {
  CycleId,
  type EventData,
  MAY,
  PulledParts,
  PullReason,
  PullRequest,
  type Remeasurement,
  RemeasureRequest,
} from '@celltwin/contracts'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { signerOf } from '../people/person.ts'
import { notFound, Problem, wrong } from '../problems.ts'
import { type MeasuredRow, readMeasured, unreadable } from '../second-review/csv.ts'
import { heldAgainst, readLimits, readPassed, readPulled } from '../second-review/pulled.ts'
import { groupBy } from '../shifts/group-by.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const params = Type.Object({ cell: Type.String() })
type Values = readonly Pick<MeasuredRow, 'characteristic' | 'value' | 'uncertainty'>[]
type Pulled = { cycleId: string; serial: string; cycleNumber: number; simulated: boolean }

export function pulledPartRoutes(app: App, house: House): void {
  const { database, writer, projector } = house
  const { pool } = database
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_, body, done) => done(null, body))

  app.get(
    '/api/cells/:cell/pulled-parts',
    {
      schema: {
        summary: 'Passed parts to pull in this shift, and pulled ones to measure',
        params,
        response: { 200: PulledParts },
      },
    },
    ({ params: { cell } }) => readPulled(pool, cellOr404(house, cell), Date.now()),
  )

  app.post(
    '/api/cells/:cell/pulled-parts',
    {
      config: { roles: MAY.reviewAgain },
      schema: {
        summary: 'Tells that a passed part was pulled; one that was not drawn counts in no estimate of escapes',
        params,
        body: PullRequest,
        response: { 201: Type.Object({ cycleId: CycleId, because: PullReason }) },
      },
    },
    async (request, reply) => {
      const { serial, by } = request.body
      const cell = cellOr404(house, request.params.cell)
      const passed = await readPassed(pool, cell, serial)
      if (!passed) throw notFound(`passed part ${serial} in ${request.params.cell}`)
      if (passed.pulled) throw new Problem(409, 'already-pulled', `Part ${serial} has been pulled already.`)
      const { cycleId, cycleNumber, simulated } = passed
      const because = passed.drawn ? 'plan' : 'person'
      const data: EventData<'part-pulled'> = { cycleId, serial, cycleNumber, because, by: signerOf(request, by) }
      await writer.append(cell.path, () => ({ events: [{ type: 'part-pulled', simulated, data }], answer: undefined }))
      await projector.caughtUp(cell)
      return reply.status(201).send({ cycleId, because })
    },
  )

  app.post(
    '/api/cells/:cell/pulled-parts/:cycleId/measurements',
    {
      config: { roles: MAY.reviewAgain },
      schema: {
        summary: 'Values of a pulled part, measured off-line',
        params: Type.Object({ ...params.properties, cycleId: CycleId }),
        body: RemeasureRequest,
        response: { 201: Type.Object({ id: Type.String(), values: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { gauge, values, remark, by } = request.body
      const cell = cellOr404(house, request.params.cell)
      const part = (await pulledBy(cell, 'cycle_id', [request.params.cycleId]))[0]
      if (!part) throw notPulled(`cycle ${request.params.cycleId}`)
      const errors: { field: string; rule: string }[] = []
      const held = await hold(cell, part, values, (n, rule) =>
        errors.push({ field: `body/values/${n}/characteristic`, rule }),
      )
      if (errors.length > 0) throw wrong(...errors)
      const id = uuidv7()
      await append(cell, [
        { id, part, data: { gauge, values: held, ...(remark ? { remark } : {}), by: signerOf(request, by) } },
      ])
      return reply.status(201).send({ id, values: values.length })
    },
  )

  app.post(
    '/api/cells/:cell/pulled-parts/measurements',
    {
      config: { roles: MAY.reviewAgain },
      schema: {
        summary:
          'Values of many pulled parts as text/csv: serial, characteristic, value; gauge and uncertainty where known',
        consumes: ['text/csv'],
        params,
        querystring: Type.Object({
          gauge: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
          by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
        }),
        body: Type.String(),
        response: { 201: Type.Object({ parts: Type.Integer(), values: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { gauge, by: said } = request.query
      const cell = cellOr404(house, request.params.cell)
      const rows = readMeasured(request.body).map((row, n) => ({ ...row, row: n + 2 }))
      const by = signerOf(request, said)
      const parts = await pulledBy(cell, 'serial', [...new Set(rows.map(({ serial }) => serial))])
      const errors: { field: string; rule: string }[] = []
      const groups = groupBy(rows, (row) => `${row.serial}\n${row.gauge ?? gauge ?? ''}`)
      const measured: Measured[] = []
      for (const [key, of] of groups) {
        const named = key.slice(key.indexOf('\n') + 1)
        const part = parts.find(({ serial }) => serial === of[0]!.serial)
        const flaw = (n: number, field: string, rule: string) =>
          errors.push({ field: `row ${of[n]!.row}, ${field}`, rule })
        if (!named) flaw(0, 'gauge', 'must say which gauge measured, in a column or beside the file')
        if (!part) flaw(0, 'serial', `${of[0]!.serial} is no pulled part`)
        if (!part || !named) continue
        const values = await hold(cell, part, of, (n, rule) => flaw(n, 'characteristic', rule))
        measured.push({ id: uuidv7(), part, data: { gauge: named, values, by } })
      }
      if (errors.length > 0) throw unreadable(errors)
      await append(cell, measured)
      return reply.status(201).send({ parts: new Set(rows.map(({ serial }) => serial)).size, values: rows.length })
    },
  )

  interface Measured {
    readonly id: string
    readonly part: Pulled
    readonly data: Omit<EventData<'part-remeasured'>, 'cycleId' | 'serial' | 'cycleNumber'>
  }

  /** All or none. */
  async function append(cell: LiveCell, measured: readonly Measured[]): Promise<void> {
    await writer.append(cell.path, () => ({
      events: measured.map(({ id, part: { simulated, ...part }, data }) => ({
        ...{ type: 'part-remeasured' as const, id, simulated },
        data: { ...part, ...data },
      })),
      answer: undefined,
    }))
    await projector.caughtUp(cell)
  }

  async function pulledBy(cell: LiveCell, column: 'cycle_id' | 'serial', wanted: readonly string[]): Promise<Pulled[]> {
    const { rows } = await pool.query<Pulled>(
      `select c.cycle_id as "cycleId", c.serial, c.cycle_number as "cycleNumber", c.simulated
       from pulled_part p join part_cycle c using (cycle_id)
       where p.cell_id = $1 and c.${column} = any($2) order by p.position desc`,
      [cell.id, wanted],
    )
    return rows
  }

  /** Values with their unit, held against the limits that the part was judged by. */
  async function hold(
    cell: LiveCell,
    { cycleId }: Pulled,
    values: Values,
    flaw: (n: number, rule: string) => void,
  ): Promise<Remeasurement[]> {
    const recipe = cell.twin.definition?.value.definition.recipe
    if (!recipe) throw notFound(`definition of cell ${cell.path.cell} yet`)
    const limits = await readLimits(pool, cycleId, recipe)
    return values.flatMap(({ characteristic, value, uncertainty }, n) => {
      const of = limits.get(characteristic)
      if (!of) flaw(n, `${characteristic} is no characteristic of the recipe`)
      if (values.findIndex((one) => one.characteristic === characteristic) !== n)
        flaw(n, `${characteristic} is there twice`)
      if (!of) return []
      return [
        {
          ...{ characteristic, value, unit: of.unit, ...heldAgainst(value, of) },
          ...(uncertainty === undefined ? {} : { uncertainty }),
        },
      ]
    })
  }
}

const notPulled = (what: string) =>
  new Problem(409, 'not-pulled', `There is no pulled part of ${what}.`, 'Tell first that it was pulled.')
