/** The meter that a profile asks for, or the reason why power is unmeasured. */
import { findIna3221 } from './ina3221.ts'
import type { FindMeter, Meter } from './meter.ts'
import { findRapl } from './rapl.ts'
import { recordedMeter } from './recorded.ts'
import { findTegrastats } from './tegrastats.ts'

/** Best first: what covers the whole board, at the rate that is asked for. */
const KINDS: Readonly<Record<string, FindMeter>> = {
  ina3221: findIna3221,
  tegrastats: findTegrastats,
  rapl: findRapl,
}

export type Found = Meter | { readonly unmeasured: string }

/**
 * @param asked `auto`, `none`, a kind of meter, or the CSV file of a recorded trace.
 * @throws Error where a meter asked for by name is not there or cannot be read: a profile without it would be another.
 */
export function findMeter(asked: string, intervalMs: number, root = '/'): Found {
  if (asked === 'none') return { unmeasured: 'no meter was asked for' }
  if (asked.endsWith('.csv')) return recordedMeter(asked, intervalMs)
  const find = KINDS[asked]
  if (find) {
    const meter = find(intervalMs, root)
    if (!meter) throw new Error(`this device has no power meter of the kind ${asked}`)
    return meter
  }
  if (asked !== 'auto') throw new Error(`--meter must be auto, none, ${Object.keys(KINDS).join(', ')} or a .csv file`)
  const reasons: string[] = []
  for (const kind of Object.keys(KINDS)) {
    try {
      const meter = KINDS[kind]!(intervalMs, root)
      if (meter) return meter
      reasons.push(`no ${kind}`)
    } catch (cause) {
      reasons.push((cause as Error).message)
    }
  }
  return { unmeasured: `this device tells no power (${reasons.join('; ')})` }
}
