/** A server that does nothing but what the wire promises: it keeps what is contiguous, asks for holes, acknowledges. */
import { type CellEvent, type CellTopics, parseTopic } from '@celltwin/contracts'
import mqtt from 'mqtt'

const ACK_EVERY_MS = 200

export interface JournalKeeper {
  /** Events in the order of their commit. */
  readonly committed: CellEvent[]
  /** Messages that came although their event was committed already. */
  duplicates: number
  /** While true it hears and says nothing, as a server that is down. */
  down: boolean
  journalId: string
  close(): Promise<void>
}

export async function keepJournal(url: string, topics: CellTopics): Promise<JournalKeeper> {
  const client = await mqtt.connectAsync(url)
  const cursors = new Map<string, { source: string; epoch: number; upTo: number; held: Map<number, CellEvent> }>()
  const keeper: JournalKeeper = {
    committed: [],
    duplicates: 0,
    down: false,
    journalId: 'journal-1',
    async close() {
      clearInterval(timer)
      await client.endAsync()
    },
  }

  function take(event: CellEvent): void {
    const key = `${event.source}/${event.epoch}`
    const cursor = cursors.get(key) ?? { source: event.source, epoch: event.epoch, upTo: 0, held: new Map() }
    cursors.set(key, cursor)
    if (event.seq <= cursor.upTo || cursor.held.has(event.seq)) keeper.duplicates += 1
    if (event.seq > cursor.upTo) cursor.held.set(event.seq, event)
    for (let next = cursor.held.get(cursor.upTo + 1); next; next = cursor.held.get(cursor.upTo + 1)) {
      cursor.held.delete(next.seq)
      cursor.upTo = next.seq
      keeper.committed.push(next)
    }
  }

  function acknowledge(source: string): void {
    const streams = [...cursors.values()]
      .filter((cursor) => cursor.source === source)
      .map(({ epoch, upTo, held }) => {
        const first = Math.min(...held.keys())
        return { epoch, upTo, ...(held.size > 0 ? { missing: [[upTo + 1, first - 1]] } : {}) }
      })
    const position = keeper.committed.length
    const ack = { v: 1, journalId: keeper.journalId, position, hash: '0'.repeat(64), streams }
    client.publish(topics.ack(source), JSON.stringify(ack))
  }

  client.on('message', (topic, payload) => {
    const { channel, source } = parseTopic(topic)!
    if (keeper.down || payload.length === 0) return
    const message = JSON.parse(payload.toString())
    if (channel === 'evt') take(message)
    if (channel === 'backlog') for (const event of message.events) take(event)
    if (channel === 'presence' && message.online) acknowledge(source!)
  })
  await client.subscribeAsync([topics.event('+', '+'), topics.backlog('+'), topics.presence('+')], { qos: 1 })
  const timer = setInterval(() => {
    if (keeper.down) return
    for (const source of new Set([...cursors.values()].map((cursor) => cursor.source))) acknowledge(source)
  }, ACK_EVERY_MS)
  return keeper
}
