/** The server, wired in the order of the data: ingest → journal → twin → stream, projections, dispatch → HTTP. */
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTrustedKeys, withReleaseKey } from '@celltwin/models'
import type { Logger } from 'pino'
import { AlarmKeeper } from './alarms/keeper.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { Dispatch } from './dispatch/dispatch.ts'
import { openEvidenceStore } from './evidence/evidence-store.ts'
import { readKept } from './evidence/retention.ts'
import { Acknowledger, REPEAT_MS } from './ingest/acknowledge.ts'
import { hasGapsToTell, tellGaps } from './ingest/gaps.ts'
import { type Link, openLink } from './ingest/link.ts'
import { createNews } from './ingest/news.ts'
import { openTelemetryStore } from './ingest/telemetry-store.ts'
import { type Committed, Writer } from './ingest/writer.ts'
import { MIGRATIONS } from './migrations-folder.ts'
import { type ModelStore, openModelStore } from './models/model-store.ts'
import { RolloutKeeper } from './models/rollout-keeper.ts'
import { Notifier } from './notifications/notifier.ts'
import { openMailer } from './notifications/send.ts'
import { openPeople } from './people/people.ts'
import { Projector } from './projections/projector.ts'
import { RecallKeeper } from './recall/keeper.ts'
import { ShiftKeeper } from './shifts/keeper.ts'
import { openStream, type Stream } from './stream/stream.ts'
import { StudyKeeper } from './studies/keeper.ts'
import { Cells } from './twins/cells.ts'
import { Snapshotter } from './twins/snapshotter.ts'

/** This file is at apps/server/src, or bundled at apps/server/dist. */
const RELEASED_MODELS = resolve(fileURLToPath(new URL('../../../packages/models', import.meta.url)))
const WATCH_MS = 1_000
const SWEEP_MS = 60_000
const SHIFTS_MS = 2_000
const RECALLS_MS = 1_000
const STUDIES_MS = 1_000

export interface RunningServer {
  readonly url: string
  readonly journalId: string
  close(): Promise<void>
}

/** Starts everything; HTTP answers at once, `/readyz` says what is still missing. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const folder = join(resolve(config.DATA_DIR), 'evidence')
  await mkdir(folder, { recursive: true })
  const models = await openModels(config, log)
  const database = openDatabase(config.DATABASE_URL, log)
  const cells = new Cells()
  const projector = new Projector(database.pool, log)
  const people = openPeople(database, config, log)
  const telemetry = openTelemetryStore(database, config.TELEMETRY_HOURS, log)
  let link: Link | undefined
  let stream: Stream | undefined
  const publish: Link['publish'] = (...message) => link?.publish(...message)
  const tell: Stream['tell'] = (...news) => stream?.tell(...news)

  const snapshots: Snapshotter = new Snapshotter({
    pool: database.pool,
    log,
    cells: () => cells.all(),
    busy: () => writer.pressed || writer.status !== undefined,
  })
  const acknowledger = new Acknowledger(cells, publish)
  const committed = ({ cell, entries, sources }: Committed) => {
    acknowledger.acknowledge(cell, sources)
    if (entries.length === 0) return
    stream?.follow(cell, entries)
    projector.follow(cell, entries)
    snapshots.watch(cell, entries)
    dispatch.follow(cell)
    shifts.follow(cell, entries)
    alarms.follow(cell, entries)
    recalls.follow(cell, entries)
  }
  const writer: Writer = new Writer({
    databaseUrl: config.DATABASE_URL,
    cells,
    log,
    committed,
    prepare: async () => {
      const applied = await migrate(config.DATABASE_URL, config.MIGRATIONS_DIR ?? MIGRATIONS)
      if (applied.length > 0) log.info({ applied }, 'the database was brought up to date')
    },
    loaded: () => {
      snapshots.reset()
      projector.start(cells.all())
      people.announce().catch((error: Error) => log.warn({ reason: error.message }, 'people could not be read'))
    },
    snapshotDue: (cell, last) => snapshots.due(cell, last),
  })
  const append: Writer['append'] = (path, decide) => writer.append(path, decide)
  const shifts = new ShiftKeeper({ pool: database.pool, cells, projector, append, log })
  const recalls: RecallKeeper = new RecallKeeper({ pool: database.pool, cells, projector, append, log })
  const studies = new StudyKeeper({ pool: database.pool, cells, projector, append, log })
  const alarms = new AlarmKeeper({ pool: database.pool, cells, append, log, folder })
  const rollouts = new RolloutKeeper({ cells, models, append, log })
  const notifier = new Notifier({
    ...{ pool: database.pool, cells, projector, log, publicUrl: config.PUBLIC_URL },
    mailer: openMailer(config.SMTP_URL, config.MAIL_FROM),
  })
  const dispatch = new Dispatch({ cells, publish, append, log })
  const news = createNews({
    cells,
    log,
    telemetry,
    append,
    tell,
    keepTruth: async (cell, truth) => {
      const row = { cellId: cell.id, truth: truth as object }
      await database.prisma.partTruth.upsert({
        where: { cycleId: truth.cycleId },
        create: { cycleId: truth.cycleId, ...row },
        update: row,
      })
    },
    measured: (cell, sample) => alarms.hear(cell, sample),
    born: (cell, source) => acknowledger.acknowledge(cell, [source]),
  })

  const evidence = await openEvidenceStore(folder, database)
  const app = await buildApp(
    {
      ...{ database, cells, writer, notifier, projector, snapshots, telemetry, evidence, people, models },
      stream: { tell },
      link: {
        publish,
        get status() {
          return link ? link.status : undefined
        },
      },
    },
    { log, dashboardDir: config.DASHBOARD_DIR, trustProxy: config.TRUST_PROXY },
  )
  stream = openStream(app.server, cells, people)
  await app.listen({ host: config.HOST, port: config.PORT })

  const writing = writer.run()
  // Only now: what the broker hands over must find a writer.
  link = openLink({
    url: config.MQTT_URL,
    log,
    onEvent: (message, proceed) => writer.take(message, proceed),
    onNews: (topic, payload) => news.hear(topic, payload),
    onConnect: () => {
      dispatch.repeat()
      acknowledger.acknowledgeAll()
    },
  })
  snapshots.start()

  let begun = false
  const watch = () => {
    begun ||= writer.status === undefined
    if (begun) void alarms.keep(writer.status === undefined)
    if (writer.status !== undefined) return
    news.catchUp()
    dispatch.expire()
    void rollouts.keep()
    for (const cell of cells.all())
      if (hasGapsToTell(cell, Date.now()))
        append(cell.path, (live) => ({ events: tellGaps(live, Date.now()), answer: undefined })).catch(() => {})
  }
  const sweep = () =>
    evidence
      .sweep(config.EVIDENCE_MAX_MB * 2 ** 20, async () =>
        (await Promise.all(cells.all().map((cell) => readKept(database.pool, cell, Date.now())))).flat(),
      )
      .then((files) => files > 0 && log.info({ files }, 'evidence was let go by retention'))
      .catch((error: Error) => log.warn({ reason: error.message }, 'evidence was not swept'))
  const timers = [
    setInterval(watch, WATCH_MS),
    setInterval(() => writer.status === undefined && void notifier.run(), WATCH_MS),
    setInterval(() => acknowledger.acknowledgeAll(), REPEAT_MS),
    setInterval(() => void sweep(), SWEEP_MS),
    setInterval(() => writer.status === undefined && void shifts.keep(), SHIFTS_MS),
    setInterval(() => writer.status === undefined && void recalls.keep(), RECALLS_MS),
    setInterval(() => writer.status === undefined && void studies.keep(), STUDIES_MS),
    setInterval(() => void people.sessions.sweep().catch(() => {}), SWEEP_MS),
  ]

  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://${config.HOST}:${port}`,
    get journalId() {
      return cells.journalId
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      await link?.close()
      await alarms.stop()
      await notifier.stop()
      writer.stop()
      await writing
      await Promise.all([snapshots.stop(), projector.stop(), telemetry.close()])
      // Together: the stream waits for the connections that the other one cuts.
      await Promise.all([stream?.close(), app.close()])
      await database.close()
    },
  }
}

/** The registry, with the packages of this release in it: agents come with the same ones. */
async function openModels(config: Config, log: Logger): Promise<ModelStore> {
  const released = resolve(config.MODELS_DIR ?? RELEASED_MODELS)
  const trusted = await withReleaseKey(readTrustedKeys(config.MODEL_KEYS), released)
  const models = await openModelStore(join(resolve(config.DATA_DIR), 'models'), trusted)
  try {
    const { fresh, flaws } = await models.registerFolder(released, 'release')
    for (const { name, version, digest } of fresh)
      log.info({ name, version, digest }, 'a model package of this release was registered')
    for (const flaw of flaws) log.error(flaw, 'a model package of this release was not registered')
  } catch (error) {
    log.error({ reason: (error as Error).message, released }, 'the model packages of this release were not registered')
  }
  return models
}
