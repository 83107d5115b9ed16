import type { ChallengePart, Recipe } from '@celltwin/contracts'
import type { Tell } from '@celltwin/locales'
import i18next from 'i18next'

/** What a challenge part must show: the characteristics that it is bad for, by their titles. */
export function mustFailOf({ fails }: ChallengePart, { characteristics }: Recipe, tell: Tell): string {
  if (fails.length === 0) return i18next.t('gauges.mustPass')
  const titles = new Map(characteristics.map(({ id, title }) => [id, title]))
  return fails.map((id) => tell(titles.get(id) ?? id)).join('; ')
}
