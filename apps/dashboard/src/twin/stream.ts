/** socket.io → store. Snapshot, then entries folded with the same `evolve` as the server's; holes heal by a new snapshot. */
import {
  type ClientToServer,
  type JournalEntry,
  LATE_AFTER_MS,
  type ServerToClient,
  type Telemetry,
  type Watched,
} from '@celltwin/contracts'
import type { Socket } from 'socket.io-client'
import { cellStore, setLive } from './cell-store.ts'
import { serverNowMs } from './clock.ts'
import { follow } from './follow.ts'

export type CellSocket = Pick<Socket<ServerToClient, ClientToServer>, 'on' | 'off' | 'emit' | 'connected'>

const ANSWER_WITHIN_MS = 5000
const RETRY_AFTER_MS = 2000
const DELAYS_KEPT = 32
const TRUTHS_KEPT = 100
const OFFSETS_KEPT = 12

/** Called with the entries just folded in, in order. */
export type Applied = (entries: readonly JournalEntry[]) => void

/** Keeps the store in step with `cell` until the returned function is called. */
export function watchCell(socket: CellSocket, cell: string, onApplied?: Applied): () => void {
  let awaiting = false
  let early: JournalEntry[] = []
  let offsets: number[] = []
  let behindSince: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const mine =
    <A extends unknown[]>(handle: (...args: A) => void) =>
    (of: string, ...args: A): void => {
      if (of === cell) handle(...args)
    }

  function watch(): void {
    clearTimeout(timer)
    awaiting = true
    behindSince = undefined
    timer = setTimeout(watch, ANSWER_WITHIN_MS)
    socket.emit('watch', cell, (answer) => {
      clearTimeout(timer)
      if ('error' in answer) {
        lose(answer.error)
        timer = setTimeout(watch, RETRY_AFTER_MS)
        return
      }
      take(answer)
    })
  }

  function take({ twin, clock, faults, serverTime }: Watched): void {
    awaiting = false
    setClock(serverTime)
    cellStore.setState({ clock, faults, link: { state: 'live' } })
    setLive(twin)
    // Entries may overtake the answer; they follow the snapshot.
    const waiting = early
    early = []
    fold(waiting)
  }

  function fold(entries: JournalEntry[]): void {
    const { live } = cellStore.getState()
    if (awaiting || !live) {
      early.push(...entries)
      return
    }
    const { twin, outcome, applied } = follow(live, entries)
    if (applied.length > 0) {
      noteDelays(applied)
      setLive(twin)
      onApplied?.(applied)
    }
    if (outcome === 'gap') watch()
  }

  function heed({ position, serverTime }: { position: number; serverTime: string }): void {
    setClock(serverTime)
    const at = cellStore.getState().live?.position ?? 0
    // Entries of the newest commit may still be under way: only what the head before had already is missing.
    if (behindSince !== undefined && at < behindSince && !awaiting) watch()
    else behindSince = at < position ? position : undefined
  }

  /** A message that took long makes the server seem behind: the greatest of the last differences is the nearest. */
  function setClock(serverTime: string): void {
    offsets = [...offsets, Date.parse(serverTime) - Date.now()].slice(-OFFSETS_KEPT)
    cellStore.setState({ offsetMs: Math.max(...offsets) })
  }

  function lose(reason?: string): void {
    awaiting = true
    const { link } = cellStore.getState()
    if (link.state !== 'live' && reason === undefined) return
    const since = serverNowMs()
    cellStore.setState({
      link:
        link.state === 'lost'
          ? { ...link, ...(reason ? { reason } : {}) }
          : { state: 'lost', since, shownAt: since, ...(reason ? { reason } : {}) },
    })
  }

  const handlers: Partial<ServerToClient> & { connect: () => void; disconnect: () => void } = {
    connect: watch,
    disconnect: () => {
      clearTimeout(timer)
      lose()
    },
    entries: mine(fold),
    head: mine(heed),
    telemetry: mine((telemetry: Telemetry) =>
      cellStore.setState((s) => ({ telemetry: { ...s.telemetry, [telemetry.source]: telemetry } })),
    ),
    presence: mine((presence) =>
      cellStore.setState((s) => ({ presence: { ...s.presence, [presence.source]: presence } })),
    ),
    clock: mine((clock) => cellStore.setState({ clock })),
    faults: mine((faults) => cellStore.setState({ faults })),
    truth: mine((truth) =>
      cellStore.setState((s) => ({
        truths: Object.fromEntries([...Object.entries(s.truths), [truth.cycleId, truth]].slice(-TRUTHS_KEPT)),
      })),
    ),
  }
  for (const [name, handle] of Object.entries(handlers)) socket.on(name as 'head', handle as ServerToClient['head'])
  if (socket.connected) watch()

  return () => {
    clearTimeout(timer)
    for (const [name, handle] of Object.entries(handlers)) socket.off(name as 'head', handle as ServerToClient['head'])
    if (socket.connected) socket.emit('unwatch', cell)
  }
}

function noteDelays(entries: readonly JournalEntry[]): void {
  const bySource = new Map<string, number[]>()
  for (const { event, recordedAt } of entries) {
    const delay = Date.parse(recordedAt) - Date.parse(event.occurredAt)
    // What was away says nothing of its clock.
    if (delay > LATE_AFTER_MS) continue
    const known = bySource.get(event.source)
    if (known) known.push(delay)
    else bySource.set(event.source, [delay])
  }
  for (const [source, delays] of bySource) addDelays(source, delays)
}

function addDelays(source: string, delays: readonly number[]): void {
  cellStore.setState((s) => ({
    delays: { ...s.delays, [source]: [...(s.delays[source] ?? []), ...delays].slice(-DELAYS_KEPT) },
  }))
}
