/** Two models on the same pictures: only those on which one is right and the other wrong tell them apart. */

export interface PairedOutcomes {
  readonly images: number
  readonly bothRight: number
  readonly onlyBaseRight: number
  readonly onlyVariantRight: number
}

export interface PairedComparison extends PairedOutcomes {
  readonly baseAccuracy: number
  readonly variantAccuracy: number
  /** Variant less base, with its 95 % interval. */
  readonly difference: number
  readonly lower: number
  readonly upper: number
  /** Two-sided, exact: how often as lopsided a split would come of two equally good models. */
  readonly pValue: number
}

/** One entry a picture, in the same order. @throws Error where the lists do not belong together. */
export function pairedOutcomes(base: readonly boolean[], variant: readonly boolean[]): PairedOutcomes {
  if (base.length !== variant.length) throw new Error('both models must have seen the same pictures')
  const count = (b: boolean, v: boolean) => base.filter((right, k) => right === b && variant[k] === v).length
  return {
    images: base.length,
    bothRight: count(true, true),
    onlyBaseRight: count(true, false),
    onlyVariantRight: count(false, true),
  }
}

export function comparePaired(outcomes: PairedOutcomes): PairedComparison {
  const { images, bothRight, onlyBaseRight, onlyVariantRight } = outcomes
  return {
    ...outcomes,
    baseAccuracy: (bothRight + onlyBaseRight) / images,
    variantAccuracy: (bothRight + onlyVariantRight) / images,
    difference: (onlyVariantRight - onlyBaseRight) / images,
    ...differenceInterval(onlyVariantRight, onlyBaseRight, images),
    pValue: mcNemarExact(onlyBaseRight, onlyVariantRight),
  }
}

/** McNemar's test, exact: of b + c disagreements each falls to either side like a coin. */
export function mcNemarExact(b: number, c: number): number {
  const trials = b + c
  const fewer = Math.min(b, c)
  // From the logarithm: 2^-trials alone would vanish from 1,075 disagreements on.
  let logTerm = -trials * Math.LN2
  let tail = 0
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm)
    logTerm += Math.log((trials - k) / (k + 1))
  }
  return Math.min(1, 2 * tail)
}

const Z_95 = 1.959963984540054

/**
 * 95 % score interval of the difference of two paired shares, (b − c)/n (Tango 1998): holds its level where nearly all pairs
 * agree, as they do here, and is not a point where all do.
 */
export function differenceInterval(
  b: number,
  c: number,
  n: number,
): { readonly lower: number; readonly upper: number } {
  const score = (delta: number) => {
    const linear = -b - c + (2 * n - b + c) * delta
    const constant = -c * delta * (1 - delta)
    const share = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n)
    const variance = n * (2 * share + delta * (1 - delta))
    const distance = b - c - n * delta
    if (distance === 0) return 0
    return variance > 0 ? distance / Math.sqrt(variance) : Math.sign(distance) * Number.POSITIVE_INFINITY
  }
  // The score falls as the difference that is supposed rises.
  const crossing = (target: number) => {
    let [low, high] = [-1, 1]
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2
      if (score(middle) > target) low = middle
      else high = middle
    }
    return (low + high) / 2
  }
  return { lower: crossing(Z_95), upper: crossing(-Z_95) }
}
