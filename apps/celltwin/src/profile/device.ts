/** What this device is, as it tells itself. Nothing here is known beforehand. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import type { DeviceFacts } from '@celltwin/contracts'
import { instructionSet } from '@celltwin/models'

const NAMES = ['proc/device-tree/model', 'sys/class/dmi/id/product_name']
/** Facts beside the identity, each in a file of its own. */
const DETAILS: Readonly<Record<string, string>> = {
  l4t: 'etc/nv_tegra_release',
  cuda: 'usr/local/cuda/version.txt',
  maxClockKhz: 'sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq',
  governor: 'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor',
  gpuClockHz: 'sys/devices/gpu.0/devfreq/57000000.gpu/cur_freq',
  fanPwm: 'sys/devices/pwm-fan/cur_pwm',
  milliCelsius: 'sys/class/thermal/thermal_zone0/temp',
}

export function describeDevice(root = '/'): DeviceFacts {
  const read = (path: string) => fileText(join(root, path))
  const processors = cpus()
  const details = Object.entries(DETAILS).flatMap(([name, path]) => {
    const text = read(path)
    return text === undefined ? [] : [[name, text] as const]
  })
  const mode = powerMode()
  return {
    name: NAMES.map(read).find((name) => name !== undefined) ?? 'unknown device',
    architecture: arch(),
    processor: processors[0]?.model.trim() || 'unknown processor',
    cores: Math.max(1, processors.length),
    memoryMb: Math.round(totalmem() / 2 ** 20),
    system: `${type()} ${release()}`,
    details: { instructionSet: instructionSet(), ...Object.fromEntries(details), ...(mode ? { powerMode: mode } : {}) },
  }
}

function fileText(path: string): string | undefined {
  try {
    // Files of the device tree end in NUL.
    return readFileSync(path, 'utf8').replaceAll('\0', '').trim().split('\n')[0] || undefined
  } catch {
    return undefined
  }
}

/** `MAXN` or `5W` on Jetson boards. */
function powerMode(): string | undefined {
  try {
    const said = execFileSync('nvpmodel', ['-q'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return /Power Mode: *(\S+)/.exec(said)?.[1]
  } catch {
    return undefined
  }
}
