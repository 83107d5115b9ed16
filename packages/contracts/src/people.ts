/** Who may do what, and what crosses the wire about people. A person has one or more roles; each role has its own home. */
import Type, { type Static } from 'typebox'
import { Instant } from './ids.ts'

export const Role = Type.Enum(['viewer', 'operator', 'quality', 'manager', 'integrator', 'admin'])
export type Role = Static<typeof Role>
export const ROLES = Role.enum

/** What somebody may do who proved themself by badge and PIN alone. */
export const PANEL_ROLES: readonly Role[] = ['viewer', 'operator', 'quality']

const Roles = Type.Array(Role, { minItems: 1, maxItems: 6, uniqueItems: true })
const PersonName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const Language = Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' })
/** Unique, compared without regard to case. */
export const Account = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{1,79}$' })
export const Badge = Type.String({ pattern: '^[0-9]{4,20}$' })
export const Pin = Type.String({ pattern: '^[0-9]{4,8}$' })
/** A longer rule is told in words when a new one is chosen; what is tried at sign-in may be anything. */
export const Password = Type.String({ minLength: 1, maxLength: 200 })

/** `demo`: bound to this computer and nobody has an account; `set-up`: nobody has one yet. */
export const SignInMode = Type.Enum(['demo', 'set-up', 'sign-in'])
export type SignInMode = Static<typeof SignInMode>

export const PersonRecord = Type.Object({
  id: Type.String(),
  account: Type.String(),
  name: PersonName,
  roles: Type.Array(Role),
  language: Type.Union([Language, Type.Null()]),
  badge: Type.Union([Badge, Type.Null()]),
  hasPassword: Type.Boolean(),
  hasPin: Type.Boolean(),
  /** Signs in with the plant's identity provider, which also gives the roles. */
  external: Type.Boolean(),
  active: Type.Boolean(),
  lastSeenAt: Type.Union([Instant, Type.Null()]),
})
export type PersonRecord = Static<typeof PersonRecord>

export const Panel = Type.Object({ id: Type.String(), name: PersonName })
export type Panel = Static<typeof Panel>
export const PanelRecord = Type.Object({ ...Panel.properties, registeredBy: Type.String(), registeredAt: Instant })
export type PanelRecord = Static<typeof PanelRecord>

/** GET /api/me: who calls, and how one signs in here. */
export const Me = Type.Object({
  mode: SignInMode,
  person: Type.Union([PersonRecord, Type.Null()]),
  /** What the person may do here: at a panel less than at a desk. */
  roles: Type.Array(Role),
  panel: Type.Union([Panel, Type.Null()]),
  /** An identity provider is configured. */
  external: Type.Boolean(),
})
export type Me = Static<typeof Me>

export const SetUp = Type.Object({ code: Type.String(), account: Account, name: PersonName, password: Password })
export type SetUp = Static<typeof SetUp>
export const SignIn = Type.Object({ account: Account, password: Password })
export type SignIn = Static<typeof SignIn>
export const BadgeSignIn = Type.Object({ badge: Badge, pin: Pin })
export type BadgeSignIn = Static<typeof BadgeSignIn>
/** The one-time code of a new account or a reset, and what is chosen with it. */
export const Redeem = Type.Object({
  account: Account,
  code: Type.String({ maxLength: 40 }),
  password: Password,
  pin: Type.Optional(Pin),
})
export type Redeem = Static<typeof Redeem>

export const NewPerson = Type.Object({
  account: Account,
  name: PersonName,
  roles: Roles,
  badge: Type.Optional(Type.Union([Badge, Type.Null()])),
})
export type NewPerson = Static<typeof NewPerson>
export const PersonChange = Type.Partial(
  Type.Object({ name: PersonName, roles: Roles, badge: Type.Union([Badge, Type.Null()]), active: Type.Boolean() }),
)
export type PersonChange = Static<typeof PersonChange>
export const ProfileChange = Type.Partial(
  Type.Object({ name: PersonName, language: Type.Union([Language, Type.Null()]) }),
)
export type ProfileChange = Static<typeof ProfileChange>
/** Shown once; whoever holds it chooses the password. */
export const OneTimeCode = Type.Object({ account: Account, code: Type.String(), expiresAt: Instant })
export type OneTimeCode = Static<typeof OneTimeCode>

/** Who signs second. At a panel by badge and PIN, at a desk by password; in a demo the name as told. */
export const SecondSignatureRequest = Type.Union([BadgeSignIn, SignIn, Type.Object({ name: PersonName })])
export type SecondSignatureRequest = Static<typeof SecondSignatureRequest>
/** Good once, for a minute, for the person who asked. */
export const SecondSignature = Type.Object({ token: Type.String(), name: PersonName, expiresAt: Instant })
export type SecondSignature = Static<typeof SecondSignature>

/** One change of people: who, when, what. Append-only. */
export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Instant,
  by: Type.String(),
  what: Type.String(),
  about: Type.Union([Type.String(), Type.Null()]),
  details: Type.Unknown(),
})
export type AuditEntry = Static<typeof AuditEntry>
