import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSupervisor } from './supervisor.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'celltwin-supervisor-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Supervises a program of this text until `enough` of what a person reads; says whether it called for a stop. */
async function supervise(program: string, enough: (notices: readonly string[]) => boolean) {
  const script = join(folder, 'program.mjs')
  writeFileSync(script, program)
  const notices: string[] = []
  let misconfigured = 0
  await new Promise<void>((done) => {
    const supervisor = createSupervisor({
      logFile: (name) => join(folder, `${name}.log`),
      notice: (text) => {
        notices.push(text)
        if (enough(notices)) void supervisor.stop().then(done)
      },
      misconfigured: () => {
        misconfigured += 1
        void supervisor.stop().then(done)
      },
    })
    supervisor.start({ name: 'agent', script, env: {} })
  })
  return { notices, misconfigured }
}

describe('the supervisor', () => {
  it('does not start a program again that calls its configuration wrong, and says why', async () => {
    const wrong = 'console.error("AGENT is required"); process.exitCode = 78'
    expect(await supervise(wrong, () => false)).toEqual({ notices: ['agent: AGENT is required'], misconfigured: 1 })
  })

  it('starts one again that fails otherwise, with growing pauses, and repeats no sentence', async () => {
    const ended = (notices: readonly string[]) => notices.filter((text) => text.includes('ended'))
    const { notices } = await supervise(
      'console.error("no luck"); process.exitCode = 1',
      (all) => ended(all).length === 2,
    )
    expect(notices).toEqual([
      'agent: no luck',
      'agent ended (code 1); starting it again in 0.25 s',
      'agent ended (code 1); starting it again in 0.5 s',
    ])
  })
})
