/** What the agent gives one of its roles: a source of its own, with its own connection, stream, clock and memory. */
import {
  type CellDefinition,
  type CellEvent,
  type CellTopics,
  checkEvent,
  checker,
  Desired,
  describeFlaws,
  type EventData,
  type EventOf,
  type EventType,
  Presence,
  parseTopic,
  type RecipeRef,
} from '@celltwin/contracts'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import type { CellClock, RoleContext } from './context.ts'
import type { EvidenceQueue } from './evidence-queue.ts'
import type { Link } from './link.ts'
import type { Outbox, Place } from './outbox.ts'
import type { Store } from './store.ts'
import { createUplink, type Uplink } from './uplink.ts'

const checkDesired = checker(Desired)
const checkPresence = checker(Presence)

export interface RoleContextOptions {
  readonly source: string
  readonly cell: CellDefinition
  readonly cellHash: string
  readonly recipe: RecipeRef
  readonly topics: CellTopics
  readonly link: Link
  readonly outbox: Outbox
  readonly store: Store
  readonly evidence: EvidenceQueue
  readonly clock: CellClock
  readonly versions: Readonly<Record<string, string>>
  readonly log: Logger
  readonly simulated: boolean
  readonly signal: AbortSignal
}

export function createRoleContext(options: RoleContextOptions): { context: RoleContext; uplink: Uplink } {
  const { source, cell, topics, link, outbox, store, evidence, clock, versions, log, simulated, signal } = options
  const replayed = cell.devices.kind === 'replay'
  const memory = store.memoryOf(source)
  const unreadableHandlers: ((flaw: { source: string; type: string; reason: string }) => void)[] = []
  const subscribed = new Set<EventType>()
  const handlers = new Map<EventType, ((event: CellEvent) => void)[]>()

  const envelope =
    <T extends EventType>(type: T, data: EventData<T>) =>
    (place: Place): EventOf<T> => {
      const event: unknown = {
        v: 1,
        id: uuidv7(),
        type,
        source,
        ...place,
        occurredAt: clock.now().toISOString(),
        simulated,
        ...(replayed ? { replayed } : {}),
        data,
      }
      const checked = checkEvent(event)
      if (!checked.ok) throw new Error(`${source} would tell an unreadable ${type}: ${describeFlaws(checked.flaws)}`)
      return checked.value as unknown as EventOf<T>
    }

  const uplink = createUplink({
    link,
    outbox,
    topics,
    log,
    presence: (online, readiness) => ({
      v: 1,
      source,
      online,
      ...readiness,
      epoch: outbox.epoch,
      outboxId: outbox.id,
      versions: { ...versions },
      at: clock.now().toISOString(),
      simulated,
    }),
    epochClosed: (data) => envelope('epoch-closed', data),
    eventsLost: (data) => envelope('events-lost', data),
  })

  /** One after the other for each handler; one that is slow holds up no other. */
  function inOrder<T>(what: string, handle: (item: T) => void | Promise<void>): (item: T) => void {
    let last: Promise<void> = Promise.resolve()
    return (item) => {
      last = last
        .then(() => handle(item))
        .catch((cause) => {
          if (!signal.aborted) log.error({ err: cause }, `${source} failed at ${what}`)
        })
    }
  }

  function receive(topic: string, payload: Buffer): void {
    const event = readEvent(topic, payload)
    if ('reason' in event) for (const handle of unreadableHandlers) handle(event)
    else for (const handle of handlers.get(event.type) ?? []) handle(event)
  }

  const context: RoleContext = {
    source,
    cell,
    cellHash: options.cellHash,
    recipe: options.recipe,
    clock,
    memory,
    log,
    signal,
    simulated,
    replayed,
    tell: (type, data) => uplink.tell(envelope(type, data)),
    tellAndRemember: (type, data, entries) =>
      uplink.tell(envelope(type, data), () => {
        for (const [key, value] of Object.entries(entries)) memory.putWithin(key, value)
      }),
    on(type, handle) {
      handlers.set(type, [...(handlers.get(type) ?? []), inOrder(type, handle as (event: CellEvent) => void)])
      if (subscribed.has(type)) return
      subscribed.add(type)
      link.subscribe(topics.event('+', type), receive)
    },
    onUnreadable(handle) {
      unreadableHandlers.push(inOrder('an unreadable event', handle))
    },
    onDesired(handle) {
      const ordered = inOrder('a desired list', handle)
      let newest: Desired | undefined
      link.subscribe(topics.desired, (_topic, payload) => {
        const desired = read(payload, checkDesired)
        if (!desired) return log.warn('The list of requests could not be read')
        if (newest && newest.journalId === desired.journalId && desired.revision <= newest.revision) return
        newest = desired
        ordered(desired)
      })
    },
    onPresence(handle) {
      link.subscribe(topics.presence('+'), (_topic, payload) => {
        const presence = read(payload, checkPresence)
        if (presence) handle(presence.source, presence.online, presence.readiness)
      })
    },
    keepEvidence: (kind, mediaType, bytes) => evidence.keep(kind, mediaType, bytes),
    sendTelemetry(values) {
      const telemetry = { v: 1, source, at: clock.now().toISOString(), values, simulated }
      link.publish(topics.telemetry(source), JSON.stringify(telemetry), { qos: 0 }).catch(() => {})
    },
    ready(readiness, progress, detail) {
      uplink.announce({
        readiness,
        ...(progress === undefined ? {} : { progress }),
        ...(detail === undefined ? {} : { detail }),
      })
    },
    tellTruth(truth) {
      link.publish(topics.truth, JSON.stringify(truth), { qos: 1 }).catch(() => {})
    },
  }
  return { context, uplink }
}

function readEvent(topic: string, payload: Buffer): CellEvent | { source: string; type: string; reason: string } {
  const { source = 'unknown', type = 'unknown' } = parseTopic(topic) ?? {}
  let value: unknown
  try {
    value = JSON.parse(payload.toString())
  } catch {
    return { source, type, reason: 'not JSON' }
  }
  const checked = checkEvent(value)
  if (!checked.ok) return { source, type, reason: describeFlaws(checked.flaws) }
  if (checked.value.source !== source || checked.value.type !== type)
    return { source, type, reason: 'topic and body name different events' }
  return checked.value
}

function read<T>(payload: Buffer, check: (value: unknown) => { ok: true; value: T } | { ok: false }): T | undefined {
  try {
    const checked = check(JSON.parse(payload.toString()))
    return checked.ok ? checked.value : undefined
  } catch {
    return undefined
  }
}
