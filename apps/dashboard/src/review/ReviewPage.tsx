import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartPeek } from '../parts/PartPeek.tsx'
import { placeName } from '../parts/PartRow.tsx'
import '../parts/parts.css'
import { moved, rowKeys } from '../parts/rows.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime, minutes, words } from '../ui/format.ts'
import { Keys, useKeys } from '../ui/keys.tsx'
import { leftUnjudged, lookOfRequest, PartState, State } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import { useOpenAtHit } from './breakpoints/use-hit.ts'
import { HeldNote } from './HeldNote.tsx'
import { useQueue } from './queue.ts'
import { ReviewTabs } from './ReviewTabs.tsx'
import type { RequestView } from './requests.ts'
import './review.css'
import { useOpenRequests } from './use-requests.ts'

/** Parts that wait for a person, the longest waiting first, and decisions that wait for the cell. */
export function ReviewPage() {
  const queue = useQueue()
  const items = queue.data?.items ?? []
  const [selected, setSelected] = useState<string>()
  const navigate = useNavigate()
  const now = useNow(1000)
  const open = useOpenRequests()
  const { t } = useTranslation()
  const told = useTold()
  useOpenAtHit()
  const current = items.find(({ cycleId }) => cycleId === selected) ?? items[0]
  const debug = (serial: string | undefined) => {
    if (serial) navigate({ to: '/review/$serial', params: { serial } })
  }
  const move = (by: number) => {
    const key = moved(
      items.map(({ cycleId }) => cycleId),
      current?.cycleId,
      by,
    )
    setSelected(key)
    document.querySelector(`[data-key="${key}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useKeys(t('review.keys.page'), [
    ...rowKeys(t('review.keys.nextPart'), t('review.keys.previousPart'), move),
    { keys: 'Enter', label: t('review.keys.debugMode'), run: () => debug(current?.serial) },
    {
      keys: 'p',
      label: t('review.keys.passport'),
      run: () => current && navigate({ to: '/parts/$serial', params: { serial: current.serial } }),
    },
  ])

  return (
    <main className="parts review">
      <ReviewTabs />
      <section className="p list" aria-label={t('review.queue.label')}>
        <header>
          <h2>{t('review.queue.title')}</h2>
          <span className="cap">{queue.data && t('review.queue.count', { count: queue.data.total })}</span>
        </header>
        <HeldNote />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it, and its rows take no focus */}
        <div className="scroll" tabIndex={0}>
          {queue.error && !queue.data ? (
            <Problem
              error={queue.error}
              what={t('review.queue.failed')}
              holds={t('review.queue.holds')}
              retry={() => queue.refetch()}
            />
          ) : queue.isPending ? (
            <Skeleton rows={8} height={36} />
          ) : items.length === 0 ? (
            <Nothing />
          ) : (
            <table>
              <thead>
                <tr>
                  <th>{t('review.queue.verdict')}</th>
                  <th>{t('review.queue.serial')}</th>
                  <th>{t('review.queue.reason')}</th>
                  <th>{t('review.queue.now')}</th>
                  <th className="r">{t('review.queue.waits')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((part) => (
                  <tr
                    key={part.cycleId}
                    data-key={part.cycleId}
                    aria-selected={part === current}
                    onClick={() => setSelected(part.cycleId)}
                    onDoubleClick={() => debug(part.serial)}
                  >
                    <td>
                      <PartState part={part} />
                    </td>
                    <td className="b">{part.serial}</td>
                    <td className="why" title={told(part.reason ?? '')}>
                      {part.reason ? told(part.reason) : leftUnjudged(part) && t('review.queue.noVerdict')}
                    </td>
                    <td className="mid">{placeName(part.whereabouts)}</td>
                    <td className="r" title={t('review.queue.inserted', { at: dayTime(part.insertedAt) })}>
                      {minutes(now - Date.parse(part.insertedAt) - (part.judgedAfterMs ?? 0))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
        {open.length > 0 && <WaitingForCell requests={open} nowMs={now} />}
        <div className="legend">
          {(
            [
              ['j k', t('review.keys.move')],
              ['Enter', t('review.keys.stepThrough')],
              ['p', t('review.keys.passport')],
            ] as const
          ).map(([name, what]) => (
            <span key={name}>
              <Keys of={name} /> {what}
            </span>
          ))}
        </div>
      </section>
      {current ? <PartPeek part={current} enter="debug" /> : <section className="p peek" />}
    </main>
  )
}

/** Decided and asked for, not yet done: a request is not a fact. */
function WaitingForCell({ requests, nowMs }: { requests: readonly RequestView[]; nowMs: number }) {
  const { t } = useTranslation()
  const told = useTold()
  return (
    <section className="forcell" aria-label={t('review.forCell.label')}>
      <h2>{t('review.forCell.title')}</h2>
      <ul>
        {requests.map(({ requestId, serial, to, state, waitingFor, since }) => (
          <li key={requestId}>
            <State look={lookOfRequest(state)} />
            {serial ? (
              <Link to="/review/$serial" params={{ serial }}>
                <b>{serial}</b>
              </Link>
            ) : (
              <b>{to === 'execute' ? t('review.forCell.goOn') : to}</b>
            )}
            <span className="mid grow">{waitingFor.map((input) => told(words(input))).join(', ')}</span>
            {since && <span>{minutes(nowMs - Date.parse(since))}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Nothing() {
  const { t } = useTranslation()
  const last = useCell(({ live }) =>
    Object.values(live?.cycles ?? {})
      .flatMap(({ reviews }) => reviews.map(({ at }) => at))
      .toSorted()
      .at(-1),
  )
  return (
    <div className="empty">
      <p>
        {t('review.queue.none')} {last && t('review.queue.last', { at: dayTime(last) })}
      </p>
      <Link className="btn" to="/parts" search={(s) => ({ ...s, verdict: 'reject' })}>
        {t('review.queue.showRejected')}
      </Link>
    </div>
  )
}
