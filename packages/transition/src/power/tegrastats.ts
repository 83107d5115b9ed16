/** Lines of NVIDIA's `tegrastats`. Fields come in any order and differ by board and release: each is read by its name. */
import { type PowerReading, totalOf } from './reading.ts'

export interface TegrastatsSample extends PowerReading {
  readonly memoryUsedMb: number
  readonly memoryTotalMb: number
}

const MEMORY = /\bRAM (\d+)\/(\d+)MB/
/** `POM_5V_IN 943/919` and `VIN_SYS_5V0 5500mW/5500mW/5500mW`: now, the mean since it started, … in mW. */
const RAIL = /(?<=^|\s)([A-Z]\w+) (\d+)(?:mW)?(?:\/\d+(?:mW)?){1,2}(?=\s|$)/g

/** Undefined where the line is none of tegrastats. */
export function parseTegrastats(line: string): TegrastatsSample | undefined {
  const memory = MEMORY.exec(line)
  if (!memory) return undefined
  const railsMw = Object.fromEntries([...line.matchAll(RAIL)].map(([, name, mw]) => [name!, Number(mw)]))
  return { memoryUsedMb: Number(memory[1]), memoryTotalMb: Number(memory[2]), railsMw, totalMw: totalOf(railsMw) }
}
