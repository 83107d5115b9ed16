/** The processor's vector instructions: engines choose their kernels by them. */
import { readFileSync } from 'node:fs'
import { arch } from 'node:process'

/** Widest first; each as Linux names it. */
const VECTORS = ['amx_int8', 'avx512_vnni', 'avx512f', 'avx_vnni', 'avx2', 'avx', 'sve', 'asimddp', 'asimd'] as const

/** `x64 avx512_vnni`; the architecture alone where the system does not say more. */
export function instructionSet(readCpuInfo: () => string = readLinux): string {
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(readCpuInfo())?.[1]?.trim().split(/\s+/))
  const widest = VECTORS.find((name) => flags.has(name))
  return widest ? `${arch} ${widest}` : arch
}

function readLinux(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    return ''
  }
}
