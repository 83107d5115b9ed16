/**
 * One MQTT connection that keeps coming back.
 *
 * Each attempt is a new client, so that nothing waits in the library's memory to be sent later as if it were live.
 * MQTT 5 is preferred for its user properties; a broker that refuses it (Aedes 1) gets MQTT 3.1.1.
 */
import { withoutPassword } from '@celltwin/contracts'
import mqtt, { type IClientPublishOptions, type MqttClient } from 'mqtt'
import type { Logger } from 'pino'

const RETRY_FIRST_MS = 250
const RETRY_LAST_MS = 5000
/** Programs of a cell start together, and a broker is started again: so long nobody needs to be told. */
const TOLD_AFTER_MS = 5000
/** The same reason is told again after so long. */
const TOLD_AGAIN_MS = 60_000
const UNSUPPORTED_VERSION = new Set([1, 132])

export type MessageHandler = (topic: string, payload: Buffer) => void

export interface LinkOptions {
  readonly url: string
  readonly clientId: string
  readonly log: Logger
  /** Published by the broker when this connection dies. Asked for at each attempt. */
  readonly will?: () => { readonly topic: string; readonly payload: string }
}

export interface Link {
  readonly connected: boolean
  /** Resolves when the broker has it. Rejects, and sends nothing later, where there is no connection. */
  publish(topic: string, payload: string | Buffer, options: IClientPublishOptions): Promise<void>
  /** Holds over reconnections. */
  subscribe(filter: string, handle: MessageHandler): void
  /** Called after each connection, when all subscriptions are in place. */
  onConnect(handle: () => void): void
  close(): Promise<void>
}

export function openLink({ url, clientId, log, will }: LinkOptions): Link {
  const subscriptions: { filter: string; handle: MessageHandler }[] = []
  const connectHandlers: (() => void)[] = []
  let protocolVersion: 4 | 5 = 5
  let client: MqttClient | undefined
  let ready = false
  let closing = false
  let retryMs = RETRY_FIRST_MS
  let awaySinceMs = Date.now()
  let told = { reason: '', atMs: 0 }

  function connect(): void {
    const last = will?.()
    const attempt = mqtt.connect(url, {
      clientId,
      protocolVersion,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 15,
      ...(last ? { will: { topic: last.topic, payload: Buffer.from(last.payload), qos: 1, retain: true } } : {}),
    })
    client = attempt
    attempt.on('connect', () => void begin(attempt))
    attempt.on('message', (topic, payload) => {
      for (const { filter, handle } of subscriptions) if (matches(filter, topic)) hear(handle, topic, payload)
    })
    attempt.on('error', (error) => {
      if (closing) return
      const code = (error as Error & { code?: number | string }).code
      if (protocolVersion === 5 && UNSUPPORTED_VERSION.has(Number(code))) {
        protocolVersion = 4
        retryMs = 0
      } else {
        tellAway(code, `${error.message || code}`)
      }
    })
    attempt.on('close', () => {
      if (attempt !== client || closing) return
      if (ready) awaySinceMs = Date.now()
      ready = false
      attempt.removeAllListeners('close').end(true)
      timer = setTimeout(connect, retryMs)
      retryMs = Math.min(RETRY_LAST_MS, Math.max(RETRY_FIRST_MS, retryMs * 2))
    })
  }

  /** Anybody can publish anything: no message ends the agent, least of all one that the broker keeps. */
  function hear(handle: MessageHandler, topic: string, payload: Buffer): void {
    try {
      handle(topic, payload)
    } catch (cause) {
      log.warn({ topic, reason: (cause as Error).message }, 'A message could not be taken in')
    }
  }

  function tellAway(code: number | string | undefined, reason: string): void {
    const now = Date.now()
    const lasts = now - awaySinceMs >= TOLD_AFTER_MS
    const again = reason === told.reason && now - told.atMs < TOLD_AGAIN_MS
    const level = !lasts ? 'info' : again ? 'debug' : 'warn'
    log[level]({ code }, `No connection to the broker ${withoutPassword(url)}: ${reason}`)
    if (level === 'warn') told = { reason, atMs: now }
  }

  async function begin(attempt: MqttClient): Promise<void> {
    try {
      const filters = [...new Set(subscriptions.map(({ filter }) => filter))]
      if (filters.length > 0) await attempt.subscribeAsync(filters, { qos: 1 })
    } catch (cause) {
      log.warn(`Subscribing failed: ${(cause as Error).message}`)
      attempt.end(true)
      return
    }
    if (attempt !== client || closing) return
    retryMs = RETRY_FIRST_MS
    ready = true
    for (const handle of connectHandlers) handle()
  }

  // After whoever opened it has subscribed.
  let timer = setTimeout(connect, 0)
  return {
    get connected() {
      return ready
    },
    async publish(topic, payload, { properties, ...options }) {
      if (!ready) throw new Error('not connected to the broker')
      const withProperties = protocolVersion === 5 && properties ? { ...options, properties } : options
      await client!.publishAsync(topic, payload, withProperties)
    },
    subscribe(filter, handle) {
      const known = subscriptions.some((subscription) => subscription.filter === filter)
      subscriptions.push({ filter, handle })
      if (ready && !known) client!.subscribe(filter, { qos: 1 })
    },
    onConnect(handle) {
      connectHandlers.push(handle)
      if (ready) handle()
    },
    async close() {
      closing = true
      clearTimeout(timer)
      const wasReady = ready
      ready = false
      await client?.endAsync(!wasReady)
    },
  }
}

/** Whether a topic falls under an MQTT filter. */
export function matches(filter: string, topic: string): boolean {
  const levels = topic.split('/')
  const wanted = filter.split('/')
  return wanted.length === levels.length && wanted.every((level, index) => level === '+' || level === levels[index])
}
