/** From an account whose debts are all settled to the verdict. Whatever is amiss with the evidence holds the part. */
import type { EventData, Recipe, VerdictReason } from '@celltwin/contracts'
import { judge } from '@celltwin/inspection'
import { type Account, allowanceOf, type Debt, type Rules } from './account.ts'
import { challenged, type Shown } from './challenged.ts'

export function judgeAccount(account: Account, now: Date, rules: Rules): EventData<'part-judged'> {
  const { cell, deadline, stamped } = rules
  const recipe = rules.recipeOf(account.recipe) ?? cell.recipe
  const results = resultsOf(account, recipe)
  const judgement = judge(results, recipe)
  const { challenge } = account.part
  const artefact = cell.challenge?.parts.find(({ id }) => id === challenge)
  const obstacles = obstaclesTo(account, now, rules)
  const verdict = obstacles.length > 0 ? 'hold' : judgement.verdict
  return {
    ...account.part,
    verdict,
    reasons: [...obstacles, ...judgement.reasons],
    recipe: account.recipe,
    judgedAfterMs: Math.max(0, now.getTime() - Date.parse(account.insertedAt)),
    counts: judgement.counts,
    ...(artefact && { challenged: challenged(artefact, results, recipe, obstacles.length === 0) }),
    // What is not production is never permitted to leave as if it were.
    ...(verdict === 'pass' &&
      challenge === undefined && {
        permission: { expiresAt: stamped(deadline(now, cell.permissionMs, allowanceOf(cell))).toISOString() },
      }),
  }
}

/** A module speaks only for the characteristics that the recipe asks of it. */
function resultsOf({ debts }: Account, recipe: Recipe): Shown[] {
  const moduleOf = new Map(recipe.characteristics.map(({ id, module }) => [id, module]))
  return Object.entries(debts).flatMap(([name, { results = [] }]) =>
    results.filter(({ characteristic }) => moduleOf.get(characteristic) === name),
  )
}

function obstaclesTo(account: Account, now: Date, { recipeOf }: Rules): VerdictReason[] {
  const texts: string[] = []
  if (account.provisional !== undefined) texts.push(`Provisional serial: ${account.provisional}`)
  if (!recipeOf(account.recipe)) texts.push('Inserted under a recipe that the verifier does not have')
  for (const [name, debt] of Object.entries(account.debts)) {
    const flaw = flawOf(debt)
    if (flaw) texts.push(`${name}: ${flaw}`)
  }
  if (now.getTime() > Date.parse(account.judgeBy)) texts.push('The time to judge it had passed')
  return texts.map((text) => ({ conformance: 'not-inspected', text }))
}

function flawOf({ state, reason, dueAt, twice }: Debt): string | undefined {
  if (twice) return 'evidence came twice'
  switch (state) {
    case 'inspected':
      return undefined
    case 'owed':
    case 'missing':
      return `no evidence by ${dueAt.slice(11, 19)} UTC`
    case 'late':
      return `evidence came after ${dueAt.slice(11, 19)} UTC`
    case 'unreadable':
      return `evidence could not be read (${reason})`
    case 'failed':
      return reason ?? 'inspection failed'
  }
}
