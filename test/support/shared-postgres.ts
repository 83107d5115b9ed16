/** Set-up of a project: one cluster for its test files, for making one and its schema anew for each takes seconds. */
import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../apps/server/src/database/migrate.ts'
import { databaseOf, execute, startTestCluster } from './postgres-cluster.ts'

export default async function sharePostgres(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  const migrated = databaseOf(cluster.url, 'migrated')
  await execute(cluster.url, 'create database migrated')
  await migrate(migrated, resolve('prisma/migrations'))
  project.provide('migratedDatabase', migrated)
  return cluster.stop
}
