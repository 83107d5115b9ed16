/** What the benchmarks measure: the real server on a real, durable Postgres behind a real broker, in a folder of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SERVER_FLAGS } from '../up/agent-process.ts'
import { freePort } from '../up/ports.ts'
import { startPostgres } from '../up/postgres.ts'
import { untilServerReady } from '../up/ready.ts'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

export interface Harness {
  readonly serverUrl: string
  readonly mqttUrl: string
  readonly mqttPort: number
  readonly databaseUrl: string
  /** `mosquitto` where it is installed, else the gateway's embedded broker. */
  readonly broker: string
  readonly serverPid: number
  stop(): Promise<void>
}

export async function startHarness(say: (text: string) => void): Promise<Harness> {
  const folder = temporaryFolder('celltwin-bench-')
  const children: ChildProcess[] = []
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    port: await freePort(undefined),
    log: () => {},
  })
  const mqttPort = await freePort(undefined)
  const { broker, child } = startBroker(mqttPort, folder)
  children.push(child)
  await untilListening(mqttPort)
  const port = await freePort(undefined)
  const server = spawnNode(
    join(ROOT, 'apps/server/dist/main.js'),
    {
      DATABASE_URL: postgres.url,
      MQTT_URL: `mqtt://127.0.0.1:${mqttPort}`,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: join(folder, 'server'),
      DASHBOARD_DIR: join(ROOT, 'apps/dashboard/dist'),
      LOG_LEVEL: 'warn',
    },
    SERVER_FLAGS,
  )
  children.push(server)
  const serverUrl = `http://127.0.0.1:${port}`
  await untilServerReady(serverUrl, say)
  say(`server, Postgres and ${broker} run`)
  return {
    serverUrl,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    mqttPort,
    databaseUrl: postgres.url,
    broker,
    serverPid: server.pid!,
    async stop() {
      for (const running of children.reverse()) await end(running)
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Open to the account that runs Postgres where we are root; a private one would send its binaries elsewhere. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(folder, 0o755)
  return folder
}

export function startBroker(port: number, folder: string): { broker: string; child: ChildProcess } {
  const mosquitto = [
    '/usr/sbin/mosquitto',
    '/usr/bin/mosquitto',
    '/usr/local/sbin/mosquitto',
    '/opt/homebrew/sbin/mosquitto',
  ].find(existsSync)
  if (!mosquitto) {
    const gateway = spawnNode(join(ROOT, 'apps/edge/dist/gateway.js'), {
      MQTT_PORT: String(port),
      CELL_FILES: '',
      SPEED: '1',
      LOG_LEVEL: 'warn',
    })
    return { broker: 'aedes', child: gateway }
  }
  const config = join(folder, 'mosquitto.conf')
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\n`,
  )
  return { broker: 'mosquitto', child: spawn(mosquitto, ['-c', config], { stdio: 'ignore' }) }
}

/** A Node program of ours whose end is tied to this process. */
function spawnNode(script: string, env: Readonly<Record<string, string>>, flags: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...flags, script], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, ...env, CELLTWIN_CHILD: '1' },
  })
}

export function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), 8_000)
    child.once('exit', () => {
      clearTimeout(killer)
      done()
    })
    child.kill('SIGTERM')
  })
}

export async function untilListening(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => answer(true))
      socket.once('error', () => answer(false))
      socket.once('connect', () => socket.end())
    })
    if (open) return
    await new Promise((done) => setTimeout(done, 30))
  }
}
