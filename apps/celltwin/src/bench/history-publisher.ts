/** A process that publishes a history, live or late, and says `stored` when the server has acknowledged all of it. */
import { type Ack, type CellEvent, cellTopics, type EquipmentPath } from '@celltwin/contracts'
import mqtt from 'mqtt'
import { createTeller, cycleEvents } from './history.ts'

export interface HistoryJob {
  readonly url: string
  readonly path: EquipmentPath
  readonly firstCycle: number
  readonly lastCycle: number
  /** When cycle 0 began, and how long each takes. */
  readonly fromMs: number
  readonly cycleMs: number
  readonly epoch: number
  /** Last sequence number of each source already stored in this epoch. */
  readonly before?: Readonly<Record<string, number>>
  /** Sent over the backlog lane, in frames. */
  readonly late?: boolean
}

/** Events published and not yet acknowledged by the server. */
const AHEAD = 20_000
const FRAME = 200

process.on('message', (job: HistoryJob) => void publish(job))

async function publish(job: HistoryJob): Promise<void> {
  const client = await mqtt.connectAsync(job.url)
  const topics = cellTopics(job.path)
  await client.subscribeAsync(topics.ack('+'), { qos: 0 })
  const acknowledged = new Map<string, number>()
  const last = new Map<string, number>()
  client.on('message', (topic, payload) => {
    const source = topic.split('/').at(-1)!
    const stream = (JSON.parse(payload.toString()) as Ack).streams.find(({ epoch }) => epoch === job.epoch)
    if (stream) acknowledged.set(source, stream.upTo)
  })
  const open = () =>
    [...last].reduce((sum, [source, seq]) => sum + seq - (acknowledged.get(source) ?? job.before?.[source] ?? 0), 0)
  const until = async (most: number) => {
    while (open() > most) await new Promise((done) => setTimeout(done, 5))
  }
  const tell = createTeller(job.epoch, new Map(Object.entries(job.before ?? {})))
  const frames = new Map<string, CellEvent[]>()
  for (let cycle = job.firstCycle; cycle <= job.lastCycle; cycle++) {
    for (const event of cycleEvents(tell, cycle, job.fromMs + cycle * job.cycleMs, job.cycleMs)) {
      last.set(event.source, event.seq)
      if (job.late) frames.set(event.source, [...(frames.get(event.source) ?? []), event])
      else client.publish(topics.event(event.source, event.type), JSON.stringify(event), { qos: 1 })
    }
    for (const [source, events] of frames) if (events.length >= FRAME) sendFrame(source)
    if (cycle % 50 === 0) await until(AHEAD)
  }
  for (const source of frames.keys()) sendFrame(source)
  await until(0)
  process.send?.({ stored: Object.fromEntries(last) })

  function sendFrame(source: string): void {
    const events = frames.get(source) ?? []
    frames.delete(source)
    for (let i = 0; i < events.length; i += FRAME) {
      client.publish(topics.backlog(source), JSON.stringify({ v: 1, events: events.slice(i, i + FRAME) }), { qos: 1 })
    }
  }
}
