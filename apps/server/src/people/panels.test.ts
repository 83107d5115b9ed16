/** Panels of the plant: browsers that stay signed in as themselves, where people need badge and PIN alone. */
import { type Me, readConfig, type SecondSignature } from '@celltwin/contracts'
import type { FastifyRequest } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedBroker, type TestBroker } from '../../../../test/support/broker.ts'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { Config } from '../config.ts'
import { openDatabase } from '../database/database.ts'
import { type Browser, codeIn, openBrowser, PASSWORD, setUpAdmin, signUp } from '../testing/people.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { openPeople } from './people.ts'

describe('panels', () => {
  let postgres: TestPostgres
  let broker: TestBroker
  let server: TestServer
  let database: pg.Client
  let panel: Browser

  beforeAll(async () => {
    ;[postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
    database = new pg.Client(postgres.url)
    await database.connect()
    server = await startTestServer(postgres.url, broker.url)
    await until(() => codeIn(server.log()) !== '')
    const admin = await setUpAdmin(server.url, codeIn(server.log()))
    await signUp(admin, server.url, { account: 'one-integrator', roles: ['integrator'] })
    panel = openBrowser(server.url)
    await panel.send('POST', '/api/session', { account: 'one-integrator', password: PASSWORD })
    expect((await panel.send('POST', '/api/panels', { name: 'Hold fixture' })).status).toBe(201)
    await signUp(
      admin,
      server.url,
      { account: 'olga', name: 'Olga', roles: ['operator', 'admin'], badge: '1001' },
      '4711',
    )
    await signUp(admin, server.url, { account: 'quim', name: 'Quim', roles: ['quality'], badge: '1002' }, '0815')
  })
  afterAll(async () => {
    await server?.close()
    await database?.end()
    await broker?.stop()
    await postgres?.stop()
  })
  const identify = (badge: string, pin: string) => panel.send('POST', '/api/panel-session', { badge, pin })

  it('stay signed in as themselves, and may look', async () => {
    expect(await panel.me()).toMatchObject<Partial<Me>>({
      person: null,
      panel: { id: expect.any(String), name: 'Hold fixture' },
    })
    expect((await panel.get('/api/cells')).status).toBe(200)
    expect((await panel.send('POST', '/api/parts/x/cycles/x/reviews', {})).status).toBe(403)
  })

  it('know a person by badge and PIN, with no more rights than a PIN is worth', async () => {
    expect((await identify('1001', '4711')).status).toBe(204)
    expect(await panel.me()).toMatchObject({
      person: { name: 'Olga' },
      roles: ['operator'],
      panel: { name: 'Hold fixture' },
    })
    expect((await panel.get('/api/people')).status).toBe(403)
    const stolen = openBrowser(server.url)
    stolen.cookies.set('celltwin_session', panel.cookies.get('celltwin_session')!)
    expect((await stolen.me()).person, 'a session at a panel is worth nothing elsewhere').toBeNull()
  })

  it('take a second signature from somebody else, good once and for who asked', async () => {
    const second = (said: object) =>
      panel.send<SecondSignature & { code: string }>('POST', '/api/people/second-signature', said)
    expect((await second({ badge: '1001', pin: '4711' })).body.code).toBe('same-person')
    expect((await second({ name: 'Quim' })).body.code).toBe('name-only')
    expect((await second({ badge: '1002', pin: '9999' })).status).toBe(401)
    const { body } = await second({ badge: '1002', pin: '0815' })
    expect(body).toMatchObject({ name: 'Quim', token: expect.stringMatching(/^[\w-]{43}$/) })
    const { rows } = await database.query('select id, first from second_signature where first <> $1', ['demo'])
    expect(rows).toEqual([{ id: expect.not.stringMatching(body.token), first: expect.any(String) }])

    const config = readConfig(Config, { DATABASE_URL: postgres.url, MQTT_URL: broker.url })
    const log = pino({ enabled: false })
    const own = openDatabase(postgres.url, log)
    const by = (sessionId: string, token?: string) =>
      openPeople(own, config, log).requireSecondSignature({ sessionId } as FastifyRequest, token)
    await expect(by(rows[0].first)).rejects.toMatchObject({ code: 'second-signature-needed' })
    await expect(by('another session', body.token)).rejects.toMatchObject({ code: 'second-signature-used' })
    expect(await by(rows[0].first, body.token)).toMatchObject({ name: 'Quim', roles: ['quality'] })
    await expect(by(rows[0].first, body.token)).rejects.toMatchObject({ code: 'second-signature-used' })
    await own.close()
  })

  it('lock a PIN that is guessed at, until its owner chooses another', async () => {
    await panel.send('DELETE', '/api/session')
    const code = async (pin: string) => ((await identify('1002', pin)).body as { code: string }).code
    for (let n = 0; n < 10; n++) {
      await database.query('update sign_in_attempt set blocked_until = now()')
      expect(await code('0000')).toBe('wrong')
    }
    expect(await code('0815')).toBe('locked')
    const quim = openBrowser(server.url)
    await quim.send('POST', '/api/session', { account: 'quim', password: PASSWORD })
    const choose = (pin: string) => quim.send<{ code: string }>('PUT', '/api/me/pin', { password: PASSWORD, pin })
    expect((await choose('1234')).body.code).toBe('weak-pin')
    expect((await choose('2580')).status).toBe(204)
    expect((await identify('1002', '2580')).status).toBe(204)
  })

  it('are browsers like any other once removed', async () => {
    const integrator = openBrowser(server.url)
    await integrator.send('POST', '/api/session', { account: 'one-integrator', password: PASSWORD })
    const { body } = await integrator.get<{ id: string }[]>('/api/panels')
    expect((await integrator.send('DELETE', `/api/panels/${body[0]!.id}`)).status).toBe(204)
    expect(await panel.me()).toMatchObject({ person: null, panel: null })
    expect((await panel.get('/api/cells')).status).toBe(401)
  })
})
