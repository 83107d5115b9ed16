/**
 * Brings the schema up to date, offline.
 *
 * Prisma's own command downloads an engine; plants have no internet. Each file is one transaction together with its row
 * in the `_prisma_migrations` that Prisma keeps, so `prisma migrate status` agrees, and what fails leaves nothing behind.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

interface Migration {
  readonly name: string
  readonly sql: string
}

/** Any number will do, as long as every server uses the same. */
const MIGRATION_LOCK = 7_233_001

/** As Prisma makes it. */
const APPLIED_TABLE = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`

/**
 * Applies what is not applied yet and answers its names. Servers that start together take turns.
 * @throws Error where a newer release has changed the schema: this one could read it wrongly.
 */
export async function migrate(databaseUrl: string, folder: string): Promise<readonly string[]> {
  const client = new pg.Client(databaseUrl)
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(APPLIED_TABLE)
    const { rows } = await client.query<{ migration_name: string }>(
      'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    )
    const applied = new Set(rows.map(({ migration_name }) => migration_name))
    const migrations = readMigrations(folder)
    const last = migrations.at(-1)?.name ?? ''
    const newer = [...applied].find((name) => name > last)
    if (newer)
      throw new Error(`a newer release has changed this database (${newer}): start that one, or restore a backup`)
    const missing = migrations.filter(({ name }) => !applied.has(name))
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

async function apply(client: pg.Client, { name, sql }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name}: ${(error as Error).message}`)
  }
}
