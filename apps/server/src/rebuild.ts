/** `rebuild`: makes the projections again from the journal, and checks its chain on the way. */

import { withoutPassword } from '@celltwin/contracts'
import pg from 'pg'
import { connectionSettings } from './database/database.ts'
import { verifyChain } from './journal/read.ts'
import { rebuildProjections } from './projections/rebuild.ts'

const url = process.env.DATABASE_URL
if (!url) {
  console.error('rebuild: DATABASE_URL is not set (postgresql://user:password@host:port/database)')
  process.exit(1)
}
const client = new pg.Client(connectionSettings(url))
try {
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
  for (const [slug, entries] of await rebuildProjections(client))
    console.log(`${slug}: projections made of ${entries} entries`)
  process.exitCode = broken === 0 ? 0 : 2
} catch (error) {
  console.error(`rebuild: ${withoutPassword(url)}: ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  await client.end()
}
