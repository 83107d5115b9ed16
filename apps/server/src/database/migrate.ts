/**
 * Brings the schema up to date, offline.
 *
 * Prisma's command downloads a schema engine; plants have no internet. The same engine as WebAssembly applies the same
 * files and keeps the same `_prisma_migrations`, so `prisma migrate status` agrees. Its adapter cuts a script at every
 * semicolon, so migrations have none in comments, strings or function bodies.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'

interface Migration {
  readonly name: string
  readonly sql: string
}

/** Any number will do, as long as every server uses the same. */
const MIGRATION_LOCK = 7_233_001

/** Applies what is not applied yet and answers its names. Servers that start together take turns. */
export async function migrate(databaseUrl: string, folder: string): Promise<readonly string[]> {
  const migrations = readMigrations(folder)
  const turn = new pg.Client(databaseUrl)
  turn.on('error', () => {})
  await turn.connect()
  try {
    await turn.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    // Loading the engine costs a second and tens of megabytes: only where there is something to do.
    if (await isUpToDate(turn, migrations)) return []
    return await applyWithEngine(databaseUrl, folder, migrations)
  } finally {
    await turn.end()
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

async function isUpToDate(client: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
  const { rows: tables } = await client.query(`select to_regclass('_prisma_migrations') as found`)
  if (!tables[0].found) return false
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
  return migrations.every(({ name, sql }) => applied.get(name) === createHash('sha256').update(sql).digest('hex'))
}

async function applyWithEngine(databaseUrl: string, folder: string, migrations: readonly Migration[]) {
  const lockfile = join(folder, 'migration_lock.toml')
  const engine = await startEngine(databaseUrl)
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: folder,
        lockfile: {
          path: 'migration_lock.toml',
          content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null,
        },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    })
    return appliedMigrationNames
  } finally {
    engine.free()
  }
}

/** One instance per process: the bindings keep views of its memory. */
let loaded: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined

async function loadEngine() {
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const wasm = readFileSync(join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engine as never })
  engine.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  return engine
}

/** The schema engine in this process, on its own connection. */
async function startEngine(databaseUrl: string) {
  loaded ??= loadEngine()
  const { SchemaEngine } = await loaded
  // The adapter's own dependency: what it throws must cross into WebAssembly as values.
  const adapterPackage = createRequire(createRequire(import.meta.url).resolve('@prisma/adapter-pg'))
  const { bindMigrationAwareSqlAdapterFactory } = adapterPackage('@prisma/driver-adapter-utils')
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }))
  return SchemaEngine.new({ datamodels: undefined }, () => {}, adapter)
}
