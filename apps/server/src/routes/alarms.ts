/** Alarms: what people do with them, their journal and their figures. */
import { Readable } from 'node:stream'
import { AlarmId, AlarmJournalPage, AlarmPriority, AlarmRates, Instant, MAY } from '@celltwin/contracts'
import { type AlarmCommand, decideAlarm } from '@celltwin/twin'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { exportAlarms, readAlarmPage, readAlarmRates } from '../alarms/journal.ts'
import { isSimulated } from '../dispatch/dispatch.ts'
import { signerOf } from '../people/person.ts'
import { Problem } from '../problems.ts'
import { Decimal } from '../shifts/csv.ts'
import { type App, cellOr404, type House } from './context.ts'

const DAY_MS = 86_400_000
const LONGEST_RATED_MS = 92 * DAY_MS

const CellParams = Type.Object({ cell: Type.String() })
const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))
const Reason = Type.String({ minLength: 3, maxLength: 500 })
const Sought = {
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  type: Type.Optional(Type.String()),
  alarm: Type.Optional(AlarmId),
  priority: Type.Optional(AlarmPriority),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}
const Position = Type.Object({ position: Type.Integer() })

export function alarmRoutes(app: App, house: House): void {
  const { pool } = house.database

  const decide = async (request: FastifyRequest, said: string | undefined, command: Command) => {
    const { cell: slug } = request.params as { cell: string }
    const whole = { ...command, by: signerOf(request, said) } as AlarmCommand
    const cell = cellOr404(house, slug)
    const answer = await house.writer.append(cell.path, (live) => {
      const decided = decideAlarm(live.twin, whole, Date.now())
      if ('refused' in decided)
        throw new Problem(decided.refused === 'alarm-unknown' ? 404 : 409, decided.refused, decided.detail)
      return {
        events: [{ ...decided, simulated: isSimulated(live) }],
        answer: { position: live.head.position + 1 },
      }
    })
    await house.projector.caughtUp(cell)
    return answer
  }

  app.post(
    '/api/cells/:cell/alarms/acknowledge',
    {
      config: { roles: MAY.answerAlarms },
      schema: {
        summary: 'Somebody has seen the alarm and sees to it',
        params: CellParams,
        body: Type.Object({
          alarm: AlarmId,
          note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
          by: By,
        }),
        response: { 200: Position },
      },
    },
    (request) => {
      const { by, ...command } = request.body
      return decide(request, by, { kind: 'acknowledge', ...command })
    },
  )

  app.post(
    '/api/cells/:cell/alarms/acknowledge-all',
    {
      config: { roles: MAY.answerAlarms },
      schema: {
        summary:
          'Acknowledges several alarms under one signature; what somebody else has meanwhile answered is left out',
        params: CellParams,
        body: Type.Object({
          alarms: Type.Array(AlarmId, { minItems: 1, maxItems: 200, uniqueItems: true }),
          note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
          by: By,
        }),
        response: { 200: Type.Object({ ...Position.properties, acknowledged: Type.Array(AlarmId) }) },
      },
    },
    async (request) => {
      const { alarms, by: said, note } = request.body
      const cell = cellOr404(house, request.params.cell)
      const by = signerOf(request, said)
      const answer = await house.writer.append(cell.path, (live) => {
        const events = alarms.flatMap((alarm) => {
          const decided = decideAlarm(
            live.twin,
            { kind: 'acknowledge', alarm, by, ...(note ? { note } : {}) },
            Date.now(),
          )
          return 'refused' in decided ? [] : [{ ...decided, simulated: isSimulated(live) }]
        })
        if (events.length === 0)
          throw new Problem(409, 'nothing-to-acknowledge', 'body/alarms names none that waits to be acknowledged.')
        const acknowledged = events.map(({ data }) => data.alarm)
        return { events, answer: { position: live.head.position + events.length, acknowledged } }
      })
      await house.projector.caughtUp(cell)
      return answer
    },
  )

  app.post(
    '/api/cells/:cell/alarms/shelve',
    {
      config: { roles: MAY.setAlarmsAside },
      schema: {
        summary: 'Sets the alarm aside for a while, at most a day; it comes back by itself',
        params: CellParams,
        body: Type.Object({ alarm: AlarmId, until: Instant, reason: Reason, by: By }),
        response: { 200: Position },
      },
    },
    (request) => {
      const { by, ...command } = request.body
      return decide(request, by, { kind: 'shelve', ...command })
    },
  )

  for (const [path, kind, roles, summary] of [
    ['reset', 'reset', MAY.answerAlarms, 'Lets go of a latched alarm whose condition is over'],
    ['unshelve', 'unshelve', MAY.setAlarmsAside, 'Takes the alarm off the shelf before its time'],
    [
      'out-of-service',
      'take-out-of-service',
      MAY.setAlarmsAside,
      'Takes the alarm out of service until somebody puts it back',
    ],
    ['in-service', 'put-in-service', MAY.setAlarmsAside, 'Puts the alarm back in service'],
  ] as const)
    app.post(
      `/api/cells/:cell/alarms/${path}`,
      {
        config: { roles },
        schema: {
          summary,
          params: CellParams,
          body: Type.Object({ alarm: AlarmId, reason: Reason, by: By }),
          response: { 200: Position },
        },
      },
      (request) => {
        const { by, ...command } = request.body
        return decide(request, by, { kind, ...command })
      },
    )

  app.get(
    '/api/cells/:cell/alarms/journal',
    {
      schema: {
        summary: 'Each change of each alarm, newest first',
        params: CellParams,
        querystring: Type.Object({
          ...Sought,
          before: Type.Optional(Type.Integer({ minimum: 1 })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: { 200: AlarmJournalPage },
      },
    },
    ({ params, query: { before, limit, ...query } }) =>
      readAlarmPage(pool, cellOr404(house, params.cell).id, query, before, limit),
  )

  app.get(
    '/api/cells/:cell/alarms/export',
    {
      schema: {
        summary: 'The journal of alarms as a stream, without a limit of rows',
        params: CellParams,
        querystring: Type.Object({
          ...Sought,
          format: Type.Enum(['csv', 'ndjson'], { default: 'csv' }),
          decimal: Decimal,
        }),
      },
    },
    ({ params, query: { format, decimal, ...query } }, reply) => {
      const { id, path } = cellOr404(house, params.cell)
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="${path.cell}-alarms.${format}"`)
        .send(Readable.from(exportAlarms(pool, id, query, { format, decimal })))
    },
  )

  app.get(
    '/api/cells/:cell/alarms/rates',
    {
      schema: {
        summary: 'How alarms come (ISA-18.2): rates, floods, chattering, stale, answered late; last day by default',
        params: CellParams,
        querystring: Type.Object({ from: Type.Optional(Instant), to: Type.Optional(Instant) }),
        response: { 200: AlarmRates },
      },
    },
    ({ params, query }) => {
      const cell = cellOr404(house, params.cell)
      const to = query.to ?? new Date().toISOString()
      const from = query.from ?? new Date(Date.parse(to) - DAY_MS).toISOString()
      const forMs = Date.parse(to) - Date.parse(from)
      if (forMs > 0 && forMs <= LONGEST_RATED_MS) return readAlarmRates(pool, cell, from, to)
      throw new Problem(400, 'window', 'query/from must be before query/to, at most 92 days.')
    },
  )
}

type Without<T> = T extends unknown ? Omit<T, 'by'> : never
type Command = Without<AlarmCommand>
