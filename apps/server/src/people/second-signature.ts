/** Four eyes: a second person signs at the same screen; what they sign with is good once, for a minute. */
import { MAY, PANEL_ROLES, type Role, type SecondSignature, type SecondSignatureRequest } from '@celltwin/contracts'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../database/database.ts'
import { Problem } from '../problems.ts'
import { note } from './audit.ts'
import type { Directory } from './directory.ts'
import { mayAs, type Person } from './person.ts'
import { digest, newToken } from './secrets.ts'

const LASTS_MS = 60_000
const DEMO = 'demo'

export function createSecondSignatures({ prisma, pool }: Database, directory: Directory) {
  /** In a demo a name as told; at a panel badge and PIN, at a desk account and password. */
  async function signerOfRequest(request: FastifyRequest, said: SecondSignatureRequest): Promise<Person> {
    if (!request.person) {
      if ('name' in said) return { id: DEMO, name: said.name, roles: [] }
      throw new Problem(409, 'no-sign-in', 'There is no sign-in here: nobody has an account.', 'Say a name.')
    }
    if ('name' in said) throw new Problem(422, 'name-only', 'A name is no signature.', 'Sign with badge and PIN.')
    if ('badge' in said && !request.panel)
      throw new Problem(409, 'not-a-panel', 'Badge and PIN are for panels.', 'Sign with account and password.')
    const id =
      'badge' in said
        ? await directory.withPin(said.badge, said.pin)
        : await directory.withPassword(said.account, said.password)
    if (id === request.person.id)
      throw new Problem(409, 'same-person', 'Four eyes are two people.', 'Somebody else has to sign second.')
    const person = await directory.person(id)
    // A PIN is worth no more here than at sign-in.
    return 'badge' in said ? { ...person, roles: person.roles.filter((role) => PANEL_ROLES.includes(role)) } : person
  }

  return {
    async sign(request: FastifyRequest, said: SecondSignatureRequest): Promise<SecondSignature> {
      if (request.person && !request.sessionId)
        throw new Problem(409, 'sign-first', 'Nobody has signed first.', 'Identify yourself, then let the other sign.')
      const person = await signerOfRequest(request, said)
      if (person.id !== DEMO && !mayAs({ person }, MAY.decideParts))
        throw new Problem(403, 'not-allowed', `Signing second needs the role ${MAY.decideParts.join(' or ')}.`)
      const token = newToken()
      const expiresAt = new Date(Date.now() + LASTS_MS)
      await prisma.$transaction(async (tx) => {
        const second = { id: person.id, name: person.name, roles: [...person.roles] }
        const data = { id: digest(token), first: request.sessionId ?? DEMO, person: second, expiresAt }
        await tx.secondSignature.create({ data })
        await note(tx, { person }, 'signed-second', request.person?.name ?? null, panelOf(request))
      })
      return { token, name: person.name, expiresAt: expiresAt.toISOString() }
    },

    /** Who signed second; the token is used up. `roles`: what the second person must have. @throws Problem 403, 428 */
    async require(
      request: FastifyRequest,
      token: string | undefined,
      roles: readonly Role[] = MAY.decideParts,
    ): Promise<Person> {
      if (!token)
        throw new Problem(
          428,
          'second-signature-needed',
          'A second person has to sign.',
          'Let them sign at this screen.',
        )
      const { rows } = await pool.query<{ person: Person }>(
        `update second_signature set used_at = now()
         where id = $1 and first = $2 and used_at is null and expires_at > now() returning person`,
        [digest(token), request.sessionId ?? DEMO],
      )
      const person = rows[0]?.person
      if (!person)
        throw new Problem(
          428,
          'second-signature-used',
          'The second signature is no longer good.',
          'Let them sign again.',
        )
      if (person.id !== DEMO && !mayAs({ person }, roles))
        throw new Problem(403, 'not-allowed', `The second signature needs the role ${roles.join(' or ')}.`)
      return person
    },
  }
}

const panelOf = ({ panel }: FastifyRequest) => (panel ? { panel: panel.name } : {})
