import mqtt from 'mqtt'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { openLink } from './link.ts'
import { startBroker } from './testing/broker.ts'
import { until } from './testing/until.ts'

it('goes on after a message that cannot be taken in, and says which', async () => {
  const broker = await startBroker()
  const warnings: { topic: string; reason: string }[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line)) })
  const link = openLink({ url: broker.url, clientId: 'hearing', log })
  const heard: unknown[] = []
  link.subscribe('cell/clock', (_topic, payload) => heard.push(JSON.parse(payload.toString())))
  const other = await mqtt.connectAsync(broker.url, { protocolVersion: 4 })
  try {
    // What the broker keeps would come again at each start.
    await other.publishAsync('cell/clock', '{"speed":', { qos: 1, retain: true })
    await until('the first message was refused', () => warnings.length > 0)
    await other.publishAsync('cell/clock', '{"speed":2}', { qos: 1 })
    await until('the second message was heard', () => heard.length > 0)
    expect(heard).toEqual([{ speed: 2 }])
    expect(warnings).toEqual([
      expect.objectContaining({ topic: 'cell/clock', reason: expect.stringContaining('JSON') }),
    ])
  } finally {
    await link.close()
    await other.endAsync()
    await broker.close()
  }
})
