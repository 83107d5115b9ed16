/** How many events a second the server makes durable, beside a bare subscriber on the same broker. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { type Ack, cellTopics, type EquipmentPath } from '@celltwin/contracts'
import mqtt from 'mqtt'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { type Harness, ROOT, startHarness } from './harness.ts'
import type { PublishJob } from './publisher.ts'
import { median } from './statistics.ts'

const SOURCES = 8
const EVENTS_PER_SOURCE = 5_000
const TOTAL = SOURCES * EVENTS_PER_SOURCE
const REPEATS = 5

const pathOf = (cell: string): EquipmentPath => ({ enterprise: 'bench', site: 'bench', area: 'bench', cell })

export const run: Bench = async (say) => {
  const harness = await startHarness(say)
  try {
    const alone: number[] = []
    const bare: number[] = []
    const committed: number[] = []
    let lost = 0
    let duplicated = 0
    for (let i = 1; i <= REPEATS; i++) {
      alone.push(await publishersAlone(harness, i))
      bare.push(await bareSubscriber(harness, i))
      const result = await throughServer(harness, i)
      committed.push(result.eventsPerSecond)
      lost += result.lost
      duplicated += result.duplicated
      say(
        `${i}/${REPEATS}: publishers alone ${rate(alone)}, bare subscriber ${rate(bare)}, committed ${rate(committed)} events/s`,
      )
    }
    if (median(alone) < 1.5 * median(bare))
      say('the publishers alone are less than 1.5 × the bare subscriber: the ratio means little')
    return {
      eventsPerSecond: Math.round(median(committed)),
      bareSubscriberPerSecond: Math.round(median(bare)),
      publishersAlonePerSecond: Math.round(median(alone)),
      ratio: Math.round((1000 * median(committed)) / median(bare)) / 1000,
      lost,
      duplicated,
      events: TOTAL * REPEATS,
    }
  } finally {
    await harness.stop()
  }
}

const rate = (values: readonly number[]) => Math.round(values.at(-1)!)
const perSecond = (startedMs: number) => (TOTAL * 1000) / (performance.now() - startedMs)

/** To a root no one subscribes to. */
async function publishersAlone(harness: Harness, repeat: number): Promise<number> {
  const publisher = await preparePublisher(
    harness,
    { enterprise: 'alone', site: 's', area: 'a', cell: `c${repeat}` },
    'celltwin-none',
  )
  return publisher.publish()
}

async function bareSubscriber(harness: Harness, repeat: number): Promise<number> {
  const path = { enterprise: 'bare', site: 's', area: 'a', cell: `c${repeat}` }
  const subscriber = fork(join(ROOT, 'apps/celltwin/dist/bench/subscriber.js'))
  subscriber.send({ url: harness.mqttUrl, topic: 'celltwin-none/#', expect: TOTAL })
  await message(subscriber, 'ready')
  const publisher = await preparePublisher(harness, path, 'celltwin-none')
  const received = message(subscriber, 'received')
  const started = performance.now()
  void publisher.publish()
  await received
  const result = perSecond(started)
  subscriber.kill()
  return result
}

async function throughServer(harness: Harness, repeat: number) {
  const path = pathOf(`bench-${repeat}`)
  const acks = mqtt.connect(harness.mqttUrl)
  await new Promise((done) => acks.once('connect', done))
  await acks.subscribeAsync(cellTopics(path).ack('+'), { qos: 0 })
  const publisher = await preparePublisher(harness, path)
  const upTo = new Map<string, number>()
  const allAcknowledged = new Promise<void>((done) => {
    acks.on('message', (topic, payload) => {
      const ack = JSON.parse(payload.toString()) as Ack
      upTo.set(topic, Math.max(0, ...ack.streams.map((stream) => stream.upTo)))
      if (upTo.size === SOURCES && [...upTo.values()].every((seq) => seq >= EVENTS_PER_SOURCE)) done()
    })
  })
  const started = performance.now()
  void publisher.publish()
  await allAcknowledged
  const eventsPerSecond = perSecond(started)
  await acks.endAsync()
  return { eventsPerSecond, ...(await countStored(harness, path.cell)) }
}

/** Counted in the journal itself, not believed from the acknowledgements. */
async function countStored(harness: Harness, cell: string): Promise<{ lost: number; duplicated: number }> {
  const client = new pg.Client(harness.databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ stored: number; distinct: number }>(
      `SELECT count(*)::int AS stored, count(DISTINCT (source, epoch, seq))::int AS distinct
       FROM journal JOIN cell ON cell.id = cell_id WHERE slug = $1 AND source LIKE 'source-%'`,
      [cell],
    )
    const { stored, distinct } = rows[0]!
    return { lost: TOTAL - distinct, duplicated: stored - distinct }
  } finally {
    await client.end()
  }
}

async function preparePublisher({ mqttPort }: Harness, path: EquipmentPath, root?: string) {
  const publisher = fork(join(ROOT, 'apps/celltwin/dist/bench/publisher.js'))
  const job: PublishJob = {
    port: mqttPort,
    path,
    sources: SOURCES,
    eventsPerSource: EVENTS_PER_SOURCE,
    epoch: 1,
    ...(root ? { root } : {}),
  }
  publisher.send(job)
  await message(publisher, 'ready')
  return {
    async publish(): Promise<number> {
      const started = performance.now()
      publisher.send('go')
      await message(publisher, 'published')
      publisher.kill()
      return perSecond(started)
    },
  }
}

function message(child: ReturnType<typeof fork>, wanted: string): Promise<void> {
  return new Promise((done) => {
    child.on('message', (text) => text === wanted && done())
  })
}
