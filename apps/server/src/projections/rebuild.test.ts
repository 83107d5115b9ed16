import { readFileSync } from 'node:fs'
import type { CellDefinition } from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { PATH, sha, streamOf } from '../testing/edge.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'
import { rebuildProjections } from './rebuild.ts'
import { clearProjections } from './write.ts'

const definition = parse(readFileSync('cells/pulley-cell-1.yaml', 'utf8')) as CellDefinition

describe('projections under a running server', () => {
  let stand: Stand
  let database: pg.Client
  const tell = streamOf('handling')
  let told = 0
  const tellMore = async (count: number) => {
    for (let n = 0; n < count; n++) {
      told += 1
      await stand.edge.live(tell('cell-state-changed', { state: 'execute', reason: `change ${told}` }))
    }
  }
  /** The journal's own order, by what was told. */
  const all = () => Array.from({ length: told }, (_, n) => `change ${n + 1}`)
  const projected = async () => {
    const { rows } = await database.query<{ reason: string }>('select reason from cell_state order by position')
    return rows.map(({ reason }) => reason)
  }
  const areWhole = () => until(async () => (await projected()).length === told)

  beforeAll(async () => {
    stand = await setUpStand()
    database = new pg.Client(connectionSettings(stand.postgres.url))
    await database.connect()
    await stand.edge.live(tell('cell-described', { hash: sha('d'), definition: { ...definition, path: PATH } }))
    await tellMore(20)
    await areWhole()
  })
  afterAll(async () => {
    await database?.end()
    await stand?.stop()
  })

  it('are made again while the cell goes on telling', async () => {
    for (let again = 0; again < 5; again++) await Promise.all([rebuildProjections(database), tellMore(10)])
    await areWhole()
    expect(await projected()).toEqual(all())
  })

  it('are made from the first entry where whoever made them again got no further than emptying them', async () => {
    await clearProjections(database)
    await tellMore(1)
    await areWhole()
    expect(await projected()).toEqual(all())
  })
})
