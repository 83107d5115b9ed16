import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { bundle } from './testing/bundle.ts'

it('lets a program end that logs when nobody reads it any more', async () => {
  const bundled = await bundle('testing/orphan.ts')
  const program = spawn(process.execPath, [fileURLToPath(bundled.of('orphan.ts'))], { stdio: 'pipe' })
  try {
    const ended = new Promise((done) => program.once('exit', done))
    program.stdout.destroy()
    program.stdin.end()
    expect(await ended).toBe(0)
  } finally {
    program.kill('SIGKILL')
    await bundled.remove()
  }
})
