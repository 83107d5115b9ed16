/** What may change of a cell while it stands: released by a person, taken over by the cell between two parts. */
import Type, { type Static } from 'typebox'
import { CellDefinition, Module, Phase } from './cell.ts'
import { EventId, Sha256, Slug } from './ids.ts'

const { title, stations, cycle, judgeByMs, permissionMs, shifts, packing, translations } = CellDefinition.properties
const { dueMs, computeAllowanceMs } = Module.properties
const { budgetMs } = Phase.properties

/**
 * The changeable share of a cell file, under the file's own names. What an agent reads only as it starts stays out of
 * it: roles, devices, inspectors and what they take, the order of phases and their speeds. The recipe has a road of its own.
 */
export const CellDescription = Type.Object({
  ...{ title, stations, judgeByMs, permissionMs, shifts, packing, translations },
  cycle: Type.Object({
    budgetMs: cycle.properties.budgetMs,
    taktMs: cycle.properties.taktMs,
    /** By phase. */
    phases: Type.Record(Slug, Type.Object({ title: Type.String(), budgetMs })),
  }),
  /** Deadlines, by module. */
  modules: Type.Record(Slug, Type.Object({ dueMs, computeAllowanceMs })),
})
export type CellDescription = Static<typeof CellDescription>

/** Released for the cell, in the list of what is desired. */
export const DesiredDescription = Type.Object({ releaseId: EventId, description: CellDescription, hash: Sha256 })
export type DesiredDescription = Static<typeof DesiredDescription>

const Reason = Type.String({ minLength: 3, maxLength: 500 })
const Name = Type.String({ minLength: 1, maxLength: 80 })

export const ReleasedDescription = Type.Object({
  ...DesiredDescription.properties,
  /** Hash of the definition in force that it was made of. */
  base: Sha256,
  reason: Reason,
  by: Name,
  /** Of the account, where people sign in. */
  byId: Type.Optional(Type.String()),
})
export type ReleasedDescription = Static<typeof ReleasedDescription>

export const DESCRIPTION_EVENTS = {
  'cell-description-released': ReleasedDescription,
  /** The cell: in force from the next part on. Whole, so that modules and verifier need nobody else. */
  'cell-description-adopted': Type.Object({ ...DesiredDescription.properties, from: Sha256 }),
  /** The cell cannot take it over. */
  'cell-description-refused': Type.Object({ releaseId: EventId, hash: Sha256, reason: Type.String() }),
} as const

/** POST /api/cells/{cell}/description */
export const DescriptionRequest = Type.Object({
  description: CellDescription,
  base: Sha256,
  reason: Reason,
  by: Type.Optional(Name),
})
export type DescriptionRequest = Static<typeof DescriptionRequest>

/** What is changeable of a definition. */
export function descriptionOf(cell: CellDefinition): CellDescription {
  const { title, stations, judgeByMs, permissionMs, shifts, packing, translations } = cell
  const { phases, budgetMs, taktMs } = cell.cycle
  return {
    ...{ title, stations, judgeByMs, permissionMs },
    ...said({ shifts, packing, translations }),
    cycle: {
      budgetMs,
      ...said({ taktMs }),
      phases: Object.fromEntries(phases.map(({ id, title, budgetMs }) => [id, { title, budgetMs }])),
    },
    modules: Object.fromEntries(
      Object.entries(cell.modules).map(([id, { dueMs, computeAllowanceMs }]) => [id, { dueMs, computeAllowanceMs }]),
    ),
  }
}

/** The cell file's definition under a description; what the description does not know of stays the file's. */
export function describedBy(cell: CellDefinition, description: CellDescription): CellDefinition {
  const { shifts: _shifts, packing: _packing, translations: _translations, ...kept } = cell
  const { cycle, modules, ...own } = description
  const { phases, ...times } = cycle
  return {
    ...kept,
    ...own,
    cycle: { ...times, phases: cell.cycle.phases.map((phase) => ({ ...phase, ...phases[phase.id] })) },
    modules: Object.fromEntries(
      Object.entries(cell.modules).map(([id, module]) => [id, { ...module, ...modules[id] }]),
    ),
  }
}

/** Only what has a value. */
const said = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
