/** Numbers for tests, from a small seeded generator. */

/** Even between 0 and 1 (mulberry32). */
export function uniformFrom(seed: number): () => number {
  let state = seed * 7919 + 1
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Standard normal values (Box and Muller). */
export function normals(n: number, seed: number): number[] {
  const uniform = uniformFrom(seed)
  return Array.from({ length: n }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    return radius * Math.cos(2 * Math.PI * uniform())
  })
}
