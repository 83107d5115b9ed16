/** Readings that a run lost, by reason: reasons that differ in their numbers alone are one, with the range of each number. */

export interface Lost {
  readonly count: number
  readonly reason: string | null
}

const NUMBER = /\d+(?:\.\d+)?/g

export function lostByReason(all: readonly Lost[]): Lost[] {
  const groups = new Map<string | null, Lost[]>()
  for (const one of all) {
    const sentence = one.reason?.replace(NUMBER, '#') ?? null
    groups.set(sentence, [...(groups.get(sentence) ?? []), one])
  }
  return [...groups].map(([sentence, of]) => ({
    count: of.reduce((sum, { count }) => sum + count, 0),
    reason: sentence === null ? null : withRanges(of.map(({ reason }) => reason!)),
  }))
}

function withRanges(reasons: readonly string[]): string {
  const numbers = reasons.map((reason) => reason.match(NUMBER) ?? [])
  let place = 0
  return reasons[0]!.replace(NUMBER, () => {
    const sorted = numbers.map((of) => of[place]!).sort((a, b) => Number(a) - Number(b))
    place++
    const [least, most] = [sorted[0]!, sorted.at(-1)!]
    return least === most ? least : `${least}–${most}`
  })
}
