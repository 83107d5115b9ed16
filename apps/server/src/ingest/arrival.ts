/** A message from the wire → events, or what could not be read with the reason and, where known, its place. */
import {
  BacklogFrame,
  type CellEvent,
  checkEvent,
  checker,
  describeFlaws,
  type EquipmentPath,
  isInstant,
  MOST_INTEGER,
  type ParsedTopic,
  Source,
} from '@celltwin/contracts'
import type { Unread } from '../journal/append.ts'

export interface StreamPlace {
  readonly source: string
  readonly epoch: number
  readonly seq: number
  readonly outbox: string | undefined
}

export type Arrival =
  | { readonly kind: 'event'; readonly place: StreamPlace; readonly event: CellEvent; readonly payload: Buffer }
  | {
      readonly kind: 'unreadable'
      /** Absent where not even its stream is known. */
      readonly place: StreamPlace | undefined
      readonly source: string | undefined
      readonly topic: string
      readonly reason: string
      readonly payload: Buffer
    }

export interface EventMessage {
  readonly topic: string
  readonly parsed: ParsedTopic & { readonly path: EquipmentPath }
  readonly payload: Buffer
  /** MQTT 5 user properties: the place of what cannot be read. */
  readonly properties: Readonly<Record<string, unknown>> | undefined
}

const checkFrame = checker(BacklogFrame)
const isSource = checker(Source)

/** Reads an `evt` or `backlog` message. A frame gives one arrival per event. */
export function readArrivals(message: EventMessage): Arrival[] {
  const { parsed, payload } = message
  let body: unknown
  try {
    body = JSON.parse(payload.toString())
  } catch {
    return [unreadable(message, undefined, payload, 'not JSON')]
  }
  if (parsed.channel === 'evt') return [readEvent(message, body, payload)]
  const frame = checkFrame(body)
  if (!frame.ok) return [unreadable(message, undefined, payload, `not a backlog frame: ${describeFlaws(frame.flaws)}`)]
  // JSON.stringify is how the edge wrote it, so these are the bytes of its first publication.
  return frame.value.events.map((event) => readEvent(message, event, Buffer.from(JSON.stringify(event))))
}

function readEvent(message: EventMessage, body: unknown, payload: Buffer): Arrival {
  const checked = checkEvent(body)
  if (!checked.ok) return unreadable(message, body, payload, describeFlaws(checked.flaws))
  const event = checked.value
  const { source, type } = message.parsed
  if (event.source !== source)
    return unreadable(message, undefined, payload, `published by ${source}, signed by ${event.source}`)
  if (type !== undefined && event.type !== type)
    return unreadable(message, body, payload, `published as ${type}, signed as ${event.type}`)
  // The pattern of an instant admits a 31st of February, and Postgres keeps epochs in 32 bits.
  if (!isInstant(event.occurredAt)) return unreadable(message, body, payload, '/occurredAt: no such instant')
  if (event.epoch > MOST_INTEGER) return unreadable(message, undefined, payload, '/epoch: too large')
  if (!Number.isSafeInteger(event.seq)) return unreadable(message, undefined, payload, '/seq: too large')
  const outbox = text(message.properties?.outbox)
  return { kind: 'event', place: { source, epoch: event.epoch, seq: event.seq, outbox }, event, payload }
}

function unreadable(
  { topic, parsed, properties }: EventMessage,
  body: unknown,
  payload: Buffer,
  reason: string,
): Arrival {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const epoch = ordinal(said.epoch) ?? ordinal(properties?.epoch)
  const seq = ordinal(said.seq) ?? ordinal(properties?.seq)
  // A topic may say anything; cursors are kept of sources alone.
  const source = isSource(parsed.source).ok ? parsed.source : undefined
  const place =
    source !== undefined && epoch !== undefined && epoch <= MOST_INTEGER && seq !== undefined
      ? { source, epoch, seq, outbox: text(properties?.outbox) }
      : undefined
  return { kind: 'unreadable', place, source, topic, reason, payload }
}

function ordinal(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 ? number : undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export type PlacedArrival = Extract<Arrival, { place: NonNullable<Arrival['place']> }> & {
  place: NonNullable<Arrival['place']>
}
export const hasPlace = (arrival: Arrival): arrival is PlacedArrival => arrival.place !== undefined

/** An arrival as it is kept where it cannot be taken in. */
export const unreadOf = (arrival: Arrival, topic = ''): Unread => ({
  topic: arrival.kind === 'unreadable' ? arrival.topic : topic,
  source: arrival.kind === 'unreadable' ? arrival.source : arrival.place.source,
  epoch: arrival.place?.epoch,
  seq: arrival.place?.seq,
  reason: arrival.kind === 'unreadable' ? arrival.reason : '',
  payload: arrival.payload,
})
