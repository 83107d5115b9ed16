import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  AlarmNotification,
  AuditEntry,
  CellTwin,
  NotificationDelivery,
  NotificationRule,
} from '@celltwin/contracts'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { PATH, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'
import { applies } from './applies.ts'
import { signatureOf } from './send.ts'

const base = {
  ...{ name: 'r', enabled: true, cells: [], afterMin: 0, language: 'pt-BR' },
  priorities: ['high' as const],
}
const why = { reason: 'new shift plan', by: 'Ada' }
const webhook = (url: string): NotificationRule => ({ ...base, channel: { kind: 'webhook', url } })

describe('a rule', () => {
  const raised = (at: string, over = {}) => ({
    event: 'e',
    alarm: 'cell-held',
    priority: 'high' as const,
    at,
    simulated: true,
    ...over,
  })
  const night: NotificationRule = {
    ...webhook('http://x'),
    schedule: { timeZone: 'America/Sao_Paulo', days: ['mon'], from: '22:00', to: '06:00' },
  }

  it('is for its priorities and cells', () => {
    const rule = { ...webhook('http://x'), cells: ['cell-1'] }
    const at = '2026-11-19T10:00:00.000Z'
    expect(applies(rule, 'r1', 'cell-1', raised(at))).toBe(true)
    expect(applies(rule, 'r1', 'cell-2', raised(at))).toBe(false)
    expect(applies(rule, 'r1', 'cell-1', raised(at, { priority: 'low' }))).toBe(false)
    expect(applies({ ...rule, enabled: false }, 'r1', 'cell-1', raised(at))).toBe(false)
  })

  it('knows the night by the clock of its plant, into the day after', () => {
    // Monday 23 November 2026; São Paulo is three hours behind UTC.
    const asked = [
      '2026-11-24T00:59:00.000Z',
      '2026-11-24T01:00:00.000Z',
      '2026-11-24T08:59:00.000Z',
      '2026-11-24T09:00:00.000Z',
    ]
    expect(asked.map((at) => applies(night, 'r1', 'c', raised(at)))).toEqual([false, true, true, false])
    expect(applies(night, 'r1', 'c', raised('2026-11-25T02:00:00.000Z')), 'Tuesday').toBe(false)
  })

  it('is not told of its own failing', () => {
    const own = raised('2026-11-19T10:00:00.000Z', { alarm: 'notification-failing/r1' })
    expect(applies(webhook('http://x'), 'r1', 'c', own)).toBe(false)
    expect(applies(webhook('http://x'), 'r2', 'c', own)).toBe(true)
  })
})

describe('notifications', () => {
  let stand: Stand
  let postgres: TestPostgres
  let server: TestServer
  let edge: TestEdge
  let receiver: Server
  let post: SMTPServer
  let url: string
  /** What the receiver answers next; 200 where nothing is left. */
  const answers: number[] = []
  const requests: { headers: Record<string, string | string[] | undefined>; body: string }[] = []
  const mails: { to: string[]; text: string }[] = []
  const tell = streamOf('handling', 1, Date.now() - 5000)

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        requests.push({ headers: request.headers, body })
        response.writeHead(answers.shift() ?? 200).end()
      })
    })
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
    post = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        let text = ''
        stream.setEncoding('utf8')
        stream.on('data', (part: string) => (text += part))
        stream.on('end', () => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
          done()
        })
      },
    })
    await new Promise<void>((done) => post.listen(0, '127.0.0.1', done))
    const smtp = `smtp://127.0.0.1:${(post.server.address() as AddressInfo).port}`
    stand = await setUpStand({ SMTP_URL: smtp, PUBLIC_URL: 'http://twin.plant' })
    ;({ server, edge, postgres } = stand)
    await edge.live(tell('cell-inputs-changed', stopped(false)))
    await until(async () => (await server.send('GET', `/api/cells/${PATH.cell}/twin`)).status === 200)
  })
  afterAll(async () => {
    await stand?.stop()
    receiver?.close()
    await new Promise<void>((done) => post.close(done))
  })

  const stopped = (is: boolean) => ({
    ...{ zoneClear: true, guardClosed: true, localRelease: true, lockedOut: false },
    emergencyStopClear: !is,
  })
  const add = async (rule: NotificationRule) =>
    (
      await server.send<{ rule: { id: string; channel: object }; secret?: string }>(
        'POST',
        '/api/notifications/rules',
        { ...rule, ...why },
      )
    ).body
  const deliveries = () => server.get<NotificationDelivery[]>('/api/notifications/deliveries')

  it('arrive by webhook, signed, after a receiver that was away is back; and by mail in the language of the rule', async () => {
    answers.push(503)
    const { rule, secret } = await add(webhook(url))
    expect(rule.channel, 'the secret is told once').toEqual({ kind: 'webhook', url })
    await add({ ...base, channel: { kind: 'email', addresses: ['shift@plant.example'], roles: [] } })
    await edge.live(tell('cell-inputs-changed', stopped(true)))
    await until(async () => (await deliveries()).filter(({ state }) => state === 'sent').length === 2, 15_000)

    const hook = (await deliveries()).find((each) => each.rule === rule.id)!
    expect(hook).toMatchObject({ attempts: 2, error: null, told: [{ alarm: 'emergency-stop' }] })
    const [first, second] = requests
    const body = JSON.parse(second!.body) as AlarmNotification
    expect(body).toMatchObject({
      v: 1,
      cell: PATH.cell,
      flood: false,
      alarms: [{ alarm: 'emergency-stop', priority: 'high' }],
    })
    expect(body.alarms[0]!.title).toBe('Parada de emergência acionada')
    expect(body.alarms[0]!.url).toBe('http://twin.plant/alarms?cell=cell-1&alarm=emergency-stop')
    expect(second!.headers['x-celltwin-delivery'], 'tried again under its own id').toBe(
      first!.headers['x-celltwin-delivery'],
    )
    const signature = String(second!.headers['x-celltwin-signature'])
    expect(signature).toBe(signatureOf(secret!, second!.body, Number(/t=(\d+)/.exec(signature)![1])))

    expect(mails).toHaveLength(1)
    expect(mails[0]!.to).toEqual(['shift@plant.example'])
    expect(decoded(mails[0]!.text)).toMatch(/Parada de emergência acionada[\s\S]*Resposta: Primeiro as pessoas/)
  })

  it('are not sent for an alarm that somebody acknowledged before they were due', async () => {
    await edge.live(tell('cell-inputs-changed', stopped(false)))
    const path = `/api/cells/${PATH.cell}`
    await until(async () => !(await server.get<CellTwin>(`${path}/twin`)).alarms?.['emergency-stop']?.active)
    const { rule } = await add({ ...webhook(url), afterMin: 1 })
    await edge.live(tell('cell-inputs-changed', stopped(true)))
    await until(async () => (await deliveries()).some((each) => each.rule === rule.id))
    const waits = (await deliveries()).find((each) => each.rule === rule.id)!
    expect(waits).toMatchObject({ state: 'pending', attempts: 0 })
    expect(Date.parse(waits.nextAt) - Date.parse(waits.createdAt)).toBeGreaterThan(50_000)

    await server.send('POST', `${path}/alarms/acknowledge`, { alarm: 'emergency-stop', by: 'Ada' })
    const client = new pg.Client(postgres.url)
    await client.connect()
    await client.query('update notification_delivery set next_at = now() where id = $1', [waits.id])
    await client.end()
    await until(async () => (await deliveries()).find(({ id }) => id === waits.id)!.state === 'skipped')
  })

  it('say in a test why they do not arrive', async () => {
    const { rule } = await add(webhook('http://127.0.0.1:9/nobody'))
    const tried = await server.send<{ message: string }>('POST', `/api/notifications/rules/${rule.id}/test`)
    expect(tried).toMatchObject({ status: 502, body: { code: 'not-delivered' } })
    expect(tried.body.message).toContain('127.0.0.1:9 does not answer')
    answers.push(200)
    const { rule: good } = await add(webhook(url))
    expect((await server.send('POST', `/api/notifications/rules/${good.id}/test`)).status).toBe(204)
  })

  it('keep who changed a rule and why, also of one that is gone', async () => {
    const { rule } = await add({ ...webhook(url), name: 'night' })
    const path = `/api/notifications/rules/${rule.id}`
    expect(await server.send('PUT', path, webhook(url)), 'without a reason').toMatchObject({ status: 400 })
    await server.send('PUT', path, { ...webhook(url), name: 'nights', ...why, reason: 'renamed' })
    expect((await server.send('DELETE', path, { ...why, reason: 'no longer needed' })).status).toBe(204)
    const changes = await server.get<AuditEntry[]>('/api/notifications/changes')
    expect(changes.slice(0, 3)).toMatchObject([
      { what: 'notification-rule-removed', about: 'nights', by: 'Ada', details: { reason: 'no longer needed' } },
      { what: 'notification-rule-changed', about: 'nights', by: 'Ada', details: { reason: 'renamed' } },
      { what: 'notification-rule-added', about: 'night', by: 'Ada', details: { rule: rule.id } },
    ])
  })

  it('refuse a time zone that is none, and name the field of an address that is none', async () => {
    const schedule = { timeZone: 'Mars/Olympus', days: ['mon' as const], from: '22:00', to: '06:00' }
    const refused = await server.send('POST', '/api/notifications/rules', { ...webhook(url), schedule, ...why })
    expect(refused).toMatchObject({ status: 400, body: { code: 'time-zone' } })
    expect(
      await server.send('POST', '/api/notifications/rules', {
        ...webhook('ftp://x'),
        ...why,
      }),
    ).toMatchObject({ status: 400 })
  })
})

/** Quoted-printable or base64, as a mail program reads it. */
function decoded(mail: string): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString()
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
