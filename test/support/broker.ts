/** Brokers for tests: the embedded one in this process, and Mosquitto where it is installed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../apps/celltwin/src/up/ports.ts'
import { until } from './until.ts'

export interface TestBroker {
  readonly url: string
  stop(): Promise<void>
}

interface EmbeddedBroker {
  handle(socket: Socket): void
  close(done: () => void): void
}

/** The broker that the gateway embeds; MQTT 3.1.1 only. */
export async function startEmbeddedBroker(): Promise<TestBroker> {
  // A dependency of the edge, not of the tests.
  const require = createRequire(new URL('../../apps/edge/package.json', import.meta.url))
  const { Aedes } = require('aedes') as { Aedes: { createBroker(): Promise<EmbeddedBroker> } }
  const aedes = await Aedes.createBroker()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
      await new Promise<void>((done) => aedes.close(() => done()))
    },
  }
}

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync)
export const hasMosquitto = MOSQUITTO !== undefined

/** Speaks MQTT 5. */
export async function startMosquitto(): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'celltwin-mosquitto-'))
  const port = await freePort(undefined)
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 100000\n`)
  const child: ChildProcess = spawn(MOSQUITTO!, ['-c', file], { stdio: 'ignore' })
  await until(() => answers(port))
  return {
    url: `mqtt://127.0.0.1:${port}`,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.end())
  })
}
