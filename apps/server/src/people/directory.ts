/** The people of an installation: made by an admin, completed by themselves, never deleted. Each change is noted. */
import type {
  NewPerson,
  OneTimeCode,
  PersonChange,
  PersonRecord,
  ProfileChange,
  Redeem,
  Role,
} from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../database/database.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { notFound, Problem } from '../problems.ts'
import { attempt, forgive } from './attempts.ts'
import { note } from './audit.ts'
import type { Person } from './person.ts'
import { digest, hashSecret, isSecret, newCode, plainCode, refuseWeakPassword, refuseWeakPin } from './secrets.ts'

const CODE_LASTS_MS = 72 * 3_600_000
export type By = { readonly person?: Person }
type Row = Prisma.PersonGetPayload<{ include: { sessions: { select: { seenAt: true } } } }>

const seen = { sessions: { select: { seenAt: true }, orderBy: { seenAt: 'desc' }, take: 1 } } as const
const WRONG = () =>
  new Problem(401, 'wrong', 'Account and password, or badge and PIN, do not belong together.', 'Try again.')

export type Directory = ReturnType<typeof createDirectory>

export function createDirectory({ prisma, pool }: Database) {
  const find = (where: Prisma.PersonWhereInput) => prisma.person.findFirst({ where: { ...where, active: true } })

  async function byId(id: string) {
    const row = await prisma.person.findUnique({ where: { id }, include: seen })
    if (!row) throw notFound('such person')
    return row
  }

  /** Whom the account and the password name. @throws Problem 401, 429; the same for an account that does not exist */
  async function withPassword(account: string, password: string): Promise<string> {
    const tried = await attempt(pool, 'password', account)
    const row = await find({ account: account.toLowerCase() })
    if (!(await isSecret(row?.passwordHash, password)) || !row) throw WRONG()
    await tried.succeeded()
    return row.id
  }

  async function withPin(badge: string, pin: string): Promise<string> {
    const tried = await attempt(pool, 'pin', badge)
    const row = await find({ badge })
    if (!(await isSecret(row?.pinHash, pin)) || !row) throw WRONG()
    await tried.succeeded()
    return row.id
  }

  /** Who forgot or never had a password chooses one with a code that is good once. */
  async function withCode({ account, code, password, pin }: Redeem): Promise<string> {
    const tried = await attempt(pool, 'code', account)
    const row = await find({ account: account.toLowerCase() })
    const good =
      row && row.codeHash === digest(plainCode(code)) && row.codeExpiresAt && row.codeExpiresAt.getTime() > Date.now()
    if (!good) throw new Problem(401, 'wrong', 'The code is not good for this account, or it has expired.', ASK_ADMIN)
    refuseWeakPassword(password, account)
    if (pin) refuseWeakPin(pin)
    await tried.succeeded()
    await Promise.all([forgive(pool, 'password', account), ...(row.badge ? [forgive(pool, 'pin', row.badge)] : [])])
    const by = { person: asPerson(row) }
    const data = {
      passwordHash: await hashSecret(password),
      ...(pin ? { pinHash: await hashSecret(pin) } : {}),
      ...NO_CODE,
    }
    await prisma.$transaction(async (tx) => {
      await tx.person.update({ where: { id: row.id }, data })
      await note(tx, by, 'password-chosen', row.account, { withCode: true })
      if (pin) await note(tx, by, 'pin-chosen', row.account)
    })
    return row.id
  }

  async function create(
    by: By,
    given: NewPerson,
    secret: { passwordHash?: string; code?: string; externalId?: string },
  ) {
    const { code, ...known } = secret
    const account = given.account.toLowerCase()
    const data = {
      ...{
        id: uuidv7(),
        account,
        name: given.name.trim(),
        roles: [...given.roles],
        badge: given.badge ?? null,
        ...known,
      },
      ...(code ? { codeHash: digest(plainCode(code)), codeExpiresAt: new Date(Date.now() + CODE_LASTS_MS) } : {}),
    }
    return prisma
      .$transaction(async (tx) => {
        const row = await tx.person.create({ data, include: seen })
        await note(tx, by, 'person-created', account, { name: data.name, roles: data.roles, badge: data.badge })
        return row
      })
      .catch(refuseTwins)
  }

  /** @throws Problem 409 where nobody could give roles any more */
  async function change(by: By, id: string, wanted: PersonChange): Promise<PersonRecord> {
    const before = await byId(id)
    return prisma
      .$transaction(async (tx) => {
        const row = await tx.person.update({ where: { id }, data: wanted as Prisma.PersonUpdateInput, include: seen })
        const admins = await tx.person.count({ where: { active: true, roles: { has: 'admin' } } })
        if (admins === 0 && before.roles.includes('admin'))
          throw new Problem(409, 'last-admin', 'Somebody has to be an admin.', 'Make somebody else one first.')
        await note(tx, by, 'person-changed', before.account, changes(before, row))
        return recordOf(row)
      }, SERIALIZABLE)
      .catch(refuseTwins)
  }

  async function chooseSecret(by: By, id: string, data: { passwordHash?: string; pinHash?: string }): Promise<void> {
    const row = await byId(id)
    await prisma.$transaction(async (tx) => {
      await tx.person.update({ where: { id }, data: { ...data, ...NO_CODE } })
      await note(tx, by, data.pinHash ? 'pin-chosen' : 'password-chosen', row.account)
    })
  }

  return {
    withPassword,
    withPin,
    withCode,
    create,
    change,
    record: async (id: string) => recordOf(await byId(id)),
    person: async (id: string): Promise<Person> => asPerson(await byId(id)),
    list: async () =>
      (await prisma.person.findMany({ include: seen, orderBy: [{ active: 'desc' }, { name: 'asc' }] })).map(recordOf),

    async invite(by: By, given: NewPerson): Promise<{ person: PersonRecord; oneTime: OneTimeCode }> {
      const code = newCode()
      const row = await create(by, given, { code })
      return { person: recordOf(row), oneTime: codeOf(row, code) }
    },

    /** The old password is worth nothing from now on. */
    async reset(by: By, id: string): Promise<OneTimeCode> {
      const code = newCode()
      const codeExpiresAt = new Date(Date.now() + CODE_LASTS_MS)
      const data = { codeHash: digest(plainCode(code)), codeExpiresAt, passwordHash: null, pinHash: null }
      await byId(id)
      const row = await prisma.$transaction(async (tx) => {
        const row = await tx.person.update({ where: { id }, data })
        await note(tx, by, 'password-reset', row.account)
        return row
      })
      await forgive(pool, 'code', row.account)
      return codeOf(row, code)
    },

    async changeProfile(by: By, id: string, { name, language }: ProfileChange): Promise<PersonRecord> {
      const before = await byId(id)
      const data = {
        ...(name === undefined ? {} : { name: name.trim() }),
        ...(language === undefined ? {} : { language }),
      }
      const row = await prisma.person.update({ where: { id }, data, include: seen })
      if (row.name !== before.name) await note(prisma, by, 'person-changed', row.account, changes(before, row))
      return recordOf(row)
    },

    async changePassword(by: By, id: string, current: string, password: string): Promise<void> {
      const { account } = await byId(id)
      await withPassword(account, current)
      refuseWeakPassword(password, account)
      await chooseSecret(by, id, { passwordHash: await hashSecret(password) })
    },

    /** By the password: who finds a desk unlocked must not become somebody at every panel. */
    async changePin(by: By, id: string, password: string, pin: string): Promise<void> {
      const { account, badge } = await byId(id)
      await withPassword(account, password)
      if (!badge)
        throw new Problem(409, 'no-badge', 'There is no badge to this account.', 'An admin enters its number.')
      refuseWeakPin(pin)
      await chooseSecret(by, id, { pinHash: await hashSecret(pin) })
      await forgive(pool, 'pin', badge)
    },

    /** Somebody whom the identity provider vouches for; it says the name and the roles each time. */
    async external(externalId: string, account: string, name: string, roles: readonly Role[]): Promise<string> {
      const known = await prisma.person.findUnique({ where: { externalId } })
      const given = { account, name, roles: [...roles] }
      if (!known) return (await create({}, given, { externalId })).id
      if (!known.active) throw new Problem(403, 'inactive', 'This account is not active here.', ASK_ADMIN)
      if (known.name !== name || known.roles.join() !== roles.join())
        await change({}, known.id, { name, roles: given.roles })
      return known.id
    },
  }
}

const ASK_ADMIN = 'Ask an admin for a new one.'
const NO_CODE = { codeHash: null, codeExpiresAt: null }
const SERIALIZABLE = { isolationLevel: Prisma.TransactionIsolationLevel.Serializable }
type Known = Pick<Row, 'id' | 'name' | 'roles'>

const asPerson = ({ id, name, roles }: Known): Person => ({ id, name, roles: roles as Role[] })

const codeOf = ({ account, codeExpiresAt }: Pick<Row, 'account' | 'codeExpiresAt'>, code: string): OneTimeCode => ({
  account,
  code,
  expiresAt: codeExpiresAt!.toISOString(),
})

export const recordOf = (row: Row): PersonRecord => ({
  ...{ id: row.id, account: row.account, name: row.name, roles: row.roles as Role[], language: row.language },
  ...{ badge: row.badge, hasPassword: row.passwordHash !== null, hasPin: row.pinHash !== null, active: row.active },
  external: row.externalId !== null,
  lastSeenAt: row.sessions[0]?.seenAt.toISOString() ?? null,
})

function changes(before: Row | Known, after: Row): Prisma.InputJsonObject {
  const told = ['name', 'roles', 'badge', 'active'] as const
  const was = before as Row
  return Object.fromEntries(
    told
      .filter((key) => String(was[key]) !== String(after[key]))
      .map((key) => [key, { from: was[key], to: after[key] }]),
  )
}

function refuseTwins(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
  throw new Problem(409, 'taken', 'The account or the badge belongs to somebody else.', 'Choose another.')
}
