/** Installs dependencies and builds, each only when something changed since the last time. Needs Node and npm alone. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Runs a program in the repository's root and shows what it prints; ends this process with its exit code where it fails. */
export function run(command, args, env = {}) {
  finish(command, start(command, args, env, ['ignore', 2, 2]))
}

/** The same, but what it prints is shown only where it fails. */
export function runQuietly(command, args, env = {}) {
  const ended = start(command, args, env, ['ignore', 'pipe', 'pipe'])
  if (ended.status !== 0) process.stderr.write(`${ended.stdout ?? ''}${ended.stderr ?? ''}`)
  finish(command, ended)
}

function start(command, args, env, stdio) {
  return spawnSync(command, args, {
    cwd: root,
    stdio,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
}

function finish(command, { status, error }) {
  if (error) fail(`${command} could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

export function fail(message) {
  console.error(`celltwin: ${message}`)
  process.exit(1)
}

export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Node ${process.versions.node} is too old; install Node 20.19 or newer and start again.`)
}

export function ensureInstalled() {
  const want = digest([join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]) + process.versions.modules
  const mark = join(root, 'node_modules', '.celltwin-installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === want) return
  console.error('celltwin: installing dependencies (once; about a minute)')
  runQuietly('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  })
  writeFileSync(mark, want)
}

export function ensureBuilt() {
  const want = digest(
    ['apps', 'packages', 'prisma', 'scripts', 'pnpm-lock.yaml'].flatMap((path) => files(join(root, path))),
  )
  const mark = join(root, 'apps', 'celltwin', 'dist', '.built')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === want) return
  console.error('celltwin: building')
  run(process.execPath, [join(root, 'scripts', 'build.mjs')])
  writeFileSync(mark, want)
}

/** Digest of names, sizes and times: enough to know that something changed. */
function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const GENERATED = new Set(['node_modules', 'dist', 'generated'])

function files(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !GENERATED.has(entry.name))
    .flatMap((entry) => files(join(path, entry.name)))
}
