/** Memory in use: on the device by all programs, and by one of them. */
import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'

/** What is neither free nor given back when asked for. */
export function deviceMemoryMb(): number {
  const available = matchIn('/proc/meminfo', /^MemAvailable:\s+(\d+) kB/m)
  return totalmem() / 2 ** 20 - (available === null ? freemem() / 2 ** 20 : available / 1024)
}

/** null where the system does not tell it. */
export function processMemoryMb(pid: number): number | null {
  const kilobytes = matchIn(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m)
  return kilobytes === null ? null : kilobytes / 1024
}

function matchIn(path: string, pattern: RegExp): number | null {
  try {
    const found = pattern.exec(readFileSync(path, 'utf8'))?.[1]
    return found === undefined ? null : Number(found)
  } catch {
    return null
  }
}
