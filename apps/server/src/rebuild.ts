/**
 * `rebuild`: makes the projections again from the journal, and checks its chain on the way. `--restored` says that the
 * database came from a backup: the journal gets a new id, by which the edges know to tell again what it forgot.
 */
import { withoutPassword } from '@celltwin/contracts'
import pg from 'pg'
import { connectionSettings } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { verifyChain } from './journal/read.ts'
import { MIGRATIONS } from './migrations-folder.ts'
import { rebuildProjections } from './projections/rebuild.ts'

const url = process.env.DATABASE_URL
if (!url) {
  console.error('rebuild: DATABASE_URL is not set (postgresql://user:password@host:port/database)')
  process.exit(1)
}
const client = new pg.Client(connectionSettings(url))
try {
  await migrate(url, process.env.MIGRATIONS_DIR || MIGRATIONS)
  await client.connect()
  const { rows } = await client.query<{ id: number; slug: string }>('select id, slug from cell order by id')
  let broken = 0
  for (const { id, slug } of rows) {
    const chain = await verifyChain(client, id)
    if (!chain.intact) broken += 1
    console.log(
      chain.intact
        ? `${slug}: the chain of ${chain.entries} entries is intact, head ${chain.hash}`
        : `${slug}: BROKEN at position ${chain.position}: ${chain.reason}`,
    )
  }
  for (const [slug, { entries, passedOver }] of await rebuildProjections(client)) {
    const flawed = passedOver > 0 ? `, but for ${passedOver} that could not be: see Settings, Unreadable` : ''
    console.log(`${slug}: projections made of ${entries} entries${flawed}`)
  }
  if (process.argv.includes('--restored')) {
    await client.query('update installation set journal_id = gen_random_uuid()')
    console.log('the journal has a new id; start the server, and the agents send what it forgot')
  }
  process.exitCode = broken === 0 ? 0 : 2
} catch (error) {
  console.error(`rebuild: ${withoutPassword(url)}: ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  await client.end()
}
