/** Faults as the panel sets them: kinds by what they concern, and from which cycle on. */
import { type Fault, type FaultKind, PART_DEFECTS, PLANT_FAULTS } from '@celltwin/contracts'

export const FAULT_GROUPS: readonly { readonly title: string; readonly kinds: readonly FaultKind[] }[] = [
  { title: 'Defect of the part', kinds: PART_DEFECTS },
  { title: 'Fault of the plant', kinds: PLANT_FAULTS },
]

const OF_A_SOURCE: ReadonlySet<FaultKind> = new Set(['silent-sensor', 'slow-network', 'clock-skew'])

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

/** `next part`, `cycles 12–14`, `from cycle 12 on`, `over` */
export function spanOf({ fromCycle, toCycle }: Pick<Fault, 'fromCycle' | 'toCycle'>, lastCycle: number): string {
  if (toCycle !== undefined && toCycle <= lastCycle) return toCycle === lastCycle ? `cycle ${toCycle}, running` : 'over'
  if (toCycle === undefined) return `from cycle ${fromCycle} on`
  return fromCycle === toCycle ? `cycle ${fromCycle}` : `cycles ${fromCycle}–${toCycle}`
}
