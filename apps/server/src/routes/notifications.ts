/** Settings of who is told of alarms, and what has become of it. */
import { randomBytes } from 'node:crypto'
import {
  AuditEntry,
  MAY,
  NotificationDelivery,
  type NotificationRule,
  NotificationRuleChange,
  NotificationRuleRecord,
} from '@celltwin/contracts'
import { emptyTwin } from '@celltwin/twin'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import type { Prisma } from '../generated/prisma/client.ts'
import { type Fact, note, readAudit } from '../people/audit.ts'
import { notFound, Problem } from '../problems.ts'
import type { App, House } from './context.ts'

const Why = Type.Pick(NotificationRuleChange, ['reason', 'by'])
const RuleParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** The secret is for whoever signs, not for whoever looks. */
function told(id: string, rule: NotificationRule): NotificationRuleRecord {
  const { channel } = rule
  if (channel.kind === 'email') return { id, ...rule }
  const { secret: _, ...open } = channel
  return { id, ...rule, channel: open }
}

export function notificationRoutes(app: App, { database, notifier, people }: House): void {
  const { pool, prisma } = database
  const find = async (id: string): Promise<NotificationRule> => {
    const { rows } = await pool.query<{ rule: NotificationRule }>('select rule from notification_rule where id = $1', [
      id,
    ])
    if (!rows[0]) throw notFound(`notification rule ${id}`)
    return rows[0].rule
  }
  /** Writes the rule, or none, together with who changed it and why. */
  const keep = (request: FastifyRequest, fact: Fact, id: string, name: string, rule?: NotificationRule) => {
    const { reason, by } = request.body as NotificationRuleChange
    const row = rule && { rule: rule as unknown as Prisma.InputJsonObject }
    return prisma.$transaction(async (tx) => {
      if (row) await tx.notificationRule.upsert({ where: { id }, create: { id, ...row }, update: row })
      else await tx.notificationRule.delete({ where: { id } })
      const said = by === undefined ? {} : { said: by }
      await note(tx, { ...(request.person ? { person: request.person } : said) }, fact, name, { rule: id, reason })
    })
  }
  const checkZone = ({ schedule }: NotificationRule) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: schedule?.timeZone ?? 'UTC' })
    } catch {
      throw new Problem(400, 'time-zone', 'body/schedule/timeZone must be an IANA name, such as America/Sao_Paulo.')
    }
  }

  app.get(
    '/api/notifications/rules',
    {
      config: { roles: MAY.setNotifications },
      schema: { summary: 'Who is told of which alarms', response: { 200: Type.Array(NotificationRuleRecord) } },
    },
    async () => {
      const { rows } = await pool.query<{ id: string; rule: NotificationRule }>(
        'select id, rule from notification_rule order by created_at, id',
      )
      return rows.map(({ id, rule }) => told(id, rule))
    },
  )

  app.post(
    '/api/notifications/rules',
    {
      config: { roles: MAY.setNotifications },
      schema: {
        summary: 'Adds a rule. The secret that signs its webhook is answered this once',
        body: NotificationRuleChange,
        response: { 201: Type.Object({ rule: NotificationRuleRecord, secret: Type.Optional(Type.String()) }) },
      },
    },
    async (request, reply) => {
      const { reason: _, by: __, ...body } = request.body
      checkZone(body)
      const id = uuidv7()
      const webhook = body.channel.kind === 'webhook' ? body.channel : undefined
      const secret = webhook && (webhook.secret ?? randomBytes(24).toString('base64url'))
      const rule = webhook ? { ...body, channel: { ...webhook, secret: secret! } } : body
      await keep(request, 'notification-rule-added', id, rule.name, rule)
      return reply.status(201).send({ rule: told(id, rule), ...(secret ? { secret } : {}) })
    },
  )

  app.put(
    '/api/notifications/rules/:id',
    {
      config: { roles: MAY.setNotifications },
      schema: {
        summary: 'Changes a rule; without a secret it keeps the one it has',
        params: RuleParams,
        body: NotificationRuleChange,
        response: { 200: NotificationRuleRecord },
      },
    },
    async (request) => {
      const { id } = request.params
      const { reason: _, by: __, ...body } = request.body
      checkZone(body)
      const { channel: before } = await find(id)
      const kept = before.kind === 'webhook' ? before.secret : undefined
      const channel =
        body.channel.kind === 'webhook'
          ? { ...body.channel, secret: body.channel.secret ?? kept ?? randomBytes(24).toString('base64url') }
          : body.channel
      const rule = { ...body, channel }
      await keep(request, 'notification-rule-changed', id, rule.name, rule)
      return told(id, rule)
    },
  )

  app.delete(
    '/api/notifications/rules/:id',
    {
      config: { roles: MAY.setNotifications },
      schema: { summary: 'Removes a rule and its deliveries', params: RuleParams, body: Why },
    },
    async (request, reply) => {
      const { id } = request.params
      const { name } = await find(id)
      await keep(request, 'notification-rule-removed', id, name)
      return reply.status(204).send()
    },
  )

  app.post(
    '/api/notifications/rules/:id/test',
    {
      config: { roles: MAY.setNotifications },
      schema: {
        summary: 'Sends a made-up alarm on the way of the rule, and says whether it arrived',
        params: RuleParams,
      },
    },
    async ({ params: { id } }, reply) => {
      const rule = await find(id)
      const alarm = { event: uuidv7(), alarm: 'notification-failing/test', at: new Date().toISOString() }
      const sending = {
        ...{ delivery: uuidv7(), rule: rule.name, language: rule.language, twin: emptyTwin('test'), flood: false },
        alarms: [{ ...alarm, priority: 'low' as const, simulated: true, detail: 'This is a test.' }],
        publicUrl: people.publicUrl,
      }
      try {
        await notifier.send(rule, sending)
      } catch (error) {
        throw new Problem(502, 'not-delivered', `It did not arrive: ${(error as Error).message}.`)
      }
      return reply.status(204).send()
    },
  )

  app.get(
    '/api/notifications/changes',
    {
      config: { roles: MAY.setNotifications },
      schema: { summary: 'Who changed which rule and why, newest first', response: { 200: Type.Array(AuditEntry) } },
    },
    () => readAudit(database, undefined, 50, 'notification-rule'),
  )

  app.get(
    '/api/notifications/deliveries',
    {
      config: { roles: MAY.setNotifications },
      schema: { summary: 'The last deliveries, newest first', response: { 200: Type.Array(NotificationDelivery) } },
    },
    async () => {
      const { rows } = await pool.query<NotificationDelivery>(
        `select d.id, d.rule_id as rule, r.rule ->> 'name' as "ruleName", c.slug as cell, d.state,
                d.created_at as "createdAt", d.next_at as "nextAt", d.attempts, d.error,
                (select jsonb_agg(a ->> 'alarm') from jsonb_array_elements(d.alarms) a) as alarms,
                d.alarms as told
         from notification_delivery d join notification_rule r on r.id = d.rule_id join cell c on c.id = d.cell_id
         order by d.created_at desc, d.id desc limit 50`,
      )
      return rows
    },
  )
}
