import Type, { type Static } from 'typebox'

/** A path segment of the equipment hierarchy (ISA-95): no MQTT wildcard, no slash. */
export const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' })
/** UUID version 7 (RFC 9562): sortable by creation. */
export const EventId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
export const INSTANT_PATTERN = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$'
/** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it; such strings sort by time. */
export const Instant = Type.String({ pattern: INSTANT_PATTERN })
/** Whether a text that reads like an instant is one: there is no 31st of February and no year nought. */
export function isInstant(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text && !text.startsWith('0000')
}
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const Serial = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
export const CycleId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$' })
/** The largest whole number that every table keeps. */
export const MOST_INTEGER = 2 ** 31 - 1
export const CycleNumber = Type.Integer({ minimum: 1, maximum: MOST_INTEGER })

export type Slug = Static<typeof Slug>
export type EventId = Static<typeof EventId>
export type Instant = Static<typeof Instant>
export type Sha256 = Static<typeof Sha256>
export type Serial = Static<typeof Serial>
export type CycleId = Static<typeof CycleId>

/** Where a cell stands (ISA-95 equipment hierarchy). */
export const EquipmentPath = Type.Object({ enterprise: Slug, site: Slug, area: Slug, cell: Slug })
export type EquipmentPath = Static<typeof EquipmentPath>

/** An edge agent's role, and the name under which it publishes. `server` signs the backend's own events. */
export const Source = Slug
export type Source = Static<typeof Source>
