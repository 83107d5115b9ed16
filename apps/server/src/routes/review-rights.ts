/** Whose word a decision needs: a quality engineer's for what the customer is asked about, and two where the recipe says so. */
import type { CellDefinition, FourEyes, Review } from '@celltwin/contracts'
import type { FastifyRequest } from 'fastify'
import type { People } from '../people/people.ts'
import { requireRole } from '../people/person.ts'
import { Problem } from '../problems.ts'

/** What of a decision weighs more than an operator's word. `failed`: characteristics that decided the verdict. */
export function weightOf(
  { disposition, defect }: Review,
  recipe: CellDefinition['recipe'] | undefined,
  failed: readonly string[],
): ReadonlySet<FourEyes> {
  const special = new Set(recipe?.characteristics.filter(({ special }) => special).map(({ id }) => id))
  const weight = new Set<FourEyes>()
  if (disposition === 'concession') weight.add('concession')
  if (disposition === 'scrap') weight.add('scrap')
  if ([...failed, ...(defect ? [defect] : [])].some((id) => special.has(id))) weight.add('special-characteristic')
  return weight
}

/** @returns Who signed second, where two must. @throws Problem 403, 409, 428 */
export async function requireRights(
  request: FastifyRequest,
  people: Pick<People, 'requireSecondSignature'>,
  by: string,
  weight: ReadonlySet<FourEyes>,
  recipe: CellDefinition['recipe'] | undefined,
  token: string | undefined,
): Promise<string | undefined> {
  if (weight.has('concession')) requireRole(request, ['quality'], 'A concession')
  if (weight.has('special-characteristic')) requireRole(request, ['quality'], 'A decision on a special characteristic')
  if (!recipe?.fourEyes?.some((each) => weight.has(each))) return undefined
  const second = await people.requireSecondSignature(request, token)
  if (second.name.trim().toLowerCase() === by.trim().toLowerCase())
    throw new Problem(409, 'same-person', 'Four eyes are two people.', 'Somebody else has to sign second.')
  return second.name
}
