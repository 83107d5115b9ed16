/**
 * The server's connections to the broker: one for events, whose reading may be held back, and one for everything else,
 * so that a full queue never delays an acknowledgement or a ping.
 */
import {
  checker,
  EquipmentPath,
  type ParsedTopic,
  parseTopic,
  serverSubscriptions,
  withoutPassword,
} from '@celltwin/contracts'
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import type { Logger } from 'pino'
import type { EventMessage } from './arrival.ts'

/** A topic of one of our cells. */
export type CellTopic = ParsedTopic

export interface LinkOptions {
  readonly url: string
  readonly log: Logger
  /** An event message; `proceed` lets the next one in. */
  readonly onEvent: (message: EventMessage, proceed: () => void) => void
  /** Presence, clock, telemetry, truth: the newest counts. */
  readonly onNews: (topic: CellTopic, payload: Buffer) => void
  /** Both connections stand: what the broker may have forgotten is to be said again. */
  readonly onConnect: () => void
}

export interface Link {
  /** Why the broker cannot be reached; undefined while it can. */
  readonly status: string | undefined
  publish(topic: string, message: unknown, options: { readonly qos: 0 | 1; readonly retain?: boolean }): void
  close(): Promise<void>
}

const { event, backlog, ...news } = serverSubscriptions
const isPath = checker(EquipmentPath)
/** Short, for a broker on the same machine is the usual one; trying costs it little. */
const RECONNECT_MS = 200
/** CONNACK codes for a protocol version the broker does not speak (MQTT 3.1.1 and 5). */
const WRONG_PROTOCOL = new Set([1, 132])

export function openLink({ url, log, onEvent, onNews, onConnect }: LinkOptions): Link {
  const state: { reason: string | undefined } = { reason: 'connecting' }
  const events = connect(url, log, state)
  const office = connect(url, log, state)

  // PUBACK is sent when `proceed` is called. It need not wait for the commit: acknowledgement is end to end.
  events.handleMessage = (packet, done) => {
    gatherWrites(events.stream)
    const message = toMessage(packet)
    if (message) onEvent(message, done)
    else done()
  }
  office.handleMessage = (packet, done) => {
    const topic = parseOnce(packet.topic)
    if (topic) onNews(topic, packet.payload as Buffer)
    done()
  }
  const subscribed = new Set<MqttClient>()
  for (const client of [events, office]) client.on('close', () => subscribed.delete(client))
  const subscribe = (client: MqttClient, patterns: string[], then: () => void) =>
    client.on('connect', () =>
      client.subscribe(patterns, { qos: 1 }, (error) => {
        if (error) return void log.error({ reason: error.message }, 'the broker refuses a subscription')
        subscribed.add(client)
        then()
      }),
    )
  subscribe(events, [event, backlog], () => log.info('connected to the broker'))
  subscribe(office, Object.values(news), () => {
    state.reason = undefined
    onConnect()
  })

  return {
    get status() {
      return subscribed.size === 2
        ? undefined
        : `the broker ${withoutPassword(url)} cannot be reached: ${state.reason ?? 'connection lost'}`
    },
    // While the broker is away nothing is queued: everything we say is said again on connect.
    publish: (topic, message, options) => {
      if (office.connected) office.publish(topic, JSON.stringify(message), { retain: false, ...options })
    },
    close: async () => {
      await Promise.all([events.endAsync(true), office.endAsync(true)])
    },
  }
}

function connect(url: string, log: Logger, state: { reason: string | undefined }): MqttClient {
  const options: IClientOptions = {
    protocolVersion: 5,
    clean: true,
    reconnectPeriod: RECONNECT_MS,
    // A broker that refuses now may accept later, or in its own version.
    reconnectOnConnackError: true,
    keepalive: 20,
    queueQoSZero: false,
  }
  const client = mqtt.connect(url, options)
  client.on('error', (error) => {
    // The embedded broker speaks 3.1.1 only; there, events carry their place in the body alone.
    if (WRONG_PROTOCOL.has((error as { code?: number }).code ?? -1) && client.options.protocolVersion === 5) {
      // The client comes back by itself; asked to, it would connect twice, and what came between would be lost.
      client.options.protocolVersion = 4
      return
    }
    if (state.reason !== error.message)
      log.warn({ reason: error.message }, 'the broker cannot be reached; trying again')
    state.reason = error.message || 'no connection'
  })
  client.on('close', () => {
    state.reason ??= 'connection lost'
  })
  return client
}

/** One write for the PUBACKs of everything that was read at once, instead of one each. */
function gatherWrites(stream: MqttClient['stream']): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}

/** Topics repeat: each is taken apart once. */
const parsedTopics = new Map<string, EventMessage['parsed'] | undefined>()
const MOST_TOPICS = 10_000

function parseOnce(topic: string): EventMessage['parsed'] | undefined {
  if (parsedTopics.has(topic)) return parsedTopics.get(topic)
  if (parsedTopics.size >= MOST_TOPICS) parsedTopics.clear()
  const parsed = parseTopic(topic)
  const ours = parsed && isPath(parsed.path).ok ? parsed : undefined
  parsedTopics.set(topic, ours)
  return ours
}

function toMessage({ topic, payload, properties }: IPublishPacket): EventMessage | undefined {
  const parsed = parseOnce(topic)
  if (!parsed) return undefined
  return { topic, parsed, payload: payload as Buffer, properties: properties?.userProperties }
}
