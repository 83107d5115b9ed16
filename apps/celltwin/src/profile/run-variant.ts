/** One variant in a process of its own, with power and memory sampled from this one through all of its phases. */
import { fork } from 'node:child_process'
import type { ProfilePhaseName, ProfileSamples } from '@celltwin/contracts'
import type { Running } from '@celltwin/inspection/inference'
import { type Job, monotonicMs, type RunnerSays } from './job.ts'
import { deviceMemoryMb, processMemoryMb } from './memory.ts'
import type { Meter } from './meters/meter.ts'

export interface Sampling {
  readonly runner: URL
  readonly intervalMs: number
  readonly meter?: Meter
  readonly progress: (text: string) => void
}

export interface VariantRun {
  readonly ran: Running
  readonly phases: readonly { readonly phase: ProfilePhaseName; readonly startMs: number; readonly endMs: number }[]
  readonly samples: ProfileSamples
  readonly latenciesMs: readonly number[]
  readonly classes?: readonly number[]
}

/** @throws Error as the runner says it, or the meter. */
export function runVariant(job: Job, { runner, intervalMs, meter, progress }: Sampling): Promise<VariantRun> {
  const child = fork(runner, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' })
  const starts: { phase: ProfilePhaseName; atMs: number }[] = []
  const taken: { atMs: number; powerMw: number | null; memoryMb: number; processMb: number | null }[] = []

  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearInterval(timer)
      child.kill()
      settle()
    }
    const sample = () => {
      try {
        const powerMw = meter?.read()?.totalMw ?? null
        const processMb = processMemoryMb(child.pid ?? 0)
        taken.push({ atMs: monotonicMs(), powerMw, memoryMb: deviceMemoryMb(), processMb })
      } catch (cause) {
        finish(() => reject(cause))
      }
    }
    const timer = setInterval(sample, intervalMs)
    child.on('message', (message: RunnerSays) => {
      switch (message.says) {
        case 'phase':
          // The first sample lies at the start, however short the phase.
          if (starts.length === 0) sample()
          starts.push(message)
          break
        case 'progress':
          progress(message.text)
          break
        case 'failed':
          finish(() => reject(new Error(message.message)))
          break
        case 'done':
          sample()
          finish(() => resolve(together(message, starts, taken)))
      }
    })
    child.once('error', (cause) => finish(() => reject(cause)))
    // Its last words may still be on their way when it has ended: they count before its end does.
    const ended = () => {
      const { connected, exitCode, signalCode } = child
      if (connected || (exitCode === null && signalCode === null)) return
      finish(() => reject(new Error(`the runner ended with ${signalCode ?? `code ${exitCode}`}`)))
    }
    child.once('exit', ended)
    child.once('disconnect', ended)
    child.send(job)
  })
}

function together(
  { atMs: endMs, ran, latenciesMs, classes }: Extract<RunnerSays, { says: 'done' }>,
  starts: readonly { phase: ProfilePhaseName; atMs: number }[],
  taken: readonly { atMs: number; powerMw: number | null; memoryMb: number; processMb: number | null }[],
): VariantRun {
  const originMs = starts[0]?.atMs ?? endMs
  const during = taken.filter(({ atMs }) => atMs >= originMs && atMs <= endMs)
  const from = (atMs: number) => Math.round((atMs - originMs) * 1000) / 1000
  return {
    ran,
    latenciesMs,
    ...(classes ? { classes } : {}),
    phases: starts.map(({ phase, atMs }, i) => ({
      phase,
      startMs: from(atMs),
      endMs: from(starts[i + 1]?.atMs ?? endMs),
    })),
    samples: {
      atMs: during.map(({ atMs }) => from(atMs)),
      powerMw: during.map(({ powerMw }) => powerMw),
      memoryMb: during.map(({ memoryMb }) => Math.round(memoryMb * 10) / 10),
      processMb: during.map(({ processMb }) => processMb),
    },
  }
}
