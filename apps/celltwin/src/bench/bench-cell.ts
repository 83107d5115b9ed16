/** The rest of a cell for one real agent under measurement: handling that inserts parts, and a server that takes everything. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Ack,
  type CellDefinition,
  type CellEvent,
  cellTopics,
  type EventData,
  type EventType,
  type Presence,
  type RecipeRef,
} from '@celltwin/contracts'
import mqtt from 'mqtt'
import { v7 as uuidv7 } from 'uuid'

/** So fast that no sensor is waited for: what remains is computing. */
const SPEED = 1e6
const SOURCE = 'handling'

export interface BenchCell {
  readonly serverUrl: string
  /** Resolves when each of these sources is ready. */
  ready(sources: readonly string[]): Promise<void>
  insert(cycleNumber: number): Promise<void>
  startPhases(cycleNumber: number, phases: readonly string[]): Promise<void>
  /** What the module told of the cycle. @throws Error with the reason where it could not inspect. */
  inspected(cycleNumber: number, module: string): Promise<EventData<'part-inspected'>>
  close(): Promise<void>
}

export async function openBenchCell(url: string, cell: CellDefinition, recipe: RecipeRef): Promise<BenchCell> {
  const topics = cellTopics(cell.path)
  const client = await mqtt.connectAsync(url)
  const sink = createServer((request, response) => request.resume().on('end', () => response.writeHead(201).end()))
  await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done))
  const waiting = new Map<string, { resolve(data: never): void; reject(error: Error): void }>()
  const told = new Map<string, CellEvent>()
  const readiness = new Map<string, string>()
  let onReadiness = () => {}
  let seq = 0

  const settle = (key: string) => {
    const event = told.get(key)
    const waiter = waiting.get(key)
    if (!event || !waiter) return
    waiting.delete(key)
    if (event.type === 'inspection-failed') waiter.reject(new Error(event.data.reason))
    else waiter.resolve(event.data as never)
  }
  client.on('message', (topic, payload) => {
    const heard = JSON.parse(payload.toString()) as CellEvent | Presence
    if (topic.startsWith(topics.presence(''))) {
      const { source, readiness: state } = heard as Presence
      readiness.set(source, state)
      return onReadiness()
    }
    const event = heard as CellEvent
    if (event.source === SOURCE) return
    const ack: Ack = {
      v: 1,
      journalId: 'bench',
      position: 0,
      hash: '0'.repeat(64),
      streams: [{ epoch: event.epoch, upTo: event.seq }],
    }
    client.publish(topics.ack(event.source), JSON.stringify(ack))
    if (event.type !== 'part-inspected' && event.type !== 'inspection-failed') return
    const key = `${event.data.cycleId}/${event.data.module}`
    told.set(key, event)
    settle(key)
  })
  await client.subscribeAsync([topics.presence('+'), topics.event('+', '+')], { qos: 1 })
  const clock = { v: 1, anchorWallMs: Date.now(), anchorCellMs: Date.now(), speed: SPEED }
  await client.publishAsync(topics.clock, JSON.stringify(clock), { retain: true, qos: 1 })

  const idOf = (cycleNumber: number) => `bench-${cycleNumber}`
  const ofCycle = (cycleNumber: number) => ({
    cycleId: idOf(cycleNumber),
    serial: `part-${cycleNumber}`,
    cycleNumber,
  })
  const tell = async <T extends EventType>(type: T, data: EventData<T>) => {
    const event = { v: 1, id: uuidv7(), type, source: SOURCE, epoch: 1, seq: ++seq, simulated: true, data }
    const payload = JSON.stringify({ ...event, occurredAt: new Date().toISOString() })
    await client.publishAsync(topics.event(SOURCE, type), payload, { qos: 1 })
  }

  return {
    serverUrl: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
    ready: (sources) =>
      new Promise((resolve) => {
        onReadiness = () => sources.every((source) => readiness.get(source) === 'ready') && resolve()
        onReadiness()
      }),
    insert: (cycleNumber) =>
      tell('part-inserted', {
        ...ofCycle(cycleNumber),
        partType: cell.recipe.partType,
        recipe,
        materialLots: [],
        fixture: 'F1',
        tool: 'T1',
        partTemperatureC: 22,
        ambientTemperatureC: 22,
      }),
    async startPhases(cycleNumber, phases) {
      for (const phase of phases) await tell('phase-started', { ...ofCycle(cycleNumber), phase, budgetMs: 0 })
    },
    inspected: (cycleNumber, module) =>
      new Promise((resolve, reject) => {
        const key = `${idOf(cycleNumber)}/${module}`
        waiting.set(key, { resolve, reject })
        settle(key)
      }),
    async close() {
      await client.endAsync()
      await new Promise((done) => sink.close(done))
    },
  }
}
