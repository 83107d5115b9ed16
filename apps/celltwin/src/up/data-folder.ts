/** One folder holds everything that survives a restart: database, evidence, outboxes, logs, and the ports in use. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { MISCONFIGURED } from '@celltwin/contracts'

export interface Ports {
  readonly postgres?: number
  readonly mqtt?: number
}

export interface DataFolder {
  readonly path: string
  readonly ports: Ports
  /** By which the server knows the agents: made once, for this folder. */
  readonly agentKey: string
  inside(...parts: string[]): string
  recordPorts(ports: Ports): void
}

/** The database alone takes some forty megabytes; a start that gets only halfway would leave a half-made one. */
const ROOM_BYTES = 64 * 2 ** 20

/** Nothing can be kept in the folder: only a person can put that right. */
export class UnusableFolder extends Error {
  readonly exitCode = MISCONFIGURED
}

/**
 * Opens the folder for this process alone.
 * @throws UnusableFolder where it cannot be written to; Error where another `celltwin up` has it.
 */
export function openDataFolder(path: string, roomBytes = ROOM_BYTES): DataFolder {
  const folder = resolve(path)
  try {
    return openFolder(folder, roomBytes)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw code === undefined ? cause : new UnusableFolder(`${folder} ${unusable(code, roomBytes)}`, { cause })
  }
}

function openFolder(folder: string, roomBytes: number): DataFolder {
  makeFolder(folder)
  makeFolder(join(folder, 'logs'))
  requireRoom(join(folder, 'logs', 'room'), roomBytes)
  claim(join(folder, 'up.pid'), folder)
  const portsFile = join(folder, 'ports.json')
  return {
    path: folder,
    ports: existsSync(portsFile) ? readPorts(portsFile) : {},
    agentKey: keyIn(join(folder, 'agent.key')),
    inside: (...parts) => join(folder, ...parts),
    recordPorts: (ports) => writeFileSync(portsFile, `${JSON.stringify(ports, null, 2)}\n`),
  }
}

/** Parents first: where nothing can be made (/proc), Node 20 tries a recursive one for ever. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  mkdirSync(folder)
}

function requireRoom(file: string, roomBytes: number): void {
  // What the file system says is free may be another account's, or beyond a quota: a write says it.
  const { bavail, bsize } = statfsSync(dirname(file))
  if (bavail * bsize < roomBytes) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  writeFileSync(file, randomBytes(4096))
  rmSync(file)
}

function unusable(code: string, roomBytes: number): string {
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `is on a disk without ${Math.round(roomBytes / 2 ** 20)} MB to spare. Free space there, or give another folder with --data.`
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'is a file, or lies within one. Give a folder with --data.'
  return `cannot be made or written to (${code}). Give another folder with --data, or let this account write there.`
}

function keyIn(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

function readPorts(file: string): Ports {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ports
  } catch {
    return {}
  }
}

function claim(file: string, folder: string): void {
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (owner && owner !== process.pid && isCelltwin(owner)) {
    throw new Error(
      `Celltwin already runs on ${folder} (process ${owner}). Stop it, or give this one its own folder with --data.`,
    )
  }
  writeFileSync(file, String(process.pid))
}

function isCelltwin(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // After a reboot the number may belong to anyone.
    return process.platform !== 'linux' || /start\.mjs|celltwin/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  } catch {
    return false
  }
}
