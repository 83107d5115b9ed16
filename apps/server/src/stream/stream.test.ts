import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket as Connection } from 'node:net'
import type { ClientToServer, JournalEntry, ServerToClient } from '@celltwin/contracts'
import { emptyTwin } from '@celltwin/twin'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import type { People } from '../people/people.ts'
import { PATH, streamOf } from '../testing/edge.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { openStream, type Stream } from './stream.ts'

const cell = { path: PATH, twin: emptyTwin(PATH.cell), presence: new Map(), telemetry: new Map() } as LiveCell
const cells = { get: () => cell, all: () => [cell] } as unknown as Cells
const people = { admits: async () => true, sessions: { onEnded: () => {} } } as unknown as People

const ENTRIES = 80
const ENTRY_BYTES = 1 << 20
const tell = streamOf('handling')
/** One event of a megabyte, so that few of them are much. */
const entryAt = (position: number) => {
  const event = tell('cell-state-changed', { state: 'execute', reason: 'x'.repeat(ENTRY_BYTES) })
  return { position, recordedAt: event.occurredAt, event } as unknown as JournalEntry
}

describe('the stream', () => {
  let http: Server
  let stream: Stream
  let browsers: Socket<ServerToClient, ClientToServer>[]

  beforeEach(async () => {
    http = createServer()
    stream = openStream(http, cells, people)
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
    browsers = []
  })
  afterEach(async () => {
    for (const browser of browsers) browser.disconnect()
    await stream.close()
  })

  async function watch() {
    const { port } = http.address() as AddressInfo
    const browser: Socket<ServerToClient, ClientToServer> = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    browsers.push(browser)
    const seen: number[] = []
    browser.on('entries', (_, entries) => seen.push(...entries.map(({ position }) => position)))
    await browser.emitWithAck('watch', PATH.cell)
    const { ws } = browser.io.engine.transport as unknown as { ws: { _socket: Connection } }
    return { browser, seen, connection: ws._socket }
  }

  it('lets go of a browser that reads slower than the cell speaks, and of no other', async () => {
    const fast = await watch()
    const slow = await watch()
    slow.connection.pause()
    for (let position = 1; position <= ENTRIES; position++) {
      stream.follow(cell, [entryAt(position)])
      await until(() => fast.seen.length === position)
    }
    slow.connection.resume()
    await until(() => slow.browser.disconnected)
    expect(slow.seen.length).toBeLessThan(ENTRIES / 2)
    expect(fast.browser.connected).toBe(true)
    expect(fast.seen).toHaveLength(ENTRIES)
  })

  // Waited for, such a connection ends by itself after half a minute.
  it('ends, also with a browser that reads nothing', { timeout: 10_000 }, async () => {
    const { connection } = await watch()
    connection.pause()
    for (let position = 1; position <= 10; position++) stream.follow(cell, [entryAt(position)])
    await stream.close()
  })
})
