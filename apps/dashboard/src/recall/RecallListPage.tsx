import type { RecallSummary } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { useCriterionWords } from '../trace/CriteriaBar.tsx'
import { CRITERIA } from '../trace/criteria.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime, number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import './recall.css'

/** Recalls of the cell, newest first: what is open and how far. */
export function RecallListPage() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const recalls = useQuery({
    queryKey: ['recall', 'list', cell],
    queryFn: () => api.recalls(cell!),
    enabled: cell !== undefined,
    refetchInterval: 10_000,
  })
  return (
    <main className="recall">
      <header className="head">
        <h1>{t('recall.list')}</h1>
        <Link className="btn" to="/trace" search={(s) => s}>
          {t('recall.trace')}
        </Link>
      </header>
      <section className="p">
        {recalls.error ? (
          <Problem error={recalls.error} what={t('recall.listFailed')} retry={() => recalls.refetch()} />
        ) : recalls.isPending ? (
          <Skeleton rows={4} height={44} />
        ) : recalls.data.length === 0 ? (
          <p className="empty">{t('recall.none')}</p>
        ) : (
          <ul className="recalls">
            {recalls.data.map((recall) => (
              <Row key={recall.recallId} recall={recall} />
            ))}
          </ul>
        )}
      </section>
    </main>
  )
}

function Row({ recall }: { recall: RecallSummary }) {
  const { t } = useTranslation()
  const { recallId, reason, parts, containers, confirmed, openedAt, by } = recall
  return (
    <li>
      <Link to="/recall/$recallId" params={{ recallId }} search={(s) => s}>
        <Standing recall={recall} />
        <span className="grow">
          <b>{reason}</b>
          <CriteriaText recall={recall} />
        </span>
        <span className="mid nw">
          {t('recall.partsFound', { count: parts, n: number(parts) })}{' '}
          {t('recall.inContainers', { count: containers, n: number(containers) })}
        </span>
        <span className="mid nw">
          {t('recall.confirmed')} {t('trace.of', { n: number(confirmed), of: number(containers) })}
        </span>
        <span className="dim nw">{t('recall.openedBy', { by, at: dayTime(openedAt) })}</span>
      </Link>
    </li>
  )
}

/** Open and waiting for people, open with all confirmed, or closed. */
export function Standing({ recall }: { recall: RecallSummary }) {
  const { t } = useTranslation()
  const { closedAt, containers, confirmed } = recall
  const missing = containers - confirmed
  if (closedAt)
    return (
      <span className="chip none">
        <Icon name="ok" />
        {t('recall.closed')}
      </span>
    )
  if (missing > 0)
    return (
      <span className="chip hold">
        <Icon name="hold" />
        {t('recall.toConfirm', { count: missing, n: number(missing) })}
      </span>
    )
  return (
    <span className="chip">
      <Icon name="ok" />
      {t('recall.allConfirmed')}
    </span>
  )
}

export function CriteriaText({ recall: { criteria } }: { recall: RecallSummary }) {
  const { t } = useTranslation()
  const inWords = useCriterionWords()
  return (
    <span className="scope">
      {CRITERIA.filter((key) => criteria[key] !== undefined).map((key) => (
        <span key={key} className="fact">
          <span className="dim">{t(`trace.criterion.${key}`)}</span> {inWords(key, criteria)}
        </span>
      ))}
    </span>
  )
}
