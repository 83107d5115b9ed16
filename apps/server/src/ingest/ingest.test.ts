import { type CellEvent, type CellTwin, cellTopics, type JournalEntry, type UnreadablePage } from '@celltwin/contracts'
import { emptyTwin, fold } from '@celltwin/twin'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasMosquitto, startEmbeddedBroker, startMosquitto, type TestBroker } from '../../../../test/support/broker.ts'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { verifyChain } from '../journal/read.ts'
import { connectEdge, cycle, inserted, judged, PATH, streamOf, type TestEdge, topics } from '../testing/edge.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const BROKERS = [
  { name: 'the embedded broker', start: startEmbeddedBroker, version: 4 as const, there: true },
  { name: 'Mosquitto', start: startMosquitto, version: 5 as const, there: hasMosquitto },
]

describe.each(BROKERS.filter(({ there }) => there))('ingest over $name', ({ start, version }) => {
  let postgres: TestPostgres
  let broker: TestBroker
  let server: TestServer
  let edge: TestEdge
  let database: pg.Client
  let nextEpoch = 1

  beforeAll(async () => {
    ;[postgres, broker] = await Promise.all([startTestPostgres(), start()])
    server = await startTestServer(postgres.url, broker.url)
    edge = await connectEdge(broker.url, version)
    database = new pg.Client(connectionSettings(postgres.url))
    await database.connect()
  })
  afterAll(async () => {
    await edge?.close()
    await server?.close()
    await database?.end()
    await broker?.stop()
    await postgres?.stop()
  })

  const entries = () => server.get<JournalEntry[]>(`/api/cells/${PATH.cell}/entries?limit=2000`)
  const twin = () => server.get<CellTwin>(`/api/cells/${PATH.cell}/twin`)
  const seqsOf = async (source: string, epoch: number) =>
    (await entries()).flatMap(({ event }) => (event.source === source && event.epoch === epoch ? [event.seq] : []))
  const acked = (epoch: number) => {
    const streams = edge.acks.flatMap((ack) => ack.streams.filter((stream) => stream.epoch === epoch))
    return Math.max(0, ...streams.map(({ upTo }) => upTo))
  }
  /** Sends, and sends again until the server answers so, as an edge does. */
  const sendUntil = (events: readonly CellEvent[], answered: () => boolean) =>
    until(
      async () => {
        if (answered()) return true
        for (const event of events) await edge.live(event)
        return false
      },
      20_000,
      1_000,
    )
  const untilAcked = (epoch: number, upTo: number, events: readonly CellEvent[]) =>
    sendUntil(events, () => acked(epoch) === upTo)
  const lost = (epoch: number, from: number, to: number) => ({ epoch, from, to, reason: 'disk full' })
  /** A source of its own for each test. */
  const fresh = () => {
    const epoch = nextEpoch++
    return { epoch, tell: streamOf('handling', epoch) }
  }

  it('commits each event once and acknowledges it, however often it comes', async () => {
    const { epoch, tell } = fresh()
    const [first, second] = [tell('part-inserted', inserted(1)), tell('part-judged', judged(1, 'pass'))]
    for (const event of [first, first, second, first, second]) await edge.live(event)
    await until(() => acked(epoch) === 2)
    expect(await seqsOf('handling', epoch)).toEqual([1, 2])
    const ack = edge.acks.at(-1)!
    expect(ack.journalId).toBe(server.journalId)
    expect(ack.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('holds back what comes after a hole, asks for it, and goes on in order once it is filled', async () => {
    const { epoch, tell } = fresh()
    const events = [1, 2, 3, 4, 5].map((n) => tell('part-inserted', inserted(epoch * 100 + n)))
    const asked = () =>
      edge.acks.some(({ streams }) => streams.some((s) => s.epoch === epoch && s.missing?.[0]?.join() === '2,3'))
    await sendUntil([events[0]!, events[3]!, events[4]!], asked)
    expect(await seqsOf('handling', epoch)).toEqual([1])
    await edge.backlog('handling', events.slice(1, 3))
    await until(() => acked(epoch) === 5)
    expect(await seqsOf('handling', epoch)).toEqual([1, 2, 3, 4, 5])
  })

  it('goes on past what the edge declares lost, even where the declaration itself comes after the hole', async () => {
    const { epoch, tell } = fresh()
    const events = [1, 2, 3].map((n) => tell('part-inserted', inserted(epoch * 100 + n)))
    const lost = tell('events-lost', { epoch, from: 2, to: 2, reason: 'disk full' })
    await untilAcked(epoch, 4, [events[0]!, events[2]!, lost])
    expect(await seqsOf('handling', epoch)).toEqual([1, 3, 4])
    expect((await twin()).sources.handling?.gaps).toContainEqual({ epoch, from: 2, to: 2, lost: 'disk full' })
  })

  it('keeps an unreadable message with its reason and goes on after it', async () => {
    const { epoch, tell } = fresh()
    const good = tell('part-inserted', inserted(epoch * 100))
    const bad = { ...tell('part-inserted', inserted(epoch * 100 + 1)), data: { serial: 'no cycle' } }
    const better = tell('part-judged', judged(epoch * 100, 'pass'))
    await untilAcked(epoch, 3, [good, bad as never, better])
    expect(await seqsOf('handling', epoch)).toEqual([1, 3])
    const { items: unreadable } = await server.get<UnreadablePage>('/api/unreadable')
    expect(unreadable[0]).toMatchObject({ cell: PATH.cell, source: 'handling', epoch, seq: 2 })
    expect(unreadable[0]!.reason).toContain('/data')
  })

  it('gives what was unreadable page by page, its head alone, and whole by its id', async () => {
    const { epoch, tell } = fresh()
    const long = 'ü'.repeat(100_000)
    const events = ['', 'a', 'b', long].map((extra) => ({
      ...tell('part-judged', judged(epoch * 100, 'pass')),
      data: { extra },
    }))
    const before = (await server.get<UnreadablePage>('/api/unreadable')).total
    await untilAcked(epoch, 4, events as never)
    const seen: [number | null, number, number][] = []
    let longest = 0
    let cursor: number | null | undefined
    do {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`
      const page = await server.get<UnreadablePage>(`/api/unreadable?limit=3${query}`)
      expect(page.total).toBe(before + 4)
      for (const { id, seq, bytes, preview } of page.items) {
        seen.push([seq, id, preview.length])
        if (bytes > 200_000) longest = id
      }
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toHaveLength(before + 4)
    expect(seen.slice(0, 4).map(([seq]) => seq)).toEqual([4, 3, 2, 1])
    expect(seen[0]![2]).toBeLessThanOrEqual(2_000)
    const whole = await fetch(`${server.url}/api/unreadable/${longest}/payload`)
    expect(await whole.json()).toEqual(events[3])
    expect((await server.send('GET', '/api/unreadable/999999/payload')).status).toBe(404)
  })

  it('is held up by nothing that a message says of names and numbers', async () => {
    const { epoch, tell } = fresh()
    // Nothing that an index would make small.
    const long = Array.from({ length: 9_000 }, (_, n) => ((n * 7_919 + n * n * 31) % 36).toString(36)).join('')
    const event = tell('part-inserted', inserted(epoch * 100))
    const strange: [source: string, type: string, body: object][] = [
      [long, 'part-inserted', { ...event, source: long }],
      ['handling', 'part-admired', { ...event, type: 'part-admired', data: { requestId: long } }],
      ['handling', 'part-admired', { ...event, type: 'part-admired', data: { cycleId: `\ud800${long}` }, seq: 2 }],
      ['handling', 'epoch-closed', { ...event, type: 'epoch-closed', data: { epoch: 2 ** 40, lastSeq: 5 }, seq: 3 }],
      ['handling', 'epoch-closed', { ...event, type: 'epoch-closed', data: { epoch: 9, lastSeq: 2 ** 60 }, seq: 4 }],
      ['handling', 'events-lost', { ...event, type: 'events-lost', data: lost(2 ** 40, 1, 5), seq: 5 }],
      ['handling', 'events-lost', { ...event, type: 'events-lost', data: lost(epoch, 7, 2 ** 60), seq: 6 }],
    ]
    for (const [source, type, body] of strange)
      await edge.client.publishAsync(topics.event(source, type), JSON.stringify(body), { qos: 1 })
    const other = fresh()
    await untilAcked(other.epoch, 1, [other.tell('part-inserted', inserted(other.epoch * 100))])
    expect(server.log()).not.toContain('nothing can be written')
  })

  it.runIf(version === 5)('gives a body that is not even JSON its place by the message properties', async () => {
    const { epoch, tell } = fresh()
    await edge.live(tell('part-inserted', inserted(epoch * 100)))
    await edge.client.publishAsync(topics.event('handling', 'part-judged'), '{"v":1,"id', {
      qos: 1,
      properties: { userProperties: { epoch: String(epoch), seq: '2', outbox: 'outbox-1' } },
    })
    await until(() => acked(epoch) === 2)
    const { items: unreadable } = await server.get<UnreadablePage>('/api/unreadable')
    expect(unreadable[0]).toMatchObject({ epoch, seq: 2, reason: 'not JSON', preview: '{"v":1,"id' })
  })

  it.runIf(version === 5)('takes nothing from a second outbox that claims the same epoch', async () => {
    const { epoch, tell } = fresh()
    await edge.live(tell('part-inserted', inserted(epoch * 100)))
    await edge.live(tell('part-judged', judged(epoch * 100, 'pass')), 'another-outbox')
    await until(
      async () =>
        (await server.get<UnreadablePage>('/api/unreadable')).items[0]?.reason.includes('another outbox') ?? false,
    )
    expect(await seqsOf('handling', epoch)).toEqual([1])
  })

  it('journals a hole that lasts, and its filling', async () => {
    const { epoch, tell } = fresh()
    const events = [1, 2, 3].map((n) => tell('part-inserted', inserted(epoch * 100 + n)))
    await edge.live(events[0]!)
    await edge.live(events[2]!)
    const told = async (type: string) =>
      (await entries()).some(({ event }) => event.type === type && (event.data as { epoch: number }).epoch === epoch)
    await until(() => told('gap-detected'))
    expect((await twin()).sources.handling?.gaps).toContainEqual({ epoch, from: 2, to: 2 })
    await edge.live(events[1]!)
    await until(() => told('gap-filled'))
    expect((await twin()).sources.handling?.gaps.some((gap) => gap.epoch === epoch && !gap.lost)).toBe(false)
  })

  it('journals presence when it changes, not when it is repeated', async () => {
    const presence = {
      ...{ v: 1, source: 'visual', online: true, readiness: 'ready', epoch: 1, outboxId: 'o', versions: {} },
      ...{ at: new Date().toISOString(), simulated: true },
    }
    const say = (change: object) =>
      edge.client.publishAsync(topics.presence('visual'), JSON.stringify({ ...presence, ...change }), {
        qos: 1,
        retain: true,
      })
    const changes = async () =>
      (await entries()).flatMap(({ event }) => (event.type === 'presence-changed' ? [event.data.online] : []))
    await say({})
    await say({})
    await say({ online: false })
    await until(async () => (await changes()).length === 2)
    // There and back at once: the second is as before the first, and not as what is still being written.
    await Promise.all([say({}), say({ online: false })])
    await until(async () => (await changes()).length === 4)
    expect(await changes()).toEqual([true, false, true, false])
  })

  it('loses and doubles nothing when the server restarts in the middle of the stream', async () => {
    const { epoch, tell } = fresh()
    const events = Array.from({ length: 600 }, (_, n) =>
      tell('phase-started', { ...cycle(epoch * 100 + n), phase: 'insert', budgetMs: 10 }),
    )
    const sending = (async () => {
      for (const event of events) await edge.live(event)
    })()
    await until(() => acked(epoch) > 20)
    await server.close()
    await sending
    server = await startTestServer(postgres.url, broker.url)
    // What the edge does on a birth or after five seconds without progress.
    const from = acked(epoch)
    for (let n = from; n < events.length; n += 200) await edge.backlog('handling', events.slice(n, n + 200))
    await until(() => acked(epoch) === 600)
    expect(await seqsOf('handling', epoch)).toEqual(events.map(({ seq }) => seq))
  })

  it('misses nothing that is said once it calls itself ready', async () => {
    const { epoch, tell } = fresh()
    await server.close()
    server = await startTestServer(postgres.url, broker.url)
    const events = Array.from({ length: 40 }, (_, n) =>
      tell('phase-started', { ...cycle(epoch * 100 + n), phase: 'insert', budgetMs: 10 }),
    )
    for (const event of events) {
      await edge.live(event)
      await new Promise((done) => setTimeout(done, 20))
    }
    await until(() => acked(epoch) === events.length)
  })

  it('drops nothing that it took when the database drops every connection', async () => {
    const { epoch, tell } = fresh()
    const events = Array.from({ length: 90 }, (_, n) =>
      tell('phase-started', { ...cycle(epoch * 100 + n), phase: 'insert', budgetMs: 10 }),
    )
    for (const [n, event] of events.entries()) {
      await edge.live(event)
      if (n % 30 === 15)
        await database.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
    }
    // No resending: the server had them in its hands.
    await until(() => acked(epoch) === events.length)
    expect(await seqsOf('handling', epoch)).toEqual(events.map(({ seq }) => seq))
  })

  it('holds the same twin as a fold over its journal, which is an unbroken chain', async () => {
    const { rows } = await database.query<{ id: number }>('select id from cell where slug = $1', [PATH.cell])
    // The server has events of its own: compared is what was read with none in between.
    const read = async () => ({
      all: await entries(),
      held: await twin(),
      chain: await verifyChain(database, rows[0]!.id),
    })
    let { all, held, chain } = await read()
    while ((await entries()).length > all.length) ({ all, held, chain } = await read())
    expect(held).toEqual(fold(emptyTwin(PATH.cell), all))
    expect(chain).toMatchObject({ intact: true, entries: all.length })
    await database.query('begin')
    await database.query(`update journal set payload = payload || ' '::bytea where cell_id = $1 and position = 7`, [
      rows[0]!.id,
    ])
    expect(await verifyChain(database, rows[0]!.id)).toMatchObject({ intact: false, position: 7 })
    await database.query('rollback')
  })

  it('keeps a cell of the same name on another path out', async () => {
    const elsewhere = cellTopics({ ...PATH, area: 'other-hall' })
    const event = streamOf('handling', 77)('part-inserted', inserted(9_000))
    const topic = elsewhere.event('handling', 'part-inserted')
    await until(
      async () => {
        await edge.client.publishAsync(topic, JSON.stringify(event), { qos: 1 })
        return (
          (await server.get<UnreadablePage>('/api/unreadable')).items[0]?.reason.includes('stands elsewhere') ?? false
        )
      },
      20_000,
      500,
    )
    expect(await seqsOf('handling', 77)).toEqual([])
  })
})
