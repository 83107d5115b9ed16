import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { queriedOf } from './AlarmsPage.tsx'
import { admits, matches, type Query, type QueryKey, toggled } from './query.ts'
import { RateFacet } from './RateFacet.tsx'
import type { AlarmView } from './use-alarms.ts'
import { lookOfAlarm, PRIORITIES, STATES } from './words.ts'

/** What to look at, with counts of what the rest of the query leaves; and how alarms came lately. */
export function AlarmFacets({
  alarms,
  query,
  onQuery,
}: {
  alarms: readonly AlarmView[]
  query: Query
  onQuery: (query: Query) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const rows = alarms.map(queriedOf)
  const counts = (key: QueryKey) => {
    const left = rows.filter((row) => matches(query, row, key))
    return (value: string) => left.filter((row) => row[key] === value).length
  }
  const sources = [...new Set(alarms.map(({ source }) => source))].sort()
  const states = STATES.filter((state) => state === 'unacknowledged' || alarms.some((view) => view.state === state))
  const facet = (key: QueryKey, values: readonly string[], name: (value: string) => React.ReactNode) => {
    const count = counts(key)
    return (
      <fieldset>
        <legend>{t(`alarms.${key}`)}</legend>
        {values.map((value) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={admits(query, key, value)}
              onChange={() => onQuery(toggled(query, { key, value }))}
            />
            {name(value)}
            <span className="count">{number(count(value))}</span>
          </label>
        ))}
      </fieldset>
    )
  }
  return (
    <section className="p facets" aria-label={t('alarms.filters')}>
      {facet('state', states, (value) => {
        const look = lookOfAlarm(t, value as AlarmView['state'])
        return (
          <span className="st">
            <Icon name={look.icon} size={12} />
            {look.word}
          </span>
        )
      })}
      {facet('priority', PRIORITIES, (value) => (
        <span>{t(`alarms.priorities.${value as 'high'}`)}</span>
      ))}
      <RateFacet />
      {sources.length > 0 && facet('source', sources, (value) => <span>{told(value)}</span>)}
    </section>
  )
}
