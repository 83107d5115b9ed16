/**
 * A process that publishes pre-encoded events as fast as the broker takes them.
 *
 * Packets are made before the clock starts and written to bare sockets, one per source, so that the publishers are
 * clearly faster than any subscriber. Reports over IPC: `ready`, then `published` when the broker has acknowledged all.
 */
import { connect, type Socket } from 'node:net'
import { cellTopics, type EquipmentPath, TOPIC_ROOT } from '@celltwin/contracts'
import { generate } from 'mqtt-packet'
import { v7 as uuidv7 } from 'uuid'

export interface PublishJob {
  readonly port: number
  readonly path: EquipmentPath
  readonly sources: number
  readonly eventsPerSource: number
  readonly epoch: number
  /** Topic root instead of ours, for messages that the server must not see. */
  readonly root?: string
}

/** Publishers wait for the broker's PUBACKs so as not to run more than this far ahead. */
const WINDOW = 2_000

interface Lane {
  readonly socket: Socket
  readonly packets: readonly Buffer[]
  sent: number
  acknowledged: number
}

process.on('message', (job: PublishJob | 'go') => {
  if (job === 'go') return void publish()
  void prepare(job).then(() => process.send?.('ready'))
})

let lanes: Lane[] = []

async function prepare(job: PublishJob): Promise<void> {
  lanes = await Promise.all(
    Array.from({ length: job.sources }, async (_, index) => {
      const source = `source-${index + 1}`
      return { socket: await open(job.port, source), packets: encode(job, source), sent: 0, acknowledged: 0 }
    }),
  )
}

async function publish(): Promise<void> {
  await Promise.all(lanes.map(drain))
  process.send?.('published')
  for (const { socket } of lanes) socket.end()
}

function drain(lane: Lane): Promise<void> {
  return new Promise((done) => {
    const pump = () => {
      const until = Math.min(lane.packets.length, lane.acknowledged + WINDOW)
      while (lane.sent < until) {
        const chunk = lane.packets.slice(lane.sent, Math.min(lane.sent + 64, until))
        lane.sent += chunk.length
        if (!lane.socket.write(Buffer.concat(chunk))) break
      }
    }
    let rest = 0
    lane.socket.on('drain', pump)
    lane.socket.on('data', (bytes) => {
      // A PUBACK is four bytes under MQTT 3.1.1, and nothing else comes back.
      rest += bytes.length
      lane.acknowledged += Math.floor(rest / 4)
      rest %= 4
      if (lane.acknowledged >= lane.packets.length) return done()
      pump()
    })
    pump()
  })
}

const PHASES = ['insert', 'expose', 'scan', 'spin-up', 'vibration', 'brake', 'remove']
const EVENTS_PER_CYCLE = PHASES.length + 1

/** Cycles of eight events: seven phases, then the part arrives, so that the twin can let it go as in a real cell. */
function encode({ path, sources, eventsPerSource, epoch, root }: PublishJob, source: string): Buffer[] {
  const topics = cellTopics(path)
  const index = Number(source.split('-')[1]) - 1
  return Array.from({ length: eventsPerSource }, (_, i) => {
    const cycleNumber = 1 + Math.floor(i / EVENTS_PER_CYCLE) * sources + index
    const phase = PHASES[i % EVENTS_PER_CYCLE]
    const type = phase ? 'phase-started' : 'part-arrived'
    const part = { cycleId: `${source}-${epoch}-${cycleNumber}`, serial: `B${cycleNumber}`, cycleNumber }
    const payload = JSON.stringify({
      v: 1,
      id: uuidv7(),
      type,
      source,
      epoch,
      seq: i + 1,
      occurredAt: new Date().toISOString(),
      simulated: true,
      data: phase ? { ...part, phase, budgetMs: 1500, rpm: 1800 } : { ...part, at: 'accept' },
    })
    const topic = topics.event(source, type)
    return generate({
      cmd: 'publish',
      topic: root ? topic.replace(TOPIC_ROOT, root) : topic,
      payload,
      qos: 1,
      messageId: (i % 65_535) + 1,
      dup: false,
      retain: false,
    }) as Buffer
  })
}

function open(port: number, clientId: string): Promise<Socket> {
  return new Promise((answer, refuse) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.setNoDelay(true)
      const hello = {
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        clientId: `${clientId}-${process.pid}`,
        keepalive: 0,
      } as const
      socket.write(generate(hello) as Buffer)
    })
    socket.once('data', () => answer(socket))
  })
}
