/** One folder holds everything that survives a restart: database, evidence, outboxes, logs, and the ports in use. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

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

/** Opens the folder for this process alone. @throws Error where another `celltwin up` has it. */
export function openDataFolder(path: string): DataFolder {
  const folder = resolve(path)
  mkdirSync(join(folder, 'logs'), { recursive: true })
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
