/** The wiring of an agent, in the order of the data: devices → roles → outbox → broker, and evidence beside. */
import { setMaxListeners } from 'node:events'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Clock, ConfigError, cellTopics, checker } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { readTrustedKeys, type TrustedKeys, withReleaseKey } from '@celltwin/models'
import type { Logger } from 'pino'
import manifest from '../package.json' with { type: 'json' }
import { claimFolder } from './claim-folder.ts'
import { createClock } from './clock.ts'
import { type AgentConfig, replayFolder } from './config.ts'
import { openReplay } from './devices/replay/index.ts'
import { openSimulation } from './devices/simulated/index.ts'
import { createEvidenceQueue } from './evidence-queue.ts'
import { openLink } from './link.ts'
import { createPackageStore } from './models/package-store.ts'
import { Outbox } from './outbox.ts'
import { createRoleContext } from './role-context.ts'
import { roleNamed } from './roles/index.ts'
import { openStore } from './store.ts'

const TELEMETRY_EVERY_MS = 2000
const PRUNE_EVERY_MS = 60_000

const checkClock = checker(Clock)

export interface AgentOptions {
  readonly config: AgentConfig
  /** Scripts of the worker threads. */
  readonly workers: { readonly inference: URL; readonly world: URL }
  readonly log: Logger
  readonly stopped: Promise<void>
}

/** Runs the agent until `stopped`. @throws Error where a role cannot go on; everything is closed then too. */
export async function runAgent({ config, workers, log, stopped }: AgentOptions): Promise<void> {
  const { definition: cell, hash: cellHash, recipe, file: cellFile } = readCellFile(config.CELL_FILE)
  const roles = cell.agents[config.AGENT]?.roles
  if (!roles) throw new ConfigError(`AGENT is ${config.AGENT}, must be one of ${Object.keys(cell.agents).join(', ')}`)

  const stopping = new AbortController()
  const { signal } = stopping
  // Each wait of each role listens for as long as it lasts: more than ten of them are no leak.
  setMaxListeners(0, signal)
  const topics = cellTopics(cell.path)
  const keys = trustedKeys(config)
  makeFolder(config.DATA_DIR)
  await claimFolder(config.DATA_DIR)
  const store = openStore(config.DATA_DIR)
  const clock = createClock(signal)
  const link = (name: string, will?: () => { topic: string; payload: string }) =>
    openLink({
      url: config.MQTT_URL,
      clientId: `celltwin-${cell.path.cell}-${name}-${store.outboxId.slice(-12)}`,
      log,
      ...(will ? { will } : {}),
    })
  const own = link(`agent-${config.AGENT}`)
  own.subscribe(topics.clock, (_topic, payload) => {
    const heard = checkClock(JSON.parse(payload.toString()))
    if (heard.ok) clock.follow(heard.value)
  })
  const evidence = createEvidenceQueue({
    store,
    serverUrl: config.SERVER_URL,
    key: config.AGENT_KEY,
    log,
    onLost: (sha256, reason) => void running[0]?.context.tell('evidence-lost', { sha256, reason }).catch(log.error),
  })
  const packages = createPackageStore({
    folder: join(config.DATA_DIR, 'models'),
    serverUrl: config.SERVER_URL,
    key: config.AGENT_KEY,
    trusted: await withReleaseKey(keys, config.MODELS_DIR),
    // The parts of no cell here are real: without a key, what nobody vouches for will do.
    mayBeUnsigned: keys.size === 0,
    log,
  })
  const deviceClock = clock.clockFor(() => 0)
  const world =
    cell.devices.kind === 'simulated'
      ? openSimulation({ config, cell, topics, link: own, clock: deviceClock, worker: workers.world, signal, log })
      : openReplay({
          folder: replayFolder(cell.devices.folder!, dirname(cellFile), process.env),
          cell,
          clock: deviceClock,
        })

  const running = roles.map((source) => {
    const outbox = new Outbox(store, source)
    const roleLink = link(`role-${source}`, () => uplink.will())
    const roleLog = log.child({ role: source })
    const { context, uplink } = createRoleContext({
      source,
      cell,
      cellHash,
      recipe,
      topics,
      link: world.network(source, roleLink),
      outbox,
      store,
      evidence,
      clock: clock.clockFor(() => world.skewMs(source), outbox.newest),
      versions: { agent: manifest.version, node: process.versions.node, host: hostname() },
      log: roleLog,
      simulated: world.simulated,
      signal,
    })
    const role = roleNamed(source, { worker: workers.inference, modelsFolder: config.MODELS_DIR, packages })
    return { source, outbox, context, uplink, done: role(context, world.devices) }
  })

  const telemetry = setInterval(() => {
    for (const { context, outbox } of running) {
      context.sendTelemetry({
        backlogEvents: outbox.backlog,
        backlogAgeMs: Math.max(0, Date.now() - (outbox.waitingSince?.getTime() ?? Date.now())),
        evidenceOnItsWay: evidence.onItsWay,
        rssMb: Math.round(process.memoryUsage.rss() / 1e6),
      })
    }
  }, TELEMETRY_EVERY_MS)
  const pruning = setInterval(() => {
    for (const { outbox } of running) outbox.prune(Date.now()).catch(log.error)
  }, PRUNE_EVERY_MS)

  try {
    await Promise.race([stopped, ...running.flatMap(({ done, outbox }) => [done, outbox.failed])])
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    for (const { context } of running) context.ready('failed', undefined, detail)
    throw cause
  } finally {
    stopping.abort(new Error('the agent stops'))
    clearInterval(telemetry)
    clearInterval(pruning)
    await Promise.allSettled(running.map(({ done }) => done))
    await Promise.allSettled(running.map(({ uplink }) => uplink.close()))
    await Promise.allSettled([world.close(), evidence.close(), own.close()])
    await store.close()
  }
}

function trustedKeys({ MODEL_KEYS }: AgentConfig): TrustedKeys {
  try {
    return readTrustedKeys(MODEL_KEYS)
  } catch (cause) {
    throw new ConfigError((cause as Error).message)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw new ConfigError(`DATA_DIR is ${folder}, must be a folder to write to: ${(cause as Error).message}`)
  }
}
