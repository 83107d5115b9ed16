/**
 * From one source to broker and server: presence, events live, resends, telemetry.
 *
 * An event goes out live once, if the broker is there when it is told. Everything else reaches the server over
 * `backlog/`, in rate-limited frames, until the server has acknowledged it. While the server is silent, one frame of
 * each stream every five seconds asks whether it is back.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Ack, type CellEvent, type CellTopics, checker, Presence } from '@celltwin/contracts'
import type { Logger } from 'pino'
import type { Link } from './link.ts'
import type { Outbox, Place } from './outbox.ts'

const FRAME_EVENTS = 200
const FRAME_BYTES = 256_000
const FRAME_EVERY_MS = 50
const WINDOW_EVENTS = 2000
const NO_PROGRESS_MS = 5000
const SILENT_MS = 10_000
const TICK_MS = 1000
/** How long an agent with an empty disk listens for the epochs of its predecessor: on the broker, then the server. */
const HEAR_PRESENCE_MS = 300
const HEAR_ACK_MS = 1200

const checkAck = checker(Ack)
const checkPresence = checker(Presence)

export type Readiness = Pick<Presence, 'readiness'> & Partial<Pick<Presence, 'progress' | 'detail'>>

export interface Uplink {
  /**
   * Writes the event to disk, and in the same transaction what `alongside` writes, then publishes it live. Resolves
   * when it is on disk.
   */
  tell<E extends CellEvent>(make: (place: Place) => E, alongside?: () => void): Promise<E>
  announce(readiness: Readiness): void
  /** What the broker says of this source when its connection dies. */
  will(): { topic: string; payload: string }
  close(): Promise<void>
}

export interface UplinkOptions {
  readonly link: Link
  readonly outbox: Outbox
  readonly topics: CellTopics
  readonly log: Logger
  /** This agent's presence but for what the uplink knows itself. */
  readonly presence: (online: boolean, readiness: Readiness) => Presence
  readonly epochClosed: (data: { epoch: number; lastSeq: number }) => (place: Place) => CellEvent
  readonly eventsLost: (data: {
    epoch: number
    from: number
    to: number
    reason: string
  }) => (place: Place) => CellEvent
}

export function createUplink({ link, outbox, topics, log, presence, epochClosed, eventsLost }: UplinkOptions): Uplink {
  const { source } = outbox
  let readiness: Readiness = { readiness: 'starting' }
  let window = FRAME_EVENTS
  let lastProgressAt = Date.now()
  let lastAckAt = Number.NEGATIVE_INFINITY
  let highestEpochHeard = 0
  let draining = false
  let heardAck = () => {}
  let openStream = () => {}
  const opened = new Promise<void>((resolve) => {
    openStream = resolve
    if (outbox.epoch > 0) resolve()
  })

  async function tell<E extends CellEvent>(make: (place: Place) => E, alongside?: () => void): Promise<E> {
    await opened
    const { event, bytes } = await outbox.append(make, alongside)
    if (link.connected) {
      outbox.markSent(event)
      const properties = { userProperties: { epoch: `${event.epoch}`, seq: `${event.seq}`, outbox: outbox.id } }
      // What fails here is resent: the next connection starts after the last acknowledged event.
      link.publish(topics.event(source, event.type), bytes, { qos: 1, properties }).catch(ignore)
    }
    return event
  }

  function birth(): void {
    const payload = JSON.stringify(presence(true, readiness))
    link.publish(topics.presence(source), payload, { qos: 1, retain: true }).catch(ignore)
  }

  /** An agent whose disk knows no epoch asks broker and server first: places are never given twice. */
  async function openFirstStream(): Promise<void> {
    await delay(HEAR_PRESENCE_MS)
    birth()
    const answer = new Promise<void>((resolve) => {
      heardAck = resolve
    })
    await Promise.race([answer, delay(HEAR_ACK_MS)])
    outbox.openStream(highestEpochHeard)
    openStream()
  }

  link.onConnect(() => {
    lastAckAt = Number.NEGATIVE_INFINITY
    window = FRAME_EVENTS
    outbox.resend()
    if (outbox.epoch > 0) birth()
    else void openFirstStream().then(birth)
    void drain()
  })

  link.subscribe(topics.presence(source), (_topic, payload) => {
    const heard = checkPresence(parse(payload))
    if (!heard.ok || heard.value.outboxId === outbox.id) return
    highestEpochHeard = Math.max(highestEpochHeard, heard.value.epoch)
    if (heard.value.online) log.error({ outbox: heard.value.outboxId }, `Another agent publishes as ${source}`)
    if (outbox.epoch > 0 && heard.value.epoch >= outbox.epoch) void reissue()
  })

  link.subscribe(topics.ack(source), (_topic, payload) => {
    const ack = checkAck(parse(payload))
    if (!ack.ok) return log.warn({ flaws: ack.flaws }, 'An acknowledgement could not be read')
    highestEpochHeard = Math.max(highestEpochHeard, ...ack.value.streams.map(({ epoch }) => epoch))
    heardAck()
    if (outbox.epoch === 0) return
    const wasSilent = Date.now() - lastAckAt > SILENT_MS
    lastAckAt = Date.now()
    const { progress, strange } = outbox.acknowledge(ack.value)
    if (strange) return void reissue()
    if (wasSilent && outbox.behind) startAnew()
    if (progress) {
      lastProgressAt = Date.now()
      window = WINDOW_EVENTS
    }
    void drain()
  })

  /** The server is back and much is left to tell: live goes on in a stream of its own. */
  function startAnew(): void {
    const closed = outbox.openStream(highestEpochHeard)
    if (closed) tell(epochClosed(closed)).catch(ignore)
    birth()
  }

  async function reissue(): Promise<void> {
    log.warn({ highestEpochHeard }, 'The server knows more of this source than this disk does: starting a new epoch')
    await outbox.reissue(highestEpochHeard).catch(ignore)
    birth()
    void drain()
  }

  async function drain(): Promise<void> {
    if (draining) return
    draining = true
    try {
      while (link.connected) {
        const frame = outbox.nextFrame(window, FRAME_EVENTS, FRAME_BYTES)
        if (!frame) break
        if (frame.lost) {
          const { epoch, seq: from, to } = frame.lost
          await tell(eventsLost({ epoch, from, to, reason: 'no longer held by the agent' }))
        }
        if (frame.events.length === 0) continue
        await link.publish(topics.backlog(source), `{"v":1,"events":[${frame.events.join(',')}]}`, { qos: 1 })
        await delay(FRAME_EVERY_MS)
      }
    } catch (cause) {
      log.debug(`Resending stopped: ${(cause as Error).message}`)
    } finally {
      draining = false
    }
  }

  const tick = setInterval(() => {
    if (outbox.backlog === 0) lastProgressAt = Date.now()
    if (!link.connected || Date.now() - lastProgressAt < NO_PROGRESS_MS) return
    lastProgressAt = Date.now()
    window = FRAME_EVENTS
    outbox.resend()
    void drain()
  }, TICK_MS)

  const will = () => ({ topic: topics.presence(source), payload: JSON.stringify(presence(false, readiness)) })

  return {
    tell,
    will,
    announce(now) {
      readiness = now
      if (link.connected) birth()
    },
    async close() {
      clearInterval(tick)
      const { topic, payload } = will()
      await link.publish(topic, payload, { qos: 1, retain: true }).catch(ignore)
      await link.close()
    },
  }
}

/** Failures to send are mended by resending; failures to write are the outbox's to report. */
const ignore = () => {}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch {
    return undefined
  }
}
