/** The whole house for a test: `celltwin up` in a folder of its own, on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CellTwin, PartPage, PartSummary, Passport, ReviewQueue } from '@celltwin/contracts'
import { temporaryFolder } from '../../apps/celltwin/src/bench/harness.ts'
import { freePort } from '../../apps/celltwin/src/up/ports.ts'
import { until } from './until.ts'

export const ROOT = resolve(import.meta.dirname, '../..')

export interface HouseOptions {
  readonly cells?: readonly string[]
  readonly speed?: number
  readonly defects?: number
  readonly seed?: number
  /** Keep data of an earlier house. */
  readonly data?: string
}

/** What can be asked of a house by whoever knows its address. */
export interface HouseClient {
  readonly url: string
  get<T>(path: string): Promise<T>
  send<T>(method: string, path: string, body: unknown): Promise<T>
  twin(cell?: string): Promise<CellTwin>
  /** Judged parts, oldest first. */
  parts(cell?: string): Promise<PartSummary[]>
  passport(serial: string): Promise<Passport>
  /** Decides every held part that waits for a person, so that the hold fixture has room. */
  decideHeld(): Promise<void>
  /** Waits until `count` parts have a verdict. */
  judged(count: number, patienceMs: number, cell?: string): Promise<PartSummary[]>
  /** Turns the key to manual: no further part is inserted, and the cores are free for others. */
  rest(): Promise<void>
}

export interface House extends HouseClient {
  readonly data: string
  readonly output: () => string
  /** Process ids by name: gateway, server, pulley-cell-1-vision … */
  pids(): Record<string, number>
  readonly launcher: ChildProcess
  stop(): Promise<void>
}

export const PULLEY_CELL = 'pulley-cell-1'

export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const data = options.data ?? temporaryFolder('celltwin-house-')
  const port = await freePort(undefined)
  const url = `http://127.0.0.1:${port}`
  const args = [
    ...(options.cells ?? ['cells/pulley-cell-1.yaml']).flatMap((cell) => ['--cell', cell]),
    ...['--data', data, '--port', String(port), '--speed', String(options.speed ?? 10)],
    ...['--defects', String(options.defects ?? 0), '--seed', String(options.seed ?? 26)],
  ]
  const launcher = spawn(process.execPath, [join(ROOT, 'apps/celltwin/dist/main.js'), 'up', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  try {
    await until(() => {
      if (launcher.exitCode !== null) throw new Error(`celltwin up ended with code ${launcher.exitCode}:\n${output}`)
      return output.includes('Celltwin is ready')
    }, 90_000)
  } catch (error) {
    launcher.kill('SIGKILL')
    throw new Error(`${(error as Error).message}\n${output}`)
  }

  return {
    ...houseAt(url),
    data,
    launcher,
    output: () => output,
    pids: () => childrenOf(launcher.pid!),
    async stop() {
      const ended = new Promise((done) => launcher.once('exit', done))
      if (launcher.exitCode === null && launcher.signalCode === null) {
        launcher.kill('SIGTERM')
        await ended
      }
      if (!options.data) rmSync(data, { recursive: true, force: true })
    },
  }
}

/** A house that somebody else started. */
export function houseAt(url: string): HouseClient {
  async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as T & { message?: string }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.message}`)
    return answer
  }
  const get = <T>(path: string) => send<T>('GET', path)

  async function parts(cell = PULLEY_CELL): Promise<PartSummary[]> {
    const all: PartSummary[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: PartPage = await get(`/api/parts?cell=${cell}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      all.push(...page.items)
      cursor = page.nextCursor
    }
    return all.filter(({ verdict }) => verdict).reverse()
  }

  async function decideHeld(): Promise<void> {
    const queue = await get<ReviewQueue>(`/api/review-queue?cell=${PULLEY_CELL}`)
    for (const { serial, cycleId } of queue.items.filter(({ whereabouts }) => whereabouts === 'hold')) {
      const review = { finding: 'nonconforming', disposition: 'scrap', reasonCode: 'test' }
      await send('POST', `/api/parts/${serial}/cycles/${cycleId}/reviews`, { review, by: 'test' })
    }
  }

  return {
    url,
    get,
    send,
    decideHeld,
    parts,
    twin: (cell = PULLEY_CELL) => get(`/api/cells/${cell}/twin`),
    passport: (serial) => get(`/api/parts/${serial}`),
    async judged(count, patienceMs, cell) {
      await until(async () => (await parts(cell)).length >= count, patienceMs)
      return (await parts(cell)).slice(0, count)
    },
    async rest() {
      const hands = { manualSelected: true, enablingHeld: false }
      await send('PUT', `/api/cells/${PULLEY_CELL}/faults`, { items: [], hands })
    },
  }
}

/** Node processes below the launcher by what they are; `postgres` is the postmaster. */
function childrenOf(parent: number): Record<string, number> {
  const pids: Record<string, number> = {}
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) =>
      existsSync(`/proc/${entry}/${file}`) ? readFileSync(`/proc/${entry}/${file}`, 'utf8') : ''
    if (Number(/^PPid:\s+(\d+)/m.exec(read('status'))?.[1]) !== parent) continue
    const command = read('cmdline')
    const agent = /(?:^|\0)AGENT=([^\0]+)/.exec(command.includes('apps/edge/dist/main') ? read('environ') : '')?.[1]
    if (agent) pids[agent] = Number(entry)
    else if (command.includes('apps/server')) pids.server = Number(entry)
    else if (command.includes('gateway')) pids.gateway = Number(entry)
    else if (command.includes('postgres')) pids.postgres = Number(entry)
  }
  return pids
}
