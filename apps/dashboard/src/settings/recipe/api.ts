/** What is asked of the server about recipes. */
import type { Recipe, RecipeReleaseRequest, RecipeVersion, WhatIf } from '@celltwin/contracts'
import { get, send } from '../../api/api.ts'

const of = (cell: string, what = '') => `/api/cells/${encodeURIComponent(cell)}/recipes${what}`

export const recipeApi = {
  versions: (cell: string) => get<RecipeVersion[]>(of(cell)),
  whatIf: (cell: string, recipe: Recipe, parts: number) =>
    send<WhatIf>('POST', of(cell, '/what-if'), { recipe, parts }),
  propose: (cell: string, recipe: Recipe, reason: string, by: string) =>
    send<{ proposalId: string; version: number }>('POST', of(cell), { recipe, reason, ...(by ? { by } : {}) }),
  release: (cell: string, proposal: string, given: RecipeReleaseRequest) =>
    send<{ version: number }>('POST', of(cell, `/${proposal}/release`), given),
  reject: (cell: string, proposal: string, reason: string, by?: string) =>
    send<{ version: number }>('POST', of(cell, `/${proposal}/reject`), { reason, ...(by ? { by } : {}) }),
}
