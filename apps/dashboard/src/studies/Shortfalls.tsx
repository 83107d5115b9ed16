import type { StudyRunOutcome, StudyShortfall } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../api/api.ts'
import { Problem } from '../ui/Condition.tsx'
import { number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'

const LOOK_AGAIN_MS = 5_000

/** What a complete run did not give: no study, or one of fewer readings than were taken, and why. */
export function Shortfalls({ path, runId }: { path: string; runId: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({
    queryKey: ['study-run', path, runId],
    queryFn: () => get<StudyRunOutcome>(`${path}/run`),
    refetchInterval: ({ state }) => (state.data?.awaited ? LOOK_AGAIN_MS : false),
  })
  if (error) return <Problem error={error} what={t('studies.notRead')} retry={() => refetch()} />
  if (data?.awaited) return <p className="in mid">{t('studies.awaited')}</p>
  if (!data || data.shortfalls.length === 0) return null
  return (
    <ul className="in short">
      {data.shortfalls.map((one) => (
        <Shortfall key={one.characteristic} of={one} />
      ))}
    </ul>
  )
}

function Shortfall({ of: { title, readings, of, lost, noStudy } }: { of: StudyShortfall }) {
  const { t } = useTranslation()
  const told = useTold()
  return (
    <li>
      <span className={noStudy === null ? 'st mid' : 'st hold'}>
        <Icon name={noStudy === null ? 'ni' : 'warn'} size={12} />
        {t(noStudy === null ? 'studies.fewer' : 'studies.noStudy')}
      </span>
      <b>{told(title)}</b>
      <span>{t('studies.taken', { taken: number(readings), count: of })}</span>
      <span className="mid">
        {[
          ...lost.map(({ count, reason }) => `${number(count)} × ${reason ? told(reason) : t('studies.silent')}`),
          ...(noStudy === null ? [] : [told(noStudy)]),
        ].join('; ')}
      </span>
    </li>
  )
}
