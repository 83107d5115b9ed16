import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import type { Job } from './job.ts'
import { runVariant } from './run-variant.ts'

const folder = mkdtempSync(join(tmpdir(), 'celltwin-runner-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (name: string, program: string) => {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, `process.once('message', () => { ${program} })`)
  return runVariant({} as Job, { runner: pathToFileURL(file), intervalMs: 10, progress: () => {} })
}

it('hears the last words of a runner that has ended, however long they are', async () => {
  const rounds = 1_000_000
  const { latenciesMs } = await run(
    'long',
    `process.send({ says: 'done', atMs: 0, ran: {}, latenciesMs: Array(${rounds}).fill(0.5) }, () => process.exit(0))`,
  )
  expect(latenciesMs).toHaveLength(rounds)
})

it('says how a runner ended that told nothing', async () => {
  await expect(run('dead', 'process.exit(3)')).rejects.toThrow('the runner ended with code 3')
})
