/** The cell's gateway: its MQTT broker and its clock, in a process of its own so that the cell survives the server. */
import { createServer } from 'node:net'
import { type Clock, cellTopics, readConfig } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { Aedes } from 'aedes'
import type { Logger } from 'pino'
import { GatewayConfig } from './config.ts'
import { openLink } from './link.ts'
import { openLog } from './log.ts'
import { runProgram } from './program.ts'

await runProgram('gateway', async (stopped) => {
  const config = readConfig(GatewayConfig, process.env)
  const log = openLog({ level: config.LOG_LEVEL, name: 'gateway' })
  const cells = config.CELL_FILES.split(',').filter((path) => path.trim() !== '')
  const topics = cells.map((path) => cellTopics(readCellFile(path.trim()).definition.path).clock)
  const now = Date.now()
  const clock: Clock = { v: 1, anchorWallMs: now, anchorCellMs: now, speed: config.SPEED }
  await (config.MQTT_URL
    ? keepClock(config.MQTT_URL, topics, clock, log, stopped)
    : keepBroker(config, topics, clock, log, stopped))
})

async function keepBroker(
  config: GatewayConfig,
  topics: readonly string[],
  clock: Clock,
  log: Logger,
  stopped: Promise<void>,
): Promise<void> {
  const broker = await Aedes.createBroker()
  broker.on('clientError', (client, error) => log.debug(`${client.id}: ${error.message}`))
  broker.on('connectionError', (_client, error) => log.debug(`A connection failed: ${error.message}`))
  const payload = Buffer.from(JSON.stringify(clock))
  for (const topic of topics) {
    const packet = { cmd: 'publish', qos: 1, retain: true, dup: false, topic, payload } as const
    await new Promise<void>((resolve, reject) => broker.publish(packet, (error) => (error ? reject(error) : resolve())))
  }
  const server = createServer(broker.handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, config)))
    server.listen(config.MQTT_PORT, config.HOST, resolve)
  })
  log.info({ address: server.address(), speed: clock.speed }, 'The broker is listening')
  await stopped
  server.close()
  await new Promise<void>((resolve) => broker.close(() => resolve()))
}

async function keepClock(
  url: string,
  topics: readonly string[],
  clock: Clock,
  log: Logger,
  stopped: Promise<void>,
): Promise<void> {
  const link = openLink({ url, clientId: `celltwin-gateway-${process.pid}`, log })
  link.onConnect(() => {
    for (const topic of topics) link.publish(topic, JSON.stringify(clock), { qos: 1, retain: true }).catch(() => {})
  })
  await stopped
  await link.close()
}

function cannotListen(error: NodeJS.ErrnoException, { HOST, MQTT_PORT }: GatewayConfig): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `Port ${MQTT_PORT} on ${HOST} is taken by another program. Stop it, or set MQTT_PORT to a free one.`,
    )
  return new Error(`Cannot listen on ${HOST}:${MQTT_PORT}: ${error.message}`)
}
