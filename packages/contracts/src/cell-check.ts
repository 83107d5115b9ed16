/** What a cell file must keep beyond its shape: names that meet, times that fit. Errors name the path and the rule. */
import { CellDefinition } from './cell.ts'
import { geometryFlaws } from './cell-geometry.ts'
import type { Characteristic } from './characteristic.ts'
import { type Checked, checker, type Flaw } from './check.ts'
import { INFERENCE_SETTINGS } from './inference.ts'
import { MEASURED_IN } from './measured-in.ts'
import { PART_DEFECTS } from './messages.ts'
import { shiftFlaws } from './shift-check.ts'
import { unknownFields } from './unknown-fields.ts'

/** Roles that every cell has beside its modules. */
export const CELL_ROLES = ['handling', 'verifier'] as const

const checkShape = checker(CellDefinition)

/** Checks a cell definition whole: shape first, then everything that has to agree with everything else. */
export function checkCellDefinition(value: unknown): Checked<CellDefinition> {
  const shape = checkShape(value)
  if (!shape.ok) return shape
  const flaws = [
    ...duplicates(shape.value),
    ...modules(shape.value),
    ...inference(shape.value),
    ...limits(shape.value),
    ...units(shape.value),
    ...times(shape.value),
    ...agents(shape.value),
    ...gaugeTrust(shape.value),
    ...shiftFlaws(shape.value),
  ]
  if (shape.value.devices.kind === 'replay' && !shape.value.devices.folder)
    flaws.push({ field: '/devices/folder', rule: 'must name the folder to replay' })
  return flaws.length > 0 ? { ok: false, flaws } : shape
}

/** What is checked where a cell file is read: the definition, fields misspelt, and whether its stations can stand so. */
export function checkCellFile(value: unknown): Checked<CellDefinition> {
  const checked = checkCellDefinition(value)
  if (!checked.ok) return checked
  const unknown = unknownFields(CellDefinition, value).map((field) => ({ field, rule: 'is no field of a cell file' }))
  const flaws = [...unknown, ...geometryFlaws(checked.value)]
  return flaws.length > 0 ? { ok: false, flaws } : checked
}

function* duplicates(cell: CellDefinition): Generator<Flaw> {
  const lists = {
    '/stations': cell.stations,
    '/recipe/characteristics': cell.recipe.characteristics,
    '/cycle/phases': cell.cycle.phases,
  }
  for (const [path, items] of Object.entries(lists)) {
    const seen = new Set<string>()
    for (const [index, { id }] of items.entries()) {
      if (seen.has(id)) yield { field: `${path}/${index}/id`, rule: `${id} is already taken` }
      seen.add(id)
    }
  }
}

function* modules(cell: CellDefinition): Generator<Flaw> {
  const names = Object.keys(cell.modules)
  const phases = cell.cycle.phases.map(({ id }) => id)
  const known = (list: readonly string[]) => `must be one of ${list.join(', ')}`
  for (const role of CELL_ROLES) {
    if (names.includes(role)) yield { field: `/modules/${role}`, rule: `${role} is a role of every cell, not a module` }
  }
  for (const [index, { module }] of cell.recipe.characteristics.entries()) {
    if (!names.includes(module)) yield { field: `/recipe/characteristics/${index}/module`, rule: known(names) }
  }
  for (const [index, { module }] of cell.stations.entries()) {
    const stationModules = [...names, ...CELL_ROLES]
    if (module && !stationModules.includes(module))
      yield { field: `/stations/${index}/module`, rule: known(stationModules) }
  }
  const onRequest = cell.cycle.phases.filter((phase) => phase.onRequest).map(({ id }) => id)
  for (const [name, { takes, retakeIn }] of Object.entries(cell.modules)) {
    if (retakeIn !== undefined && !onRequest.includes(retakeIn))
      yield { field: `/modules/${name}/retakeIn`, rule: 'must be a phase that is onRequest' }
    for (const [index, { evidence, phase }] of takes.entries()) {
      if (!phases.includes(phase)) yield { field: `/modules/${name}/takes/${index}/phase`, rule: known(phases) }
      if (takes.findIndex((other) => other.evidence === evidence) < index)
        yield { field: `/modules/${name}/takes/${index}/evidence`, rule: `${evidence} is taken already` }
    }
  }
}

function* inference({ modules }: CellDefinition): Generator<Flaw> {
  for (const [name, { inference, parameters }] of Object.entries(modules)) {
    if (!inference) continue
    const field = `/modules/${name}/inference`
    const { backend } = inference
    if (parameters.model === undefined) yield { field, rule: 'is for a module with a model (parameters.model)' }
    for (const [setting, backends] of Object.entries(INFERENCE_SETTINGS)) {
      if (setting in inference && !backends.some((each) => each === backend))
        yield { field: `${field}/${setting}`, rule: `belongs to ${backends.join(' and ')}, not to ${backend}` }
    }
    if (backend === 'recorded' && inference.recordings === undefined)
      yield { field: `${field}/recordings`, rule: 'must name the folder of the recorded answers' }
  }
}

function* limits(cell: CellDefinition): Generator<Flaw> {
  for (const [index, characteristic] of cell.recipe.characteristics.entries()) {
    const { lower, upper, nominal } = characteristic
    const field = `/recipe/characteristics/${index}`
    if (lower !== undefined && upper !== undefined && lower > upper)
      yield { field: `${field}/lower`, rule: `must not be above upper (${upper})` }
    else if (nominal !== undefined && (nominal < (lower ?? nominal) || nominal > (upper ?? nominal)))
      yield { field: `${field}/nominal`, rule: 'must lie within lower and upper' }
    yield* warnings(characteristic, field)
  }
}

function* units(cell: CellDefinition): Generator<Flaw> {
  for (const [index, { id, unit }] of cell.recipe.characteristics.entries()) {
    const measured = MEASURED_IN.get(id)
    if (measured !== undefined && unit !== measured)
      yield {
        field: `/recipe/characteristics/${index}/unit`,
        rule: `must be "${measured}", in which ${id} is measured`,
      }
  }
}

/** What a plant sets inside the limits of the drawing. */
function* warnings(
  { lower, upper, warnLower, warnUpper, guardBand = 0 }: Characteristic,
  field: string,
): Generator<Flaw> {
  const from = lower ?? Number.NEGATIVE_INFINITY
  const to = upper ?? Number.POSITIVE_INFINITY
  const within = (value: number) => from <= value && value <= to
  if (warnLower !== undefined && !within(warnLower))
    yield { field: `${field}/warnLower`, rule: 'must lie within lower and upper' }
  if (warnUpper !== undefined && !within(warnUpper))
    yield { field: `${field}/warnUpper`, rule: 'must lie within lower and upper' }
  if (warnLower !== undefined && warnUpper !== undefined && warnLower > warnUpper)
    yield { field: `${field}/warnLower`, rule: `must not be above warnUpper (${warnUpper})` }
  if (guardBand > 0 && from <= to && from + 2 * guardBand > to)
    yield { field: `${field}/guardBand`, rule: 'must leave room between lower and upper' }
}

function* times(cell: CellDefinition): Generator<Flaw> {
  const total = cell.cycle.phases.reduce((sum, { budgetMs }) => sum + budgetMs, 0)
  if (total > cell.cycle.budgetMs)
    yield { field: '/cycle/budgetMs', rule: `must be at least the sum of the phases (${total})` }
}

function* agents(cell: CellDefinition): Generator<Flaw> {
  const roles = [...CELL_ROLES, ...Object.keys(cell.modules)]
  const runBy = new Map<string, string>()
  for (const [agent, definition] of Object.entries(cell.agents)) {
    for (const [index, role] of definition.roles.entries()) {
      const field = `/agents/${agent}/roles/${index}`
      const other = runBy.get(role)
      if (!roles.includes(role)) yield { field, rule: `must be one of ${roles.join(', ')}` }
      else if (other) yield { field, rule: `${role} is run by ${other} already` }
      runBy.set(role, agent)
    }
  }
  for (const role of roles) if (!runBy.has(role)) yield { field: '/agents', rule: `no agent runs ${role}` }
}

function* gaugeTrust({ calibrations = [], challenge, masters = [], recipe }: CellDefinition): Generator<Flaw> {
  for (const [index, { id, validUntil, validForHours }] of calibrations.entries()) {
    const field = `/calibrations/${index}`
    if (calibrations.findIndex((other) => other.id === id) < index) yield { field, rule: `${id} is already taken` }
    if (validUntil === undefined && validForHours === undefined)
      yield { field, rule: 'must say validUntil or validForHours' }
  }
  const known = new Set(recipe.characteristics.map(({ id }) => id))
  const defects: readonly string[] = PART_DEFECTS
  for (const [index, { id, fails, defects: own = [] }] of (challenge?.parts ?? []).entries()) {
    const field = `/challenge/parts/${index}`
    if (challenge!.parts.findIndex((other) => other.id === id) < index)
      yield { field: `${field}/id`, rule: `${id} is already taken` }
    for (const characteristic of fails)
      if (!known.has(characteristic)) yield { field: `${field}/fails`, rule: `the recipe has no ${characteristic}` }
    for (const { kind } of own)
      if (!defects.includes(kind)) yield { field: `${field}/defects`, rule: `must be one of ${defects.join(', ')}` }
  }
  const rack = [...(challenge?.parts ?? []), ...masters].map(({ id }) => id)
  for (const [index, { id, certified = {} }] of masters.entries()) {
    const field = `/masters/${index}`
    if (rack.indexOf(id) < rack.length - masters.length + index)
      yield { field: `${field}/id`, rule: `${id} is already taken` }
    for (const characteristic of Object.keys(certified))
      if (!known.has(characteristic)) yield { field: `${field}/certified`, rule: `the recipe has no ${characteristic}` }
  }
  if (challenge && !challenge.parts.some(({ fails }) => fails.length === 0))
    yield { field: '/challenge/parts', rule: 'must have a known good one' }
}
