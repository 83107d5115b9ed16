/** A database for one test file: in the cluster that its project shares, else in a cluster of its own. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { databaseOf, execute, startTestCluster, type TestPostgres } from './postgres-cluster.ts'

export type { TestPostgres } from './postgres-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database to copy, with the schema of the product, where the project's set-up made one. */
    migratedDatabase?: string
  }
}

/** @param options.empty without the schema of the product, as a plant's first start finds it. */
export async function startTestPostgres(options: { readonly empty?: boolean } = {}): Promise<TestPostgres> {
  const migrated = inject('migratedDatabase')
  if (!migrated) return startTestCluster()
  const [name, template] = [`test_${randomUUID().replaceAll('-', '')}`, new URL(migrated).pathname.slice(1)]
  const maintenance = databaseOf(migrated, 'postgres')
  await execute(maintenance, `create database ${name} template ${options.empty ? 'template0' : template}`)
  return {
    url: databaseOf(migrated, name),
    stop: () => execute(maintenance, `drop database ${name} with (force)`),
  }
}

export interface EmptyDatabase {
  readonly url: string
  readonly client: pg.Client
}

/** A database without a schema and a client of it, there from before the first test of a file until after its last. */
export function useEmptyDatabase(): EmptyDatabase {
  let postgres: TestPostgres | undefined
  let client: pg.Client | undefined
  beforeAll(async () => {
    postgres = await startTestPostgres({ empty: true })
    client = new pg.Client(postgres.url)
    await client.connect()
  })
  afterAll(async () => {
    await client?.end()
    await postgres?.stop()
  })
  return {
    get url() {
      return postgres!.url
    },
    get client() {
      return client!
    },
  }
}
