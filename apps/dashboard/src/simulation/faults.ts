/** Faults as the panel sets them: kinds by what they concern, and from which cycle on. */
import { type Fault, type FaultKind, PART_DEFECTS, PLANT_FAULTS } from '@celltwin/contracts'

export const FAULT_GROUPS: readonly { readonly title: 'part' | 'plant'; readonly kinds: readonly FaultKind[] }[] = [
  { title: 'part', kinds: PART_DEFECTS },
  { title: 'plant', kinds: PLANT_FAULTS },
]

const OF_A_SOURCE: ReadonlySet<FaultKind> = new Set([
  'silent-sensor',
  'stuck-sensor',
  'misaimed-sensor',
  'slow-network',
  'clock-skew',
])

/** Whether a fault of this kind concerns one agent. */
export const concernsSource = (kind: FaultKind): boolean => OF_A_SOURCE.has(kind)

export interface Wish {
  readonly kind: FaultKind
  readonly severity: number
  /** How many cycles, from the next one on; 0 for all until it is taken away. */
  readonly cycles: number
  readonly source?: string | undefined
  readonly angleDeg?: number | undefined
}

/** The fault of a wish. The cycle after the running one is the first that can have it whole. */
export function faultOf({ kind, severity, cycles, source, angleDeg }: Wish, lastCycle: number, id: string): Fault {
  const fromCycle = lastCycle + 1
  return {
    id,
    kind,
    severity,
    fromCycle,
    ...(cycles > 0 ? { toCycle: fromCycle + cycles - 1 } : {}),
    ...(concernsSource(kind) && source ? { source } : {}),
    ...(angleDeg === undefined ? {} : { angleDeg }),
  }
}

/** How the span of a fault lies to the cycle that was inserted last. */
export function spanOf(
  { fromCycle, toCycle }: Pick<Fault, 'fromCycle' | 'toCycle'>,
  lastCycle: number,
): 'running' | 'over' | 'on' | 'one' | 'range' {
  if (toCycle !== undefined && toCycle <= lastCycle) return toCycle === lastCycle ? 'running' : 'over'
  if (toCycle === undefined) return 'on'
  return fromCycle === toCycle ? 'one' : 'range'
}
