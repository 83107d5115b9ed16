/** What an installed Celltwin costs: seconds to ready and to the first verdict, and memory of all its processes when idle. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { CellSummary, PartPage } from '@celltwin/contracts'
import { freePort } from '../up/ports.ts'
import type { Bench } from './bench.ts'
import { ROOT, temporaryFolder } from './harness.ts'
import { round1 } from './statistics.ts'

const CELL = 'pulley-cell-1'
/** Time for the last cycle's work to leave the processes' young generations. */
const SETTLE_MS = 15_000

export const run: Bench = async (say) => {
  const data = temporaryFolder('celltwin-footprint-')
  const port = await freePort(undefined)
  const url = `http://127.0.0.1:${port}`
  const started = performance.now()
  const seconds = () => round1((performance.now() - started) / 1000)
  const celltwin = spawn('npm', ['start', '--', '--data', data, '--defects', '0'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
  try {
    await until(async () =>
      ['idle', 'execute'].includes(
        (await get<CellSummary[]>(`${url}/api/cells`))?.find((c) => c.cell === CELL)?.state ?? '',
      ),
    )
    const secondsToReady = seconds()
    say(`ready after ${secondsToReady} s`)
    await until(
      async () => (await get<PartPage>(`${url}/api/parts`))?.items.some((part) => part.verdict !== null) ?? false,
    )
    const secondsToFirstVerdict = seconds()
    say(`first verdict after ${secondsToFirstVerdict} s`)
    await fetch(`${url}/api/cells/${CELL}/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ target: { kind: 'set-state', state: 'held' }, by: 'bench' }),
    })
    await until(
      async () => (await get<CellSummary[]>(`${url}/api/cells`))?.find((c) => c.cell === CELL)?.state === 'held',
    )
    await new Promise((done) => setTimeout(done, SETTLE_MS))
    const memory = measureTree(celltwin.pid!, data)
    if (!memory) say('proportional memory is read from /proc/PID/smaps_rollup, which this system does not have')
    return {
      secondsToReady,
      secondsToFirstVerdict,
      totalPssMb: memory?.total ?? null,
      pssMb: memory?.byProcess ?? null,
    }
  } finally {
    await interrupt(celltwin)
    rmSync(data, { recursive: true, force: true })
  }
}

async function get<T>(url: string): Promise<T | undefined> {
  try {
    const response = await fetch(url)
    return response.ok ? ((await response.json()) as T) : undefined
  } catch {
    return undefined
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 20))
}

function interrupt(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done())
    process.kill(-child.pid!, 'SIGINT')
  })
}

/** Proportional set size, MB, of the process and all below it, npm's own included. */
function measureTree(root: number, data: string): { total: number; byProcess: Record<string, number> } | undefined {
  if (!existsSync('/proc/self/smaps_rollup')) return undefined
  const byProcess: Record<string, number> = {}
  for (const pid of descendants(root)) {
    const kb = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    const name = nameOf(pid, data)
    byProcess[name] = round1((byProcess[name] ?? 0) + kb / 1024)
  }
  return { total: round1(Object.values(byProcess).reduce((sum, mb) => sum + mb, 0)), byProcess }
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${entry}/status`))?.[1]
    if (parent) parents.set(Number(entry), Number(parent))
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid)!))
  return [...parents.keys()].filter(isBelow)
}

function nameOf(pid: number, data: string): string {
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  if (command.startsWith('postgres') || command.includes('/bin/postgres')) return 'postgres'
  if (command.includes('apps/server/')) return 'server'
  if (command.includes('gateway')) return 'gateway'
  if (command.includes('scripts/start.mjs')) return command.startsWith('sh') ? 'npm' : 'launcher'
  if (command.includes('apps/edge/')) {
    const environment = read(`/proc/${pid}/environ`).split('\0')
    return environment.find((line) => line.startsWith('AGENT='))?.slice(6) ?? 'agent'
  }
  return command.includes(data) ? 'launcher' : 'npm'
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
