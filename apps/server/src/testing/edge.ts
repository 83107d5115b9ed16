/** An edge agent as the server sees it: a stream of events, published as one would. For tests. */
import { createHash } from 'node:crypto'
import {
  type Ack,
  type CellEvent,
  cellTopics,
  type Desired,
  type EquipmentPath,
  type EventData,
  type EventType,
} from '@celltwin/contracts'
import mqtt, { type MqttClient } from 'mqtt'
import { v7 as uuidv7 } from 'uuid'

export const PATH: EquipmentPath = { enterprise: 'test', site: 'plant', area: 'hall', cell: 'cell-1' }
export const topics = cellTopics(PATH)
export const sha = (text: string) => createHash('sha256').update(text).digest('hex')

export interface TestEdge {
  readonly acks: Ack[]
  readonly client: MqttClient
  /** Publishes an event as live. */
  live(event: CellEvent, outbox?: string): Promise<void>
  /** Publishes events as a backlog frame. */
  backlog(source: string, events: readonly unknown[]): Promise<void>
  /** Hears what the cell is asked to do; answers the newest list. */
  hearDesired(): Promise<() => Desired | undefined>
  close(): Promise<void>
}

export async function connectEdge(url: string, protocolVersion: 4 | 5 = 4): Promise<TestEdge> {
  const client = await mqtt.connectAsync(url, { protocolVersion })
  const acks: Ack[] = []
  client.on('message', (_, payload) => acks.push(JSON.parse(payload.toString())))
  await client.subscribeAsync(topics.ack('+'))
  return {
    acks,
    client,
    live: async (event, outbox = 'outbox-1') => {
      const userProperties = { epoch: String(event.epoch), seq: String(event.seq), outbox }
      await client.publishAsync(topics.event(event.source, event.type), JSON.stringify(event), {
        qos: 1,
        ...(protocolVersion === 5 ? { properties: { userProperties } } : {}),
      })
    },
    backlog: async (source, events) => {
      await client.publishAsync(topics.backlog(source), JSON.stringify({ v: 1, events }), { qos: 1 })
    },
    hearDesired: async () => {
      let newest: Desired | undefined
      client.on('message', (topic, payload) => {
        if (topic === topics.desired) newest = JSON.parse(payload.toString())
      })
      await client.subscribeAsync(topics.desired)
      return () => newest
    },
    close: () => client.endAsync(),
  }
}

/** Makes the events of one stream, in order. */
export function streamOf(source: string, epoch = 1, startMs = Date.now()) {
  let seq = 0
  return <T extends EventType>(type: T, data: EventData<T>, afterMs = seq): CellEvent => {
    seq += 1
    return {
      v: 1,
      id: uuidv7(),
      type,
      source,
      epoch,
      seq,
      occurredAt: new Date(startMs + afterMs).toISOString(),
      simulated: true,
      data,
    } as CellEvent
  }
}

export const cycle = (n: number) => ({
  cycleId: `cycle-${n}`,
  serial: `S-${String(n).padStart(4, '0')}`,
  cycleNumber: n,
})

const recipe = { id: 'R', version: 1, hash: sha('recipe') }

export const inserted = (n: number): EventData<'part-inserted'> => ({
  ...cycle(n),
  partType: 'pulley',
  codeGrade: 'A',
  recipe,
  materialLots: [{ material: 'bearing', lot: 'L1' }],
  fixture: 'F1',
  tool: 'T1',
})

export const judged = (n: number, verdict: 'pass' | 'reject' | 'hold'): EventData<'part-judged'> => ({
  ...cycle(n),
  verdict,
  reasons: verdict === 'pass' ? [] : [{ characteristic: 'runout', conformance: 'fail', text: 'run-out 0.2 mm' }],
  recipe,
  judgedAfterMs: 9_000,
  counts: { pass: 1, conditionalPass: 0, conditionalFail: 0, fail: verdict === 'pass' ? 0 : 1, notInspected: 0 },
})

export const inspectedBy = (module: string, n: number): EventData<'part-inspected'> => ({
  ...cycle(n),
  module,
  results: [
    {
      characteristic: 'runout',
      value: 0.03,
      unit: 'mm',
      uncertainty: 0.01,
      conformance: 'pass',
      limits: { upper: 0.1 },
      explanation: 'Run-out 0.03 mm of 0.10 mm allowed.',
      algorithm: { name: 'face', version: '1' },
      evidence: [sha(`evidence ${n}`)],
    },
  ],
  evidence: [
    { kind: 'face-profile', sha256: sha(`evidence ${n}`), mediaType: 'application/vnd.celltwin.series', bytes: 10 },
  ],
  steps: [{ step: 'fit', tookMs: 12 }],
})
