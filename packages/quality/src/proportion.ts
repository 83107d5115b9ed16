/** What a count proves: shares with their confidence bounds. */

export interface Share {
  readonly share: number
  readonly lower: number
  readonly upper: number
}

/** Normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054

/**
 * Share of `successes` in `trials` with its Wilson score interval (Wilson 1927), 95 % two-sided unless `z` says otherwise.
 * Null where there was no trial.
 */
export function wilson(successes: number, trials: number, z = Z_95): Share | null {
  if (trials <= 0) return null
  const share = successes / trials
  const z2 = z * z
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
  const half = (z / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))
  return { share, lower: Math.max(0, middle - half), upper: Math.min(1, middle + half) }
}

/**
 * One-sided upper bound on a share after no event in `trials` (Clopper–Pearson: 1 − α^(1/n)).
 *
 * 400 good parts in a row prove at most 0.75 % at 95 %. The rule of three, 3/n, is its round form.
 */
export function upperBoundOfNone(trials: number, confidence = 0.95): number {
  if (trials <= 0) return 1
  return 1 - (1 - confidence) ** (1 / trials)
}

/**
 * Share of `events` in `trials` with its exact interval (Clopper and Pearson 1934), 95 % two-sided unless `confidence` says
 * otherwise. After no event the upper bound is near 3.7/n; null where there was no trial.
 */
export function exactShare(events: number, trials: number, confidence = 0.95): Share | null {
  if (trials <= 0) return null
  const tail = (1 - confidence) / 2
  return {
    share: events / trials,
    lower: events === 0 ? 0 : shareWhere((p) => 1 - binomialUpTo(events - 1, trials, p) < tail),
    upper: events === trials ? 1 : shareWhere((p) => binomialUpTo(events, trials, p) > tail),
  }
}

/** The share up to which `holds` is true, by halving. */
function shareWhere(holds: (share: number) => boolean): number {
  let low = 0
  let high = 1
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** Probability of at most `most` events in `trials`. */
function binomialUpTo(most: number, trials: number, share: number): number {
  if (share <= 0) return 1
  if (share >= 1) return most >= trials ? 1 : 0
  let logTerm = trials * Math.log1p(-share)
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= most; k++) {
    logTerm += Math.log((trials - k + 1) / k) + Math.log(share) - Math.log1p(-share)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}
