/** Starts the processes of a cell, starts a dead one again with growing pauses, and stops them all in order. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { MISCONFIGURED } from '@celltwin/contracts'
import { type LogFile, openLogFile } from './log-file.ts'

export interface ProcessSpec {
  readonly name: string
  /** Script run by this Node. */
  readonly script: string
  readonly nodeFlags?: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface SupervisorOptions {
  readonly logFile: (name: string) => string
  /** Something a person should read. */
  readonly notice: (text: string) => void
  /** A program says that starting it again does not help: its configuration is wrong. */
  readonly misconfigured: () => void
}

interface Supervised {
  readonly spec: ProcessSpec
  readonly log: LogFile
  child?: ChildProcess
  failures: number
  startedAt: number
}

const SHORTEST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** A process that lived this long has recovered. */
const STEADY_MS = 20_000
const STOP_PATIENCE_MS = 8_000
const SAME_AGAIN_MS = 60_000
const MOST_NOTICED = 1_000
/** pino's level of warnings. */
const WARNING = 40

export function createSupervisor({ logFile, notice, misconfigured }: SupervisorOptions) {
  const processes: Supervised[] = []
  const noticed = new Map<string, number>()
  let stopping = false

  /** What repeats itself is read once a minute. */
  function noticeOnce(text: string): void {
    const now = Date.now()
    if (now - (noticed.get(text) ?? Number.NEGATIVE_INFINITY) < SAME_AGAIN_MS) return
    if (noticed.size >= MOST_NOTICED) noticed.clear()
    noticed.set(text, now)
    notice(text)
  }

  function launch(supervised: Supervised): void {
    const { spec, log } = supervised
    // The pipe to stdin is the lifeline: it closes however this process ends, and the child then ends itself.
    const child = spawn(process.execPath, [...(spec.nodeFlags ?? []), spec.script], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Two allocation arenas instead of eight a core: a third less memory, no speed lost that was measured.
      env: { MALLOC_ARENA_MAX: '2', ...process.env, ...spec.env, CELLTWIN_CHILD: '1' },
      detached: process.platform !== 'win32',
    })
    supervised.child = child
    supervised.startedAt = Date.now()
    child.stdin?.on('error', () => {})
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        log.write(line)
        const text = readable(line)
        if (text && !stopping) noticeOnce(`${spec.name}: ${text}`)
      })
    }
    // Not at its exit: what it said last is still to be read then.
    child.once('close', (code, signal) => {
      if (stopping) return
      if (code === MISCONFIGURED) misconfigured()
      if (stopping) return
      supervised.failures = Date.now() - supervised.startedAt > STEADY_MS ? 1 : supervised.failures + 1
      const pause = Math.min(SHORTEST_PAUSE_MS * 2 ** (supervised.failures - 1), LONGEST_PAUSE_MS)
      notice(`${spec.name} ended (${signal ?? `code ${code}`}); starting it again in ${pause / 1000} s`)
      setTimeout(() => !stopping && launch(supervised), pause)
    })
  }

  return {
    start(spec: ProcessSpec): void {
      const supervised: Supervised = {
        spec,
        log: openLogFile(logFile(spec.name), (reason) => noticeOnce(`${spec.name}: ${reason}`)),
        failures: 0,
        startedAt: 0,
      }
      processes.push(supervised)
      launch(supervised)
    },
    /** Last started, first stopped; what does not end in time is killed. */
    async stop(): Promise<void> {
      stopping = true
      for (const { child, log } of [...processes].reverse()) {
        if (child && child.exitCode === null && child.signalCode === null) await end(child)
        log.end()
      }
    },
    pids: () => processes.map(({ spec, child }) => ({ name: spec.name, pid: child?.pid })),
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
    child.once('close', () => {
      clearTimeout(killer)
      done()
    })
    child.kill('SIGTERM')
  })
}

/** The sentence of a warning or error line; undefined for what people need not read. */
function readable(line: string): string | undefined {
  if (!line.startsWith('{')) return line.trim() || undefined
  try {
    const { level, msg } = JSON.parse(line) as { level?: number; msg?: string }
    return level !== undefined && level >= WARNING ? msg : undefined
  } catch {
    return line
  }
}
