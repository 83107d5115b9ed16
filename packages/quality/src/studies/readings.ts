/** Readings of a study, grouped and checked: every part measured equally often, by every operator. */

/** One measurement in a study. `operator` is absent where the cell handles the parts by itself. */
export interface Reading {
  readonly part: string
  readonly operator?: string | undefined
  readonly value: number
}

export interface Crossed {
  readonly parts: readonly string[]
  readonly operators: readonly string[]
  readonly trials: number
  /** `[part][operator][trial]`. */
  readonly cells: readonly (readonly (readonly number[])[])[]
}

/** @throws RangeError that names the part and operator with another number of trials. */
export function crossedOf(readings: readonly Reading[]): Crossed {
  const parts = [...new Set(readings.map(({ part }) => part))]
  const operators = [...new Set(readings.map(({ operator = '' }) => operator))]
  const cells = parts.map(() => operators.map((): number[] => []))
  const [rows, columns] = [placesOf(parts), placesOf(operators)]
  for (const { part, operator = '', value } of readings) cells[rows.get(part)!]![columns.get(operator)!]!.push(value)
  const trials = cells[0]?.[0]?.length ?? 0
  for (const [i, row] of cells.entries())
    for (const [j, { length }] of row.entries())
      if (length !== trials) {
        const by = operators[j] ? ` by ${operators[j]}` : ''
        throw new RangeError(`part ${parts[i]}${by}: must have ${trials} trials as the first, has ${length}`)
      }
  return { parts, operators, trials, cells }
}

const placesOf = (names: readonly string[]) => new Map(names.map((name, i) => [name, i]))
