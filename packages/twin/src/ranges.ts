/** Sets of whole numbers as inclusive ranges: in order, apart from one another by at least one number. */
export type Range = readonly [from: number, to: number]

export function includes(ranges: readonly Range[], n: number): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle]!
    if (n < from) high = middle - 1
    else if (n > to) low = middle + 1
    else return true
  }
  return false
}

export function including(ranges: readonly Range[], from: number, to: number): Range[] {
  const before = ranges.filter((r) => r[1] < from - 1)
  const after = ranges.filter((r) => r[0] > to + 1)
  const touching = ranges.slice(before.length, ranges.length - after.length)
  const merged: Range = [Math.min(from, touching[0]?.[0] ?? from), Math.max(to, touching.at(-1)?.[1] ?? to)]
  return [...before, merged, ...after]
}

export const excluding = (ranges: readonly Range[], from: number, to: number): Range[] =>
  ranges.flatMap(([a, b]) => {
    if (b < from || a > to) return [[a, b] as const]
    return [...(a < from ? [[a, from - 1] as const] : []), ...(b > to ? [[to + 1, b] as const] : [])]
  })
