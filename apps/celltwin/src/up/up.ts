/** `celltwin up`: database, broker, server and the agents of each cell, as the processes they would be on a plant. */
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MISCONFIGURED } from '@celltwin/contracts'
import { readCellFiles } from '../cell-file.ts'
import { AGENT_FLAGS, AGENT_MALLOC, SERVER_FLAGS } from './agent-process.ts'
import { openDataFolder } from './data-folder.ts'
import { openLogFile } from './log-file.ts'
import { freePort, requireFree } from './ports.ts'
import { type RunningPostgres, startPostgres } from './postgres.ts'
import { untilCellsRun, untilServerReady } from './ready.ts'
import { createSupervisor } from './supervisor.ts'

export interface UpOptions {
  readonly cell: readonly string[]
  readonly data: string
  readonly host: string
  readonly port: number
  readonly speed: number
  readonly seed: number
  readonly defects: number
  readonly logLevel: string
}

/** Root of the repository; this file is bundled to apps/celltwin/dist. */
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const program = (app: string, entry: string) => join(ROOT, 'apps', app, 'dist', `${entry}.js`)

/** Resolves when everything runs; the processes go on until SIGINT or SIGTERM. */
export async function up(options: UpOptions): Promise<void> {
  const say = (text: string) => console.log(text)
  const sayOnTheWay = (text: string) => !stopping && say(`  ${text}`)
  const cells = readCellFiles(options.cell)
  const host = options.host
  await requireFree(options.port, host)
  const folder = openDataFolder(options.data)
  let postgres: RunningPostgres | undefined
  let stopping = false
  let ready = false
  const stopAll = async (exitCode = 0) => {
    if (stopping) return
    stopping = true
    say('\nStopping …')
    await supervisor.stop()
    await postgres?.stop()
    process.exit(exitCode)
  }
  const supervisor = createSupervisor({
    logFile: (name) => folder.inside('logs', `${name}.log`),
    notice: (text) => say(`  ${text}`),
    // A cell that runs is not stopped for one of its programs.
    misconfigured: () => void (!ready && stopAll(MISCONFIGURED)),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll())

  say(`Celltwin starts ${cells.map(({ definition }) => definition.path.cell).join(', ')}; data in ${folder.path}`)
  const databasePort = process.env.DATABASE_URL ? undefined : await freePort(folder.ports.postgres)
  const mqttPort = process.env.MQTT_URL ? undefined : await freePort(folder.ports.mqtt ?? 1883)
  folder.recordPorts({ ...(databasePort ? { postgres: databasePort } : {}), ...(mqttPort ? { mqtt: mqttPort } : {}) })
  const mqttUrl = process.env.MQTT_URL ?? `mqtt://127.0.0.1:${mqttPort}`
  const serverUrl = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${options.port}`
  const agentKey = process.env.AGENT_KEY || folder.agentKey
  const common = { MQTT_URL: mqttUrl, LOG_LEVEL: options.logLevel, AGENT_KEY: agentKey }

  supervisor.start({
    name: 'gateway',
    script: program('edge', 'gateway'),
    nodeFlags: AGENT_FLAGS,
    env: {
      LOG_LEVEL: options.logLevel,
      ...(mqttPort ? { MQTT_PORT: String(mqttPort) } : { MQTT_URL: mqttUrl }),
      CELL_FILES: cells.map(({ file }) => file).join(','),
      SPEED: String(options.speed),
    },
  })
  for (const { file, definition } of cells) {
    for (const agent of Object.keys(definition.agents)) {
      const name = `${definition.path.cell}-${agent}`
      supervisor.start({
        name,
        script: program('edge', 'main'),
        nodeFlags: AGENT_FLAGS,
        env: {
          ...common,
          ...AGENT_MALLOC,
          CELL_FILE: file,
          AGENT: agent,
          SERVER_URL: serverUrl,
          DATA_DIR: folder.inside('edge', name),
          MODELS_DIR: join(ROOT, 'packages', 'models'),
          SEED: String(options.seed),
          DEFECT_RATE: String(options.defects),
        },
      })
    }
  }
  const keepPostgres = async (port: number): Promise<RunningPostgres> => {
    const running = await startPostgres({
      folder: folder.inside('postgres'),
      port,
      log: openLogFile(folder.inside('logs', 'postgres.log'), (reason) => sayOnTheWay(`postgres: ${reason}`)).write,
    })
    running.process.once('exit', () => {
      if (stopping) return
      say('  postgres ended; starting it again')
      void retry(() => keepPostgres(port)).then((again) => {
        postgres = again
      })
    })
    return running
  }
  if (databasePort) postgres = await keepPostgres(databasePort)
  if (postgres && postgres.folder !== folder.inside('postgres'))
    say(`  the database is in ${postgres.folder}: its account cannot enter ${folder.path}`)
  if (stopping) return

  supervisor.start({
    name: 'server',
    script: program('server', 'main'),
    nodeFlags: SERVER_FLAGS,
    env: {
      ...common,
      DATABASE_URL: postgres?.url ?? process.env.DATABASE_URL ?? '',
      HOST: host,
      PORT: String(options.port),
      DATA_DIR: folder.inside('server'),
      DASHBOARD_DIR: join(ROOT, 'apps', 'dashboard', 'dist'),
    },
  })

  await untilServerReady(serverUrl, (text) => sayOnTheWay(`server: ${text}`))
  await untilCellsRun(
    serverUrl,
    cells.map(({ definition }) => definition.path.cell),
    agentKey,
    sayOnTheWay,
  )
  ready = true
  say(`\nCelltwin is ready: ${serverUrl}`)
  if (cells.some(({ definition }) => definition.devices.kind === 'simulated')) {
    say(
      `  The cell is simulated: about ${Math.round(options.defects * 100)} of 100 parts carry a random defect (--defects 0.02 is a normal day).`,
    )
  }
  say('  Ctrl+C stops everything; the data stay.')
}

async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, 10_000)) {
    await new Promise((done) => setTimeout(done, pauseMs))
    try {
      return await attempt()
    } catch (error) {
      console.log(`  postgres: ${(error as Error).message}; trying again`)
    }
  }
}
