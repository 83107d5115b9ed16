/** Criteria for parts → conditions on `part_cycle c`, in SQL. One place, so that list, trace, export and recall agree. */
import type { PartCriteria } from '@celltwin/contracts'

/** Collects conditions and their parameters. */
export class Conditions {
  readonly #own: string[] = []
  readonly #beside: string[] = []
  readonly values: unknown[] = []

  /** On the cycle itself. `condition` is given the place of each value. */
  add(condition: (...places: string[]) => string, ...values: unknown[]): void {
    this.#own.push(condition(...this.#placesOf(values)))
  }

  /** On what other tables have of the cycle: little of it may fulfil them, and that little may be old. */
  addBeside(condition: (...places: string[]) => string, ...values: unknown[]): void {
    this.#beside.push(condition(...this.#placesOf(values)))
  }

  /** ` where …`, or nothing. */
  get sql(): string {
    return where([...this.#own, ...this.#beside])
  }

  get own(): string {
    return where(this.#own)
  }

  /** Nothing where the cycle itself says all. */
  get beside(): string {
    return where(this.#beside)
  }

  #placesOf(values: readonly unknown[]): string[] {
    return values.map((value) => `$${this.values.push(value)}`)
  }
}

const where = (parts: readonly string[]): string => (parts.length > 0 ? ` where ${parts.join(' and ')}` : '')

const ofCycle = (table: string, condition: string) =>
  `exists (select from ${table} t where t.cycle_id = c.cycle_id and ${condition})`

const beginning = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`

export function conditionsOf(criteria: PartCriteria, cellId?: number): Conditions {
  const all = new Conditions()
  const { verdict, from, to, fromCycle, toCycle, serial, characteristic } = criteria
  const { defect, lot, model, operator, container, shipment } = criteria
  if (cellId !== undefined) all.add((p) => `c.cell_id = ${p}`, cellId)
  // A verdict on a part of the rack tests the cell: whoever asks for rejects asks for production's.
  if (verdict) all.add((p) => `c.verdict = ${p} and c.challenge is null`, verdict)
  if (characteristic)
    all.add((p) => `c.verdict <> 'pass' and c.reasons -> 0 ->> 'characteristic' = ${p}`, characteristic)
  if (from) all.add((p) => `c.started_at >= ${p}`, from)
  if (to) all.add((p) => `c.started_at <= ${p}`, to)
  if (fromCycle !== undefined) all.add((p) => `c.cycle_number >= ${p}`, fromCycle)
  if (toCycle !== undefined) all.add((p) => `c.cycle_number <= ${p}`, toCycle)
  if (serial) all.add((p) => `c.serial like ${p}`, beginning(serial))
  if (defect)
    all.addBeside(
      (p) => `c.cycle_id in (
        select cycle_id from measurement where characteristic = ${p} and conformance in ('fail', 'conditional-fail')
        union select cycle_id from review where undone_at is null and review ->> 'defect' = ${p})`,
      defect,
    )
  measured(all, criteria)
  if (lot) all.addBeside((p) => `c.made_from in (select id from origin where name = ${p})`, lot)
  for (const kind of ['recipe', 'fixture', 'tool', 'gauge', 'calibration'] as const)
    if (criteria[kind])
      all.addBeside(
        (k, n) => `c.made_with in (select id from origin where kind = ${k} and name = ${n})`,
        kind,
        criteria[kind],
      )
  if (model)
    all.addBeside(
      (p) => `c.made_with in (select id from origin where kind in ('model', 'algorithm') and name like ${p})`,
      beginning(model),
    )
  if (operator) all.addBeside((p) => ofCycle('review', `t.undone_at is null and t.by = ${p}`), operator)
  if (container) all.addBeside((p) => ofCycle('packing', `t.container = ${p}`), container)
  if (shipment)
    all.addBeside(
      (p) =>
        ofCycle(
          'packing',
          `(t.cell_id, t.container) in (select cell_id, container from container where shipment = ${p})`,
        ),
      shipment,
    )
  return all
}

/** Value and conformance are of one and the same result. */
function measured(all: Conditions, { measured: id, above, below, conformance }: PartCriteria): void {
  if (id === undefined && conformance === undefined) return
  const values: unknown[] = []
  const rules: ((places: string[]) => string)[] = []
  const rule = (sql: string, value: unknown) => {
    if (value === undefined) return
    const at = values.push(value) - 1
    rules.push((places) => `${sql} ${places[at]}`)
  }
  rule('t.characteristic =', id)
  rule('t.value >=', above)
  rule('t.value <=', below)
  rule('t.conformance =', conformance)
  all.addBeside((...places) => ofCycle('measurement', rules.map((write) => write(places)).join(' and ')), ...values)
}
