/** Runs `npm start` as a user would, waits until a part has been inspected and judged, and stops it again. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './ensure.mjs'

const PATIENCE_MS = 180_000

// The account that runs Postgres for root must be able to enter it.
const data = mkdtempSync(join(tmpdir(), 'celltwin-smoke-'))
chmodSync(data, 0o755)
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const started = Date.now()
const celltwin = spawn('npm', ['start', '--', '--data', data], {
  cwd: root,
  env: { ...process.env, PORT: String(port) },
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
})
const ended = new Promise((done) => celltwin.once('exit', done))
try {
  const part = await firstJudgedPart()
  const passport = await (await fetch(`${url}/api/parts/${part.serial}`)).json()
  const { results, evidence } = passport.cycles[0]
  if (results.length === 0 || evidence.length === 0) throw new Error(`the passport of ${part.serial} is empty`)
  const page = await fetch(url)
  if (!page.ok || !(await page.text()).includes('<div id="root"')) throw new Error('the dashboard is not served')
  const seconds = Math.round((Date.now() - started) / 100) / 10
  console.log(
    `smoke: ${part.serial} judged ${part.verdict} from ${results.length} results, ${seconds} s after npm start`,
  )
} finally {
  process.kill(-celltwin.pid, 'SIGINT')
  await ended
  rmSync(data, { recursive: true, force: true })
}
console.log('1 passed, 0 failed')

async function firstJudgedPart() {
  while (Date.now() - started < PATIENCE_MS) {
    if (celltwin.exitCode !== null) throw new Error(`npm start ended with code ${celltwin.exitCode}`)
    const page = await fetch(`${url}/api/parts`)
      .then((r) => r.json())
      .catch(() => undefined)
    const judged = page?.items?.find((part) => part.verdict)
    if (judged) return judged
    await new Promise((done) => setTimeout(done, 250))
  }
  throw new Error(`no part was judged within ${PATIENCE_MS / 1000} s`)
}

function freePort() {
  return new Promise((answer) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => answer(port))
    })
  })
}
