import { readFileSync } from 'node:fs'
import type { CellDefinition, CellEvent, UnreadablePage } from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { inserted, PATH, sha, streamOf } from '../testing/edge.ts'
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

  it('go on past an entry that an older version let in and no table takes, and say so', async () => {
    const event = tell('part-inserted', inserted(1))
    await stand.edge.live(event)
    const position = await becomes({ ...event, data: { ...inserted(1), cycleNumber: 2 ** 40 } } as CellEvent)
    await clearProjections(database)
    await tellMore(1)
    await areWhole()
    expect(await projected()).toEqual(all())
    const { items, total } = await stand.server.get<UnreadablePage>('/api/unreadable')
    expect(total).toBe(1)
    expect(items[0]).toMatchObject({ cell: PATH.cell, source: 'handling', position, projection: 'cycles' })
    expect(items[0]!.reason).toContain('out of range')
    expect(items[0]!.preview).toContain('part-inserted')
    const whole = await fetch(`${stand.server.url}/api/unreadable/${items[0]!.id}/payload`)
    expect(await whole.json()).toMatchObject({ type: 'part-inserted', data: { cycleNumber: 2 ** 40 } })

    const made = await rebuildProjections(database)
    expect(made.get(PATH.cell)).toEqual({ entries: expect.any(Number), passedOver: 1 })
    expect((await stand.server.get<UnreadablePage>('/api/unreadable')).total).toBe(1)
  })

  /** Its entry, once it is there, is changed into what an older version would have written. */
  async function becomes(event: CellEvent): Promise<number> {
    const text = 'update journal set payload = $1 where type = $2 and seq = $3 returning position'
    let position: number | undefined
    await until(async () => {
      const { rows } = await database.query(text, [Buffer.from(JSON.stringify(event)), event.type, event.seq])
      position = rows[0]?.position
      return position !== undefined
    })
    return position!
  }
})
