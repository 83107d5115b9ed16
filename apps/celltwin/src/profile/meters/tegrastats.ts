/** NVIDIA's own sampler, for Jetson boards whose sysfs is out of reach. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseTegrastats, type TegrastatsSample } from '@celltwin/transition/profile'
import type { FindMeter } from './meter.ts'

/** Rails are known from the first line only. */
const ANY_RAIL = 'the input rail (POM_5V_IN or VDD_IN)'

export const findTegrastats: FindMeter = (intervalMs) => {
  const program = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'tegrastats'))
    .find((path) => existsSync(path))
  if (!program) return undefined
  const child = spawn(program, ['--interval', String(intervalMs)], { stdio: ['ignore', 'pipe', 'ignore'] })
  let last: TegrastatsSample | undefined
  let failed: string | undefined
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = parseTegrastats(line) ?? last
  })
  child.on('error', (cause) => {
    failed = cause.message
  })
  child.on('exit', (code) => {
    failed = `it ended with code ${code}`
  })
  return {
    facts: {
      kind: 'tegrastats',
      total: ANY_RAIL,
      rails: [],
      notMeasured: 'losses of the power supply',
      intervalMs,
      quantumMw: null,
      reads: 'instant',
    },
    read() {
      if (failed) throw new Error(`tegrastats: ${failed}`)
      // Each line counts once: a second look at it would hold the power for longer than was measured.
      const reading = last ?? null
      last = undefined
      return reading
    },
    close() {
      child.kill()
    },
  }
}
