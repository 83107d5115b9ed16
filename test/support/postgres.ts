/** A database for one test file: in the cluster that its project shares, else in a cluster of its own. */
import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
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
