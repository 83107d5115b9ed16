/** `npm test`: lint, types and every test, with the time of each phase. Arguments go to Vitest. */
import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { ensureBuilt, ensureInstalled, ensureNode, root, run } from './ensure.mjs'

const { PRIORITY_BELOW_NORMAL, PRIORITY_NORMAL } = constants.priority
const vitest = (...args) => ['node_modules/.bin/vitest', 'run', ...args]
const projects = (...names) => names.flatMap((name) => ['--project', name])
const startedAt = Date.now()
const failed = []

ensureNode()
ensureInstalled()
ensureBuilt()
const args = process.argv.slice(2)
if (args.length > 0) {
  const [command, ...rest] = vitest(...args)
  run(command, rest)
} else {
  // Houses at the speed of the real cell wait most of their time. What has no deadline, or long ones, runs beside them.
  await Promise.all([
    phase('houses at real speed', vitest(...projects('house-at-real-speed'), '--no-file-parallelism')),
    houses(),
    inTheBackground(),
  ])
  // At many times that speed a part has tenths of a second: nothing else may take its cores meanwhile.
  await phase('house at full speed', vitest(...projects('house-at-full-speed')))
  await phase('browser', vitest(...projects('browser'), '--no-file-parallelism'))
  console.log(`\n${failed.length ? `failed: ${failed.join(', ')}` : 'all passed'}, ${seconds(startedAt)}`)
  process.exitCode = failed.length ? 1 : 0
}

async function houses() {
  await phase('houses', vitest(...projects('house'), '--no-file-parallelism'))
  await phase('browser, cell at rest', vitest(...projects('browser-at-rest'), '--no-file-parallelism'))
}

async function inTheBackground() {
  await phase('lint', ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'], PRIORITY_BELOW_NORMAL)
  await phase('types', ['npm', 'run', '-s', 'types'], PRIORITY_BELOW_NORMAL)
  await phase('unit, server, dashboard', vitest(...projects('unit', 'server', 'dashboard')), PRIORITY_BELOW_NORMAL)
  await phase('browser, no cell', vitest(...projects('browser-without-cell'), '--no-file-parallelism'))
}

/** Runs a program to its end; what it printed is shown then, with the time that it took. */
function phase(name, [command, ...rest], priority = PRIORITY_NORMAL) {
  const began = Date.now()
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  // What it starts inherits it.
  if (priority !== PRIORITY_NORMAL) setPriority(child.pid, priority)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  return new Promise((done) => {
    child.once('close', (code) => {
      if (code !== 0) failed.push(name)
      console.log(`${output.trimEnd()}\n── ${name}: ${code === 0 ? 'passed' : 'failed'}, ${seconds(began)}\n`)
      done()
    })
  })
}

function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`
}
