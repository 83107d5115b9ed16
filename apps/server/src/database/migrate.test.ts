import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { useEmptyDatabase } from '../../../../test/support/postgres.ts'
import { migrate } from './migrate.ts'

const database = useEmptyDatabase()
const folder = mkdtempSync(join(tmpdir(), 'celltwin-migrations-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, sql: string) => {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}
const exists = async (table: string) =>
  (await database.client.query('select to_regclass($1) is not null as there', [table])).rows[0].there

describe('bringing the schema up to date', () => {
  it('applies each file once and in order, whoever starts beside', async () => {
    write('20260101000000_tank', `create table tank (level integer default 0); insert into tank values (1)`)
    write('20260102000000_pump', `alter table tank add column "pump;" text -- a semicolon; in words\n`)
    const names = ['20260101000000_tank', '20260102000000_pump']
    const both = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)])
    expect(both.toSorted((a, b) => b.length - a.length)).toEqual([names, []])
    expect((await database.client.query('select level, "pump;" from tank')).rows).toEqual([{ level: 1, 'pump;': null }])
  })

  it('leaves nothing behind of a file that fails, names it, and applies it when it is mended', async () => {
    write('20260103000000_valve', 'create table valve (id integer); create table tank (id integer)')
    await expect(migrate(database.url, folder)).rejects.toThrow('migration 20260103000000_valve: relation "tank"')
    expect(await exists('valve')).toBe(false)
    write('20260103000000_valve', 'create table valve (id integer)')
    expect(await migrate(database.url, folder)).toEqual(['20260103000000_valve'])
    expect(await exists('valve')).toBe(true)
  })

  it('is refused where a newer release has been there', async () => {
    const older = mkdtempSync(join(tmpdir(), 'celltwin-migrations-'))
    mkdirSync(join(older, '20260102000000_pump'))
    writeFileSync(join(older, '20260102000000_pump', 'migration.sql'), 'select 1')
    await expect(migrate(database.url, older)).rejects.toThrow(/newer release .*20260103000000_valve/)
    rmSync(older, { recursive: true })
  })

  it('makes the schema of the product', async () => {
    await database.client.query('drop table tank, valve, _prisma_migrations')
    const files = readdirSync('prisma/migrations', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(await migrate(database.url, 'prisma/migrations')).toHaveLength(files.length)
    expect(await migrate(database.url, 'prisma/migrations')).toEqual([])
  })
})
