/** A module's parameters from the cell file, as the simulated devices read them. */
export type Parameters = Readonly<Record<string, number | string | readonly number[]>>

/** @throws Error where the parameter is absent or not a number. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name]
  if (typeof value !== 'number') throw new Error(`parameter ${name}: a number is needed`)
  return value
}

export function numbersOf(parameters: Parameters, name: string): readonly number[] {
  const value = parameters[name]
  if (!Array.isArray(value)) throw new Error(`parameter ${name}: a list of numbers is needed`)
  return value
}
