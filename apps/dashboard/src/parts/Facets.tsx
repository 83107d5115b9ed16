import type { Verdict } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { serverNowMs } from '../twin/clock.ts'
import { number } from '../ui/format.ts'
import { lookOfVerdict, State } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'

const route = getRouteApi('/frame/parts')
const VERDICTS: readonly (Verdict | undefined)[] = [undefined, 'reject', 'hold', 'pass']
const HOURS: readonly (number | undefined)[] = [undefined, 1, 8, 24]
const EVER = '2000-01-01T00:00:00.000Z'

/** Filters with their counts; the counts are of the time chosen. */
export function Facets({ cell }: { cell: string | undefined }) {
  const { t } = useTranslation()
  const told = useTold()
  const { verdict, hours, characteristic: decided } = route.useSearch()
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
    <section className="p facets" aria-label={t('parts.filters')}>
      <fieldset>
        <legend>{t('parts.verdict')}</legend>
        {VERDICTS.map((choice) => (
          <label key={choice ?? 'any'}>
            <input
              type="radio"
              name="verdict"
              checked={verdict === choice}
              onChange={() => navigate({ to: '/parts', search: (s) => ({ ...s, verdict: choice }) })}
            />
            {choice ? (
              <State look={lookOfVerdict(choice)} size={12}>
                {t(`trace.verdicts.${choice}`)}
              </State>
            ) : (
              <span>{t('parts.any')}</span>
            )}
            <span className="count">{counts ? number(choice ? counts[choice] : counts.inspected) : ''}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('parts.inserted')}</legend>
        {HOURS.map((choice) => (
          <label key={choice ?? 'any'}>
            <input
              type="radio"
              name="hours"
              checked={hours === choice}
              onChange={() => navigate({ to: '/parts', search: (s) => ({ ...s, hours: choice }) })}
            />
            <span>
              {choice === undefined
                ? t('parts.anyTime')
                : choice === 24
                  ? t('parts.lastDay')
                  : t('parts.hours', { count: choice })}
            </span>
          </label>
        ))}
      </fieldset>
      {counts && counts.losses.length > 0 && (
        <fieldset>
          <legend>{t('parts.why')}</legend>
          {counts.losses.slice(0, 7).map(({ characteristic, title, count }) => (
            <label key={characteristic} className="loss">
              <input
                type="checkbox"
                checked={decided === characteristic}
                onChange={({ target }) =>
                  navigate({
                    to: '/parts',
                    search: (s) => ({ ...s, characteristic: target.checked ? characteristic : undefined }),
                  })
                }
              />
              <span>{told(title)}</span>
              <span className="count">{number(count)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </section>
  )
}
