/** The versions of a cell's recipe, read from what was said of them. Pure. */
import type { CellTwin, JournalEntry, Recipe, RecipeVersion } from '@celltwin/contracts'

type Open = { -readonly [K in keyof RecipeVersion]: RecipeVersion[K] }

/** Newest first. Of a version proposed more than once, each proposal stands by itself. */
export function recipeVersions(
  { definition }: Pick<CellTwin, 'definition'>,
  entries: readonly JournalEntry[],
  hashOf: (recipe: Recipe) => string,
): RecipeVersion[] {
  const inForce = definition?.value.definition.recipe
  const forceHash = inForce && hashOf(inForce)
  const versions: Open[] = []
  const of = (proposalId: string) => versions.find(({ proposal }) => proposal?.proposalId === proposalId)
  const ofHash = (hash: string) => versions.findLast((version) => version.hash === hash && version.released)
  for (const { event } of entries) {
    const at = event.occurredAt
    if (event.type === 'recipe-proposed') {
      const { proposalId, recipe, hash, base, reason, by } = event.data
      const proposal = { proposalId, by, at, reason, base }
      versions.unshift({ version: recipe.version, hash, recipe, proposal, inForce: false })
    } else if (event.type === 'recipe-released') {
      const { proposalId, by, effectiveFrom } = event.data
      const version = of(proposalId)
      if (version) version.released = { by, at, effectiveFrom }
    } else if (event.type === 'recipe-rejected') {
      const { proposalId, by, reason } = event.data
      const version = of(proposalId)
      if (version) version.rejected = { by, at, reason }
    } else if (event.type === 'recipe-adopted') {
      const version = ofHash(event.data.hash)
      if (version) version.adoptedAt = at
    } else if (event.type === 'recipe-refused') {
      const version = ofHash(event.data.recipe.hash)
      if (version) version.refused = { at, reason: event.data.reason }
    }
  }
  const current = forceHash === undefined ? undefined : ofHash(forceHash)
  if (current) current.inForce = true
  else if (inForce && forceHash)
    versions.push({ version: inForce.version, hash: forceHash, recipe: inForce, inForce: true })
  return versions.sort((a, b) => b.version - a.version)
}
