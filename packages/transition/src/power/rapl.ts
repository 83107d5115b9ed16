/** RAPL counts energy; power is what was counted between two readings. */

export interface EnergyCounter {
  readonly name: string
  readonly energyUj: number
  /** The counter starts again at 0 beyond this. */
  readonly rangeUj: number
}

/** Energy between two readings of a counter that wrapped at most once. */
export const countedUj = (before: number, after: number, rangeUj: number): number =>
  after >= before ? after - before : after + rangeUj - before

/** Mean power of each zone between two readings. Zones that are missing from either are left out. */
export function powerBetween(
  before: readonly EnergyCounter[],
  after: readonly EnergyCounter[],
  elapsedMs: number,
): Record<string, number> {
  const earlier = new Map(before.map((zone) => [zone.name, zone.energyUj]))
  return Object.fromEntries(
    after.flatMap(({ name, energyUj, rangeUj }) => {
      const start = earlier.get(name)
      return start === undefined ? [] : [[name, countedUj(start, energyUj, rangeUj) / elapsedMs]]
    }),
  )
}

/** `psys` is the whole platform; without it the packages, which are disjoint. Cores and uncore are parts of a package. */
export function raplTotal(railsMw: Readonly<Record<string, number>>): number | null {
  if (railsMw.psys !== undefined) return railsMw.psys
  const packages = Object.entries(railsMw).filter(([name]) => name.startsWith('package-'))
  return packages.length === 0 ? null : packages.reduce((sum, [, mw]) => sum + mw, 0)
}
