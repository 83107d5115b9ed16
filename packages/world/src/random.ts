/**
 * Random numbers that depend on what they are for and not on the order in which they are asked for, so that separate
 * processes draw the same part.
 */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  between(low: number, high: number): number
  /** Standard normal. */
  normal(): number
  /** Normal with this mean and σ, cut off at ± `cut` σ: a process under control. */
  around(mean: number, sigma: number, cut?: number): number
  /** Log-normal about `median`: `factor` is what one σ multiplies by. */
  times(median: number, factor: number, cut?: number): number
  pick<T>(choices: readonly T[]): T
}

const hashText = (text: string) => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** One stream of numbers for one purpose: splitmix32 seeds sfc32. */
export function randomFor(seed: number, cycleNumber: number, purpose: string): Random {
  let mixed = hashText(`${seed}/${cycleNumber}/${purpose}`)
  const word = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let z = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let a = word()
  let b = word() ^ (seed | 0)
  let c = word() ^ (cycleNumber | 0)
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) next()

  const uniform = () => next() / 4294967296
  let spare: number | undefined
  const normal = () => {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = v * factor
      return u * factor
    }
  }
  const cutNormal = (cut: number) => {
    for (;;) {
      const z = normal()
      if (Math.abs(z) <= cut) return z
    }
  }
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal,
    around: (mean, sigma, cut = 2.5) => mean + sigma * cutNormal(cut),
    times: (median, factor, cut = 2.5) => median * factor ** cutNormal(cut),
    pick: (choices) => choices[Math.floor(uniform() * choices.length)]!,
  }
}
