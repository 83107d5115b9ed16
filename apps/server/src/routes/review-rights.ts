/** Whose word a decision needs: a quality engineer's for what the customer is asked about, and two where the recipe says so. */
import { type CellDefinition, type FourEyes, MAY } from '@celltwin/contracts'
import { needsFourEyes } from '@celltwin/twin'
import type { FastifyRequest } from 'fastify'
import type { People } from '../people/people.ts'
import { requireRole } from '../people/person.ts'
import { Problem } from '../problems.ts'

/** @returns Who signed second, where two must. @throws Problem 403, 409, 428 */
export async function requireRights(
  request: FastifyRequest,
  people: Pick<People, 'requireSecondSignature'>,
  by: string,
  weight: ReadonlySet<FourEyes>,
  recipe: CellDefinition['recipe'] | undefined,
  token: string | undefined,
): Promise<string | undefined> {
  if (weight.has('concession')) requireRole(request, MAY.answerToCustomer, 'A concession')
  if (weight.has('special-characteristic'))
    requireRole(request, MAY.answerToCustomer, 'A decision on a special characteristic')
  if (!needsFourEyes(recipe, weight)) return undefined
  const second = await people.requireSecondSignature(request, token)
  if (second.name.trim().toLowerCase() === by.trim().toLowerCase())
    throw new Problem(409, 'same-person', 'Four eyes are two people.', 'Somebody else has to sign second.')
  return second.name
}
