/** Power readings, and which of several rails is the device's whole. */

export interface PowerReading {
  /** The device's power as the meter covers it; null where the rails do not tell it. */
  readonly totalMw: number | null
  readonly railsMw: Readonly<Record<string, number>>
}

/** Rails that carry everything the board takes. The others are parts of it. */
const TOTAL_RAILS = ['POM_5V_IN', 'VDD_IN']

export const totalRailOf = (rails: readonly string[]): string | undefined =>
  TOTAL_RAILS.find((name) => rails.includes(name))

/**
 * The total as the rails tell it, never their sum. A part that exceeds its whole means that the labels of this board are
 * wrong: then there is no total.
 */
export function totalOf(railsMw: Readonly<Record<string, number>>): number | null {
  const rail = totalRailOf(Object.keys(railsMw))
  const total = rail === undefined ? undefined : railsMw[rail]
  if (total === undefined) return null
  return Object.values(railsMw).some((part) => part > total) ? null : total
}
