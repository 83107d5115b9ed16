import type { AnalyticsOverview } from '@celltwin/contracts'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { number } from '../ui/format.ts'
import { useTold } from '../ui/told.ts'

type Listed = AnalyticsOverview['characteristics'][number]

/** What can be looked at, under the headings people look for it; bars say what fails most. */
export function CharacteristicList({
  of,
  chosen,
  choose,
}: {
  of: UseQueryResult<AnalyticsOverview>
  chosen: string | undefined
  choose: (id: string) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const characteristics = of.data?.characteristics ?? []
  const groups = grouped(characteristics)
  const most = Math.max(1, ...characteristics.map(({ nonconforming }) => nonconforming))
  return (
    <nav className="p names" aria-label={t('analytics.characteristics')}>
      <header>
        <h2>{t('analytics.characteristics')}</h2>
        <span className="cap">{t('analytics.nonconforming')}</span>
      </header>
      {of.error && <Problem error={of.error} what={t('analytics.failed')} retry={() => of.refetch()} />}
      {of.isPending && <Skeleton rows={20} height={24} />}
      {of.data && characteristics.length === 0 && <p className="empty">{t('analytics.noRecipe')}</p>}
      {[...groups].map(([group, members]) => (
        <section key={group} aria-label={told(group)}>
          <h3>{told(group)}</h3>
          {members.map(({ id, title, nonconforming }) => (
            <button
              key={id}
              type="button"
              data-characteristic={id}
              aria-current={id === chosen}
              onClick={() => choose(id)}
            >
              <span className="name">{told(title)}</span>
              <i style={{ width: `${(nonconforming / most) * 36}px` }} />
              <span className="count">{nonconforming > 0 ? number(nonconforming) : ''}</span>
            </button>
          ))}
        </section>
      ))}
    </nav>
  )
}

function grouped(characteristics: readonly Listed[]): Map<string, Listed[]> {
  const groups = new Map<string, Listed[]>()
  for (const one of characteristics) groups.set(one.group, [...(groups.get(one.group) ?? []), one])
  return groups
}
