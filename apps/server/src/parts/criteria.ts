/** Criteria for parts → conditions on `part_cycle c`, in SQL. One place, so that list, trace, export and recall agree. */
import type { LinkKind, PartCriteria } from '@celltwin/contracts'

export interface Where {
  /** ` where …`, or nothing. */
  readonly sql: string
  readonly values: unknown[]
}

/** Collects conditions and their parameters. */
export class Conditions {
  readonly #parts: string[] = []
  readonly values: unknown[] = []

  /** `condition` is given the place of each value. */
  add(condition: (...places: string[]) => string, ...values: unknown[]): void {
    const places = values.map((value) => `$${this.values.push(value)}`)
    this.#parts.push(condition(...places))
  }

  get sql(): string {
    return this.#parts.length > 0 ? ` where ${this.#parts.join(' and ')}` : ''
  }
}

const ofCycle = (table: string, condition: string) =>
  `exists (select from ${table} t where t.cycle_id = c.cycle_id and ${condition})`

const beginning = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`

export function conditionsOf(criteria: PartCriteria, cellId?: number): Conditions {
  const all = new Conditions()
  const { verdict, from, to, serial, characteristic, defect, lot, model, operator, container, shipment } = criteria
  if (cellId !== undefined) all.add((p) => `c.cell_id = ${p}`, cellId)
  if (verdict) all.add((p) => `c.verdict = ${p}`, verdict)
  if (characteristic)
    all.add((p) => `c.verdict <> 'pass' and c.reasons -> 0 ->> 'characteristic' = ${p}`, characteristic)
  if (from) all.add((p) => `c.started_at >= ${p}`, from)
  if (to) all.add((p) => `c.started_at <= ${p}`, to)
  if (serial) all.add((p) => `c.serial like ${p}`, beginning(serial))
  if (defect)
    all.add(
      (p) => `(${ofCycle('measurement', `t.characteristic = ${p} and t.conformance in ('fail', 'conditional-fail')`)}
        or ${ofCycle('review', `t.undone_at is null and t.review ->> 'defect' = ${p}`)})`,
      defect,
    )
  measured(all, criteria)
  if (lot) all.add((p) => ofCycle('material_lot', `t.lot = ${p}`), lot)
  for (const kind of ['recipe', 'fixture', 'tool', 'gauge', 'calibration'] as const)
    if (criteria[kind]) linked(all, kind, criteria[kind])
  if (model)
    all.add((p) => ofCycle('trace_link', `t.kind in ('model', 'algorithm') and t.name like ${p}`), beginning(model))
  if (operator) all.add((p) => ofCycle('review', `t.undone_at is null and t.by = ${p}`), operator)
  if (container) all.add((p) => ofCycle('packing', `t.container = ${p}`), container)
  if (shipment)
    all.add(
      (p) =>
        ofCycle(
          'packing',
          `(t.cell_id, t.container) in (select cell_id, container from container where shipment = ${p})`,
        ),
      shipment,
    )
  return all
}

function linked(all: Conditions, kind: LinkKind, name: string): void {
  all.add((k, n) => ofCycle('trace_link', `t.kind = ${k} and t.name = ${n}`), kind, name)
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
  all.add((...places) => ofCycle('measurement', rules.map((write) => write(places)).join(' and ')), ...values)
}
