/** For tests of roles: a cell in memory, whose time runs as fast as the roles let it, and whose disk outlives a kill. */
import { readFileSync } from 'node:fs'
import {
  type CellDefinition,
  type CellEvent,
  checkEvent,
  type Desired,
  describeFlaws,
  type EventData,
  type EventOf,
  type EventType,
  type RecipeRef,
} from '@celltwin/contracts'
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { parse } from 'yaml'
import type { CellClock, RoleContext } from './context.ts'

let read: CellDefinition | undefined
export function referenceCell(): CellDefinition {
  read ??= parse(readFileSync(new URL('../../../cells/pulley-cell-1.yaml', import.meta.url), 'utf8')) as CellDefinition
  return read
}

export const referenceRecipe = { id: '6PK-120', version: 14, hash: 'a'.repeat(64) }

/** What the robot tells of the part that it puts in. */
export const insertedPart = (cycleNumber: number, recipe: RecipeRef = referenceRecipe) => ({
  ...{ cycleId: `c${cycleNumber}`, serial: `S${cycleNumber}`, cycleNumber },
  ...{ partType: '6PK-120', recipe, materialLots: [], fixture: 'F1', tool: 'T1' },
})

/** What survives kill -9. */
export interface Disk {
  readonly memory: Map<string, string>
  readonly events: CellEvent[]
}

export const emptyDisk = (): Disk => ({ memory: new Map(), events: [] })

/** Time passes only when everything waits, and then at once. */
export function virtualClock(signal: AbortSignal, startMs: number): CellClock & { readonly elapsedMs: number } {
  let nowMs = startMs
  let pumping = false
  let timers: { atMs: number; wake: () => void; fail: (reason: unknown) => void }[] = []
  signal.addEventListener('abort', () => {
    for (const { fail } of timers) fail(signal.reason)
    timers = []
  })

  function pump(): void {
    pumping = false
    if (signal.aborted) return
    timers.sort((a, b) => a.atMs - b.atMs)
    const next = timers.shift()
    if (!next) return
    nowMs = Math.max(nowMs, next.atMs)
    next.wake()
    schedule()
  }
  function schedule(): void {
    if (pumping || timers.length === 0) return
    pumping = true
    setImmediate(pump)
  }

  return {
    now: () => new Date(nowMs),
    steady: () => new Date(nowMs),
    speed: 1,
    get elapsedMs() {
      return nowMs - startMs
    },
    wait: (physicalMs) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        timers.push({ atMs: nowMs + physicalMs, wake: resolve, fail: reject })
        schedule()
      }),
    deadline: (from, physicalMs, allowanceMs) => new Date(from.getTime() + physicalMs + allowanceMs),
  }
}

export interface TestCellOptions {
  readonly source: string
  readonly cell?: CellDefinition
  readonly cellHash?: string
  readonly disk?: Disk
  /** The agent dies at its nth durable write; `after` it, or just before. */
  readonly dieAtWrite?: { readonly nth: number; readonly after: boolean }
}

/** A context, and the rest of the cell around it. */
export interface TestCell {
  readonly context: RoleContext
  readonly clock: CellClock & { readonly elapsedMs: number }
  readonly disk: Disk
  readonly truths: unknown[]
  /** Events of this life and earlier ones on the same disk. */
  told<T extends EventType>(type: T): EventOf<T>[]
  /** Another role of the cell tells an event. */
  hear<T extends EventType>(source: string, type: T, data: EventData<T>): void
  presence(source: string, readiness: string, online?: boolean): void
  desire(desired: Desired): void
  /** @throws Error when it has not come true within so much of the cell's time. */
  until(condition: () => boolean, withinMs?: number): Promise<void>
  kill(): void
}

export function testCell({
  source,
  cell = referenceCell(),
  cellHash = 'c'.repeat(64),
  disk = emptyDisk(),
  dieAtWrite,
}: TestCellOptions): TestCell {
  const dying = new AbortController()
  const lastAt = disk.events.at(-1)?.occurredAt
  const clock = virtualClock(dying.signal, lastAt ? Date.parse(lastAt) + 1000 : Date.parse('2026-01-05T06:00:00.000Z'))
  const handlers: { type: string; handle: (event: CellEvent) => void | Promise<void> }[] = []
  const presenceHandlers: ((source: string, online: boolean, readiness: string) => void)[] = []
  const desiredHandlers: ((desired: Desired) => void | Promise<void>)[] = []
  const truths: unknown[] = []
  let writes = 0

  const publish = (event: CellEvent) => {
    for (const { type, handle } of handlers) if (type === event.type) Promise.resolve(handle(event)).catch(unlessKilled)
  }
  const unlessKilled = (cause: unknown) => {
    if (!dying.signal.aborted) throw cause
  }

  /** A dead agent neither writes nor hears back. */
  async function write(apply: () => void): Promise<void> {
    dying.signal.throwIfAborted()
    writes++
    if (writes !== dieAtWrite?.nth) return apply()
    if (dieAtWrite.after) apply()
    dying.abort(new Error('killed'))
    throw dying.signal.reason
  }

  const make = <T extends EventType>(by: string, type: T, data: EventData<T>): EventOf<T> => {
    const place = { epoch: 1, seq: disk.events.length + 1, occurredAt: clock.now().toISOString() }
    const event = { v: 1, id: uuidv7(), type, source: by, ...place, simulated: true, data: structuredClone(data) }
    const checked = checkEvent(event)
    if (!checked.ok) throw new Error(`unreadable ${type}: ${describeFlaws(checked.flaws)}`)
    return checked.value as EventOf<T>
  }

  async function tell<T extends EventType>(type: T, data: EventData<T>, entries: Record<string, unknown> = {}) {
    const event = make(source, type, data)
    await write(() => {
      disk.events.push(event)
      for (const [key, value] of Object.entries(entries)) disk.memory.set(key, JSON.stringify(value))
    })
    publish(event)
    return event
  }

  const context: RoleContext = {
    source,
    cell,
    cellHash,
    recipe: referenceRecipe,
    clock,
    memory: {
      get: (key) => {
        const value = disk.memory.get(key)
        return value === undefined ? undefined : JSON.parse(value)
      },
      put: (key, value) => write(() => void disk.memory.set(key, JSON.stringify(value))),
      remove: (key) => write(() => void disk.memory.delete(key)),
    },
    log: pino({ level: 'silent' }),
    signal: dying.signal,
    simulated: true,
    replayed: false,
    tell,
    tellAndRemember: tell,
    on: (type, handle) => void handlers.push({ type, handle: handle as (event: CellEvent) => void }),
    onUnreadable: () => {},
    onDesired: (handle) => void desiredHandlers.push(handle),
    onPresence: (handle) => void presenceHandlers.push(handle),
    keepEvidence: () => Promise.reject(new Error('this cell keeps no evidence')),
    sendTelemetry: () => {},
    ready: () => {},
    tellTruth: (truth) => void truths.push(truth),
  }

  return {
    context,
    clock,
    disk,
    truths,
    told: <T extends EventType>(type: T) =>
      disk.events.filter((event): event is EventOf<T> => event.type === type) as EventOf<T>[],
    hear: (by, type, data) => publish(make(by, type, data)),
    presence(by, readiness, online = true) {
      for (const handle of presenceHandlers) handle(by, online, readiness)
    },
    desire(desired) {
      for (const handle of desiredHandlers) Promise.resolve(handle(desired)).catch(unlessKilled)
    },
    async until(condition, withinMs = 600_000) {
      const giveUpAt = clock.elapsedMs + withinMs
      while (!condition()) {
        if (clock.elapsedMs > giveUpAt) throw new Error(`not within ${withinMs} ms of the cell's time: ${condition}`)
        await new Promise(setImmediate)
      }
    },
    kill: () => dying.abort(new Error('killed')),
  }
}
