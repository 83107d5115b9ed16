/** Which serials have been through the cell, so that a code that comes a second time is noticed. */
import type { Memory } from '../../context.ts'

/** A code repeated later than this many cycles is not noticed. About four days at full rate. */
const REMEMBERED_CYCLES = 20_000

const bySerial = (serial: string) => `serial/${serial}`
const byCycle = (cycleNumber: number) => `serial-of/${cycleNumber}`

/** The earlier cycle in which this serial was seen, unless a person has taken it out since: then it may come back. */
export function seenBefore(memory: Memory, serial: string | undefined, cycleNumber: number): number | undefined {
  const seen = serial === undefined ? undefined : memory.get<number | null>(bySerial(serial))
  return typeof seen === 'number' && seen < cycleNumber ? seen : undefined
}

/** Notes the serial, and forgets the one that has become too old. */
export async function noteSerial(memory: Memory, serial: string, cycleNumber: number): Promise<void> {
  await memory.put(byCycle(cycleNumber), serial)
  await memory.put(bySerial(serial), cycleNumber)
  const old = cycleNumber - REMEMBERED_CYCLES
  const oldSerial = memory.get<string>(byCycle(old))
  if (oldSerial === undefined) return
  await memory.remove(byCycle(old))
  if (memory.get<number>(bySerial(oldSerial)) === old) await memory.remove(bySerial(oldSerial))
}

/** Memory entries that let the serial come again: a person has taken the part out. */
export const mayReturnEntries = (serial: string): Record<string, unknown> => ({ [bySerial(serial)]: null })
