import type { Verdict } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { serverNowMs } from '../twin/clock.ts'
import { day, number, shortTime, words } from '../ui/format.ts'
import { lookOfVerdict, State } from '../ui/State.tsx'

const route = getRouteApi('/frame/parts')
const VERDICTS: readonly (Verdict | undefined)[] = [undefined, 'reject', 'hold', 'pass']
const HOURS: readonly { hours: number | undefined; name: string }[] = [
  { hours: undefined, name: 'Any time' },
  { hours: 1, name: 'Last hour' },
  { hours: 8, name: 'Last 8 hours' },
  { hours: 24, name: 'Last day' },
]
const EVER = '2000-01-01T00:00:00.000Z'

/** What another page asked for: a window of time, one characteristic; until it is taken away. */
function OnlyThose() {
  const { t } = useTranslation()
  const { from, to, characteristic } = route.useSearch()
  const navigate = useNavigate()
  if (!from && !to && !characteristic) return null
  const clear = { from: undefined, to: undefined, characteristic: undefined }
  return (
    <fieldset>
      <legend>{t('shift.onlyThose')}</legend>
      {characteristic && <p>{words(characteristic)}</p>}
      {from && to && (
        <p className="mid">
          {day(from)} {shortTime(from)}–{shortTime(to)}
        </p>
      )}
      <button
        type="button"
        className="btn"
        onClick={() => navigate({ to: '/parts', search: (s) => ({ ...s, ...clear }) })}
      >
        {t('shift.showAll')}
      </button>
    </fieldset>
  )
}

/** Filters with their counts; the counts are of the time chosen. */
export function Facets({ cell }: { cell: string | undefined }) {
  const { verdict, hours } = route.useSearch()
  const navigate = useNavigate()
  const counts = useQuery({
    queryKey: ['statistics', cell, hours],
    queryFn: () => {
      const now = serverNowMs()
      return api.statistics(
        cell!,
        hours ? new Date(now - hours * 3_600_000).toISOString() : EVER,
        new Date(now).toISOString(),
      )
    },
    enabled: cell !== undefined,
    refetchInterval: 10_000,
    placeholderData: (before) => before,
  }).data
  return (
    <section className="p facets" aria-label="Filters">
      <OnlyThose />
      <fieldset>
        <legend>Verdict</legend>
        {VERDICTS.map((choice) => (
          <label key={choice ?? 'any'}>
            <input
              type="radio"
              name="verdict"
              checked={verdict === choice}
              onChange={() => navigate({ to: '/parts', search: (s) => ({ ...s, verdict: choice }) })}
            />
            {choice ? <State look={lookOfVerdict(choice)} size={12} /> : <span>Any</span>}
            <span className="count">{counts ? number(choice ? counts[choice] : counts.inspected) : ''}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Inserted</legend>
        {HOURS.map(({ hours: choice, name }) => (
          <label key={name}>
            <input
              type="radio"
              name="hours"
              checked={hours === choice}
              onChange={() => navigate({ to: '/parts', search: (s) => ({ ...s, hours: choice }) })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {counts && counts.losses.length > 0 && (
        <fieldset>
          <legend>Why rejected or held</legend>
          {counts.losses.slice(0, 7).map(({ characteristic, title, count }) => (
            <div key={characteristic} className="loss">
              <span>{title}</span>
              <span className="count">{number(count)}</span>
            </div>
          ))}
        </fieldset>
      )}
    </section>
  )
}
