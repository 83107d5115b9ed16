/** What of a decision weighs more than one operator's word. */
import type { FourEyes, Recipe, Review } from '@celltwin/contracts'

/** `failed`: characteristics that decided the verdict. */
export function weightOf(
  { disposition, defect }: Pick<Review, 'disposition' | 'defect'>,
  recipe: Recipe | undefined,
  failed: readonly string[],
): ReadonlySet<FourEyes> {
  const special = new Set(recipe?.characteristics.filter(({ special }) => special).map(({ id }) => id))
  const weight = new Set<FourEyes>()
  if (disposition === 'concession') weight.add('concession')
  if (disposition === 'scrap') weight.add('scrap')
  if ([...failed, ...(defect ? [defect] : [])].some((id) => special.has(id))) weight.add('special-characteristic')
  return weight
}

/** Whether the recipe asks for a second signature under such a decision. */
export const needsFourEyes = (recipe: Recipe | undefined, weight: ReadonlySet<FourEyes>): boolean =>
  recipe?.fourEyes?.some((each) => weight.has(each)) ?? false
