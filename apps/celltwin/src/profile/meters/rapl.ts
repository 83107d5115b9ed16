/** RAPL: the energy counters of x86 processors, through powercap. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EnergyCounter, type PowerReading, powerBetween, raplTotal } from '@celltwin/transition/profile'
import type { FindMeter } from './meter.ts'

const POWERCAP = 'sys/class/powercap'

export const findRapl: FindMeter = (intervalMs, root) => {
  const folder = join(root, POWERCAP)
  // `intel-rapl-mmio` counts the same packages once more.
  const zones = existsSync(folder) ? readdirSync(folder).filter((name) => /^intel-rapl:\d+(:\d+)?$/.test(name)) : []
  const first = zones.map((zone) => readZone(join(folder, zone)))
  if (raplTotal(Object.fromEntries(first.map(({ name }) => [name, 0]))) === null) return undefined
  let before = { counters: first, atMs: performance.now() }
  const names = first.map(({ name }) => name)
  const platform = names.includes('psys')
  return {
    facts: {
      kind: 'rapl',
      total: platform ? 'psys' : names.filter((name) => name.startsWith('package-')).join(' + '),
      rails: names,
      notMeasured: platform ? 'what hangs on other supplies' : 'memory modules, boards, disks, power supply',
      intervalMs,
      quantumMw: null,
      reads: 'interval-mean',
    },
    read(): PowerReading | null {
      const now = { counters: zones.map((zone) => readZone(join(folder, zone))), atMs: performance.now() }
      if (now.atMs <= before.atMs) return null
      const railsMw = powerBetween(before.counters, now.counters, now.atMs - before.atMs)
      before = now
      return { railsMw, totalMw: raplTotal(railsMw) }
    },
    close() {},
  }
}

/** @throws Error saying what to do where only root may read. */
function readZone(folder: string): EnergyCounter {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8').trim()
  try {
    return { name: read('name'), energyUj: Number(read('energy_uj')), rangeUj: Number(read('max_energy_range_uj')) }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code !== 'EACCES') throw new Error(`RAPL cannot be read: ${message}`)
    throw new Error(
      `RAPL is there, but ${folder}/energy_uj may be read by root alone: run as root, or let its group read it`,
    )
  }
}
