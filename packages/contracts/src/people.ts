/** Who may do what. A person has one or more roles; each role has its own home page. */
import Type, { type Static } from 'typebox'

export const Role = Type.Enum(['viewer', 'operator', 'quality', 'manager', 'integrator', 'admin'])
export type Role = Static<typeof Role>
export const ROLES = Role.enum
