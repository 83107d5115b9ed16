/** Where a part comes from: its serial, the lots and tools it was made with. */
import { randomFor } from './random.ts'

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Serial as on the 2D code. The middle tells lines, and worlds of different seeds, apart in one installation. */
export function serialOf(seed: number, cycleNumber: number, line = ''): string {
  const random = randomFor(seed, 0, `serial${line}`)
  const tag = Array.from({ length: 3 }, () => random.pick([...SYMBOLS])).join('')
  return `26K22-${tag}-${String(cycleNumber).padStart(6, '0')}`
}

const LOTS = [
  { material: 'bearing 30x55x23', prefix: 'BRG', parts: 300 },
  { material: 'rim casting', prefix: 'RIM', parts: 480 },
  { material: 'grease', prefix: 'GRS', parts: 900 },
] as const

export function materialLots(seed: number, cycleNumber: number): { material: string; lot: string }[] {
  return LOTS.map(({ material, prefix, parts }) => {
    const phase = Math.floor(randomFor(seed, 0, material).uniform() * parts)
    const lot = Math.floor((cycleNumber + phase) / parts)
    return { material, lot: `${prefix}-${String(1000 + lot * 7 + (seed % 7)).padStart(4, '0')}` }
  })
}

/** Parts that one grooving tool cuts. Its wear moves the diameter over balls slowly. */
const TOOL_LIFE = 2400

export const toolOf = (cycleNumber: number): string =>
  `GRV-${String(1 + Math.floor(cycleNumber / TOOL_LIFE)).padStart(2, '0')}`

/** 0 for a new tool, 1 for one about to be changed. */
export const toolWear = (cycleNumber: number): number => (cycleNumber % TOOL_LIFE) / TOOL_LIFE

export const fixtureOf = (cycleNumber: number): string => `FX-${1 + (cycleNumber % 2)}`
