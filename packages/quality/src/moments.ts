/** Sums over a sample. */

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length

/** Sum of squared distances from the mean: from the mean first, so that large offsets cost no digits. */
export function squaresOf(values: readonly number[], mean = meanOf(values)): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

/** Standard deviation of the sample, with n − 1. */
export const deviationOf = (values: readonly number[]): number => Math.sqrt(squaresOf(values) / (values.length - 1))

export const rangeOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values)
