/**
 * Committed entries → browsers.
 *
 * Delivery is at most once; positions let the page notice a hole, `head` lets it notice in a quiet cell too.
 */
import type { Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ClientToServer, JournalEntry, ServerToClient } from '@celltwin/contracts'
import { Server, type Socket } from 'socket.io'
import type { People } from '../people/people.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'

/** Under load entries go together, at most this late. */
const GATHER_MS = 25
const HEAD_MS = 3_000
/**
 * What may wait for one browser: several snapshots of a twin. One that reads slower than the cell speaks would otherwise keep
 * every entry in memory here; it is let go, comes back, and begins at a new snapshot.
 */
const MOST_WAITING_BYTES = 16 << 20
/** Who was let in is asked about again: a session may have run out. */
const ADMIT_MS = 60_000

export interface Stream {
  /** Entries just committed, in order. */
  follow(cell: LiveCell, entries: readonly JournalEntry[]): void
  /** Anything else of a cell, at once. */
  tell<E extends Exclude<keyof ServerToClient, 'entries' | 'head'>>(
    event: E,
    cell: string,
    news: Parameters<ServerToClient[E]>[1],
  ): void
  close(): Promise<void>
}

export function openStream(http: HttpServer, cells: Cells, people: Pick<People, 'admits' | 'sessions'>): Stream {
  const io = new Server<ClientToServer, ServerToClient>(http, {
    serveClient: false,
    perMessageDeflate: false,
    // Before the database has been read there is nobody who could be known.
    allowRequest: ({ headers }, answer) => {
      people.admits(headers).then(
        (admitted) => answer(null, admitted),
        () => answer(null, false),
      )
    },
  })
  const admitAgain = () => {
    for (const socket of io.sockets.sockets.values())
      people.admits(socket.handshake.headers).then(
        (admitted) => !admitted && socket.disconnect(true),
        () => {},
      )
  }
  people.sessions.onEnded(admitAgain)
  const admissions = setInterval(admitAgain, ADMIT_MS)
  const rooms = new Map<string, Room>()
  const roomOf = (slug: string): Room => {
    let room = rooms.get(slug)
    if (!room) {
      room = createRoom((entries) => io.to(slug).emit('entries', slug, entries))
      rooms.set(slug, room)
    }
    return room
  }
  // Who does not read would not answer a farewell either.
  const upgraded = new Set<Duplex>()
  http.on('upgrade', (_, connection) => {
    upgraded.add(connection)
    connection.once('close', () => upgraded.delete(connection))
  })
  const isWatched = (slug: string) => io.sockets.adapter.rooms.has(slug)

  io.on('connection', (socket) => {
    boundBacklog(socket.conn)
    socket.on('watch', (slug, answer) => {
      if (typeof answer !== 'function') return
      const cell = typeof slug === 'string' ? cells.get(slug) : undefined
      if (!cell) return answer({ error: `there is no cell ${slug}` })
      // What the others still wait for is in the snapshot already.
      roomOf(slug).flush()
      void socket.join(slug)
      answer({
        twin: cell.twin,
        ...(cell.clock ? { clock: cell.clock } : {}),
        ...(cell.faults ? { faults: cell.faults } : {}),
        serverTime: new Date().toISOString(),
      })
      for (const presence of cell.presence.values()) socket.emit('presence', slug, presence)
      for (const sample of cell.telemetry.values()) socket.emit('telemetry', slug, sample)
    })
    socket.on('unwatch', (slug) => void socket.leave(slug))
  })

  const heads = setInterval(() => {
    for (const { path, twin } of cells.all()) {
      if (!isWatched(path.cell)) continue
      roomOf(path.cell).flush()
      io.to(path.cell).emit('head', path.cell, { position: twin.position, serverTime: new Date().toISOString() })
    }
  }, HEAD_MS)

  return {
    follow: ({ path }, entries) => {
      if (isWatched(path.cell)) roomOf(path.cell).add(entries)
    },
    tell: (event, cell, news) => {
      if (isWatched(cell)) (io.to(cell).emit as (event: string, ...args: unknown[]) => void)(event, cell, news)
    },
    close: async () => {
      clearInterval(heads)
      clearInterval(admissions)
      for (const room of rooms.values()) room.flush()
      const closed = io.close()
      for (const connection of upgraded) connection.destroy()
      await closed
    },
  }
}

/** Counts what was written and not yet handed to the connection. */
function boundBacklog(connection: Socket['conn']): void {
  let waiting = 0
  connection.on('packetCreate', ({ data }: { readonly data?: string }) => {
    waiting += data?.length ?? 0
    if (waiting > MOST_WAITING_BYTES) connection.close(true)
  })
  connection.on('flush', () => {
    waiting = 0
  })
}

interface Room {
  add(entries: readonly JournalEntry[]): void
  flush(): void
}

/** At once when it was quiet, gathered when it is not. */
function createRoom(send: (entries: JournalEntry[]) => void): Room {
  let waiting: JournalEntry[] = []
  let sentAt = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    sentAt = performance.now()
    send(waiting)
    waiting = []
  }
  return {
    add: (entries) => {
      waiting.push(...entries)
      const quietFor = performance.now() - sentAt
      if (quietFor >= GATHER_MS) flush()
      else timer ??= setTimeout(flush, GATHER_MS - quietFor)
    },
    flush,
  }
}
