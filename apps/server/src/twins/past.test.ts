import type { CellTwin, ClientToServer, JournalEntry, ServerToClient, Watched } from '@celltwin/contracts'
import { emptyTwin, fold } from '@celltwin/twin'
import pg from 'pg'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { cycle, inserted, inspectedBy, PATH, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const START_MS = Date.now() - 3 * 3_600_000

describe('the twin, live and as it was', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  let database: pg.Client
  const tell = streamOf('handling', 1, START_MS)

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    database = new pg.Client(connectionSettings(stand.postgres.url))
    await database.connect()
    await edge.live(tell('cell-state-changed', { state: 'execute', reason: 'the modules are ready' }))
    await until(async () => (await fetch(`${server.url}${CELL}/twin`)).ok)
  })
  afterAll(async () => {
    await database?.end()
    await stand?.stop()
  })

  const entries = () => server.get<JournalEntry[]>(`${CELL}/entries?limit=2000`)

  it('gives a newcomer a snapshot and then every entry after it', async () => {
    const socket: Socket<ServerToClient, ClientToServer> = io(server.url, { transports: ['websocket'] })
    try {
      const watched = (await socket.emitWithAck('watch', PATH.cell)) as Watched
      let twin = watched.twin
      socket.on('entries', (_, some) => {
        expect(some[0]!.position).toBe(twin.position + 1)
        twin = fold(twin, some)
      })
      for (let n = 0; n < 50; n++)
        await edge.live(tell('phase-started', { ...cycle(6), phase: 'insert', budgetMs: 1 }, 300_000 + n))
      const goal = watched.twin.position + 50
      // The server may have something of its own to tell meanwhile.
      const both: CellTwin[] = []
      await until(async () => {
        const known = await server.get<CellTwin>(`${CELL}/twin`)
        return known.position >= goal && known.position === twin.position && both.push(known, twin) > 0
      })
      expect(both[1]).toEqual(both[0])
      expect(await socket.emitWithAck('watch', 'nowhere')).toMatchObject({ error: expect.stringContaining('nowhere') })
    } finally {
      socket.close()
    }
  })

  it('answers as of any past moment as a fold up to it would, also after a late hour has arrived', async () => {
    const events = Array.from({ length: 1_300 }, (_, n) =>
      tell(
        n % 2 ? 'part-arrived' : 'part-inserted',
        (n % 2 ? { ...cycle(1_000 + (n >> 1)), at: 'accept' } : inserted(1_000 + (n >> 1))) as never,
        400_000 + n * 1_000,
      ),
    )
    for (let n = 0; n < events.length; n += 300) await edge.backlog('handling', events.slice(n, n + 300))
    const caughtUp = async () => {
      const ready = await server.get<{ waiting: number; snapshotsCaughtUp: boolean }>('/readyz')
      const { rows } = await database.query<{ count: number }>(`select count(*) from snapshot where axis = 'occurred'`)
      return ready.snapshotsCaughtUp && rows[0]!.count >= 2
    }
    await until(caughtUp)
    const check = async () => {
      const all = await readAll()
      for (const afterMs of [0, 60_000, 500_000, 900_000, 1_234_567, 2_000_000]) {
        const at = new Date(START_MS + afterMs).toISOString()
        const past = all
          .filter(({ event }) => event.occurredAt <= at)
          .sort((a, b) =>
            a.event.occurredAt < b.event.occurredAt
              ? -1
              : a.event.occurredAt > b.event.occurredAt
                ? 1
                : a.position - b.position,
          )
        const expected = {
          ...fold(emptyTwin(PATH.cell), past),
          position: Math.max(0, ...past.map(({ position }) => position)),
        }
        expect(await server.get<CellTwin>(`${CELL}/twin?at=${at}`)).toEqual(expected)
        const query = `after=1970-01-01T00:00:00.000Z&until=${at}&limit=2000`
        expect(await server.get(`${CELL}/occurrences?${query}`)).toEqual(past.slice(0, 2000))
      }
    }
    await check()
    const late = streamOf('vibration', 1, START_MS)
    await edge.backlog(
      'vibration',
      Array.from({ length: 40 }, (_, n) =>
        late('part-inspected', inspectedBy('vibration', 1_000 + n), 450_000 + n * 2_000),
      ),
    )
    const latePosition = async () => (await server.get<CellTwin>(`${CELL}/twin`)).sources.vibration?.events === 40
    await until(latePosition)
    await check()
    await until(caughtUp)
    await check()

    const all = await readAll()
    for (const position of [0, 1, 499, 500, 777, all.length]) {
      const expected = fold(emptyTwin(PATH.cell), all.slice(0, position))
      expect(await server.get<CellTwin>(`${CELL}/twin?knownAt=${position}`)).toEqual(expected)
    }
    const { recordedAt } = all[600]!
    const known = all.filter((entry) => entry.recordedAt <= recordedAt)
    expect(await server.get<CellTwin>(`${CELL}/twin?knownAt=${recordedAt}`)).toEqual(fold(emptyTwin(PATH.cell), known))
  })

  async function readAll(): Promise<JournalEntry[]> {
    const first = await entries()
    return first.length < 2_000
      ? first
      : [...first, ...(await server.get<JournalEntry[]>(`${CELL}/entries?from=2001&limit=2000`))]
  }
})
