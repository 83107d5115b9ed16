/** A process that publishes events of several sources at a steady rate until it is ended. */
import { cellTopics, type EquipmentPath } from '@celltwin/contracts'
import mqtt from 'mqtt'
import { v7 as uuidv7 } from 'uuid'

const SOURCES = 8
const TICK_MS = 10

process.on('message', ({ url, path, perSecond }: { url: string; path: EquipmentPath; perSecond: number }) => {
  const client = mqtt.connect(url)
  const topics = cellTopics(path)
  const seqs = new Map<string, number>()
  let sent = 0
  const started = performance.now()
  client.once('connect', () => {
    setInterval(() => {
      const due = Math.floor(((performance.now() - started) * perSecond) / 1000)
      for (; sent < due; sent++) {
        const source = `source-${1 + (sent % SOURCES)}`
        const seq = (seqs.get(source) ?? 0) + 1
        seqs.set(source, seq)
        const cycleNumber = 1 + Math.floor(seq / 10)
        const data = {
          cycleId: `${source}-${cycleNumber}`,
          serial: `L${cycleNumber}`,
          cycleNumber,
          phase: 'scan',
          budgetMs: 1500,
        }
        const event = {
          v: 1,
          id: uuidv7(),
          type: 'phase-started',
          source,
          epoch: 1,
          seq,
          occurredAt: new Date().toISOString(),
          simulated: true,
          data,
        }
        client.publish(topics.event(source, event.type), JSON.stringify(event), { qos: 1 })
      }
    }, TICK_MS)
  })
})
