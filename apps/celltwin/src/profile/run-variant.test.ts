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

it('hears the last words of a runner, however long they are', async () => {
  const rounds = 1_000_000
  const { latenciesMs } = await run(
    'long',
    `process.send({ says: 'done', atMs: 0, ran: {}, latenciesMs: Array(${rounds}).fill(0.5) }, () => process.exit(0))`,
  )
  expect(latenciesMs).toHaveLength(rounds)
})

it.skipIf(process.platform === 'win32')(
  'hears last words that are still on their way when the runner has ended',
  async () => {
    // One that holds the other end of its channel, as the kernel does with what is not read yet, says them after its end.
    const later = `
    const sayOnceItEnded = () => {
      if (process.ppid === Number(process.env.RUNNER)) return setTimeout(sayOnceItEnded, 5)
      process.send({ says: 'done', atMs: 0, ran: {}, latenciesMs: [0.5] }, () => process.exit(0))
    }
    sayOnceItEnded()`
    const { latenciesMs } = await run(
      'gone',
      `const channel = { NODE_CHANNEL_FD: '3', NODE_CHANNEL_SERIALIZATION_MODE: 'advanced' }
     const env = { ...process.env, ...channel, RUNNER: String(process.pid) }
     const stdio = ['ignore', 'ignore', 'inherit', 3]
     process.getBuiltinModule('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(later)}], { env, stdio })
     process.exit(0)`,
    )
    expect(latenciesMs).toEqual([0.5])
  },
)

it('says how a runner ended that told nothing', async () => {
  await expect(run('dead', 'process.exit(3)')).rejects.toThrow('the runner ended with code 3')
})
