import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartPeek } from '../parts/PartPeek.tsx'
import { placeName } from '../parts/PartRow.tsx'
import '../parts/parts.css'
import { moved } from '../parts/rows.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime, minutes, plural, words } from '../ui/format.ts'
import { Keys, useKeys } from '../ui/keys.tsx'
import { leftUnjudged, lookOfRequest, PartState, State } from '../ui/State.tsx'
import { useOpenAtHit } from './breakpoints/use-hit.ts'
import { HeldNote } from './HeldNote.tsx'
import { useQueue } from './queue.ts'
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
  useKeys('Review', [
    { keys: 'j', label: 'next part', run: () => move(1), repeat: true },
    { keys: 'k', label: 'previous part', run: () => move(-1), repeat: true },
    { keys: 'ArrowDown', label: 'next part', run: () => move(1), repeat: true },
    { keys: 'ArrowUp', label: 'previous part', run: () => move(-1), repeat: true },
    { keys: 'Enter', label: 'Debug Mode', run: () => debug(current?.serial) },
    {
      keys: 'p',
      label: 'passport',
      run: () => current && navigate({ to: '/parts/$serial', params: { serial: current.serial } }),
    },
  ])

  return (
    <main className="parts review">
      <section className="p list" aria-label="Parts that wait for a person">
        <header>
          <h2>Waiting for a person</h2>
          <Link to="/breakpoints" className="btn quiet">
            {t('review.breakpoints.title')}
          </Link>
          <span className="cap">{queue.data ? `${plural(queue.data.total, 'part')}, oldest first` : ''}</span>
        </header>
        <HeldNote />
        <div className="scroll">
          {queue.error && !queue.data ? (
            <Problem
              error={queue.error}
              what="The queue could not be read."
              holds="Held parts stay where they are."
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
                  <th>Verdict</th>
                  <th>Serial</th>
                  <th>Reason</th>
                  <th>Now</th>
                  <th className="r">Waits</th>
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
                    <td className="why" title={part.reason ?? ''}>
                      {part.reason ?? (leftUnjudged(part) && 'no verdict in time')}
                    </td>
                    <td className="mid">{placeName(part.whereabouts)}</td>
                    <td className="r" title={`inserted ${dayTime(part.insertedAt)}`}>
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
              ['j k', 'move'],
              ['Enter', 'step through the evidence'],
              ['p', 'passport'],
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
  return (
    <section className="forcell" aria-label="Decisions that wait for the cell">
      <h2>Decided, waiting for the cell</h2>
      <ul>
        {requests.map(({ requestId, serial, to, state, waitingFor, since }) => (
          <li key={requestId}>
            <State look={lookOfRequest(state)}>{lookOfRequest(state).word}</State>
            {serial ? (
              <Link to="/review/$serial" params={{ serial }}>
                <b>{serial}</b>
              </Link>
            ) : (
              <b>{to === 'execute' ? 'go on' : to}</b>
            )}
            <span className="mid grow">{waitingFor.map((input) => words(input)).join(', ')}</span>
            {since && <span>{minutes(nowMs - Date.parse(since))}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Nothing() {
  const last = useCell(({ live }) =>
    Object.values(live?.cycles ?? {})
      .flatMap(({ reviews }) => reviews.map(({ at }) => at))
      .toSorted()
      .at(-1),
  )
  return (
    <div className="empty">
      <p>No part waits for a person.{last && ` The last one was decided at ${dayTime(last)}.`}</p>
      <Link className="btn" to="/parts" search={(s) => ({ ...s, verdict: 'reject' })}>
        Show rejected parts
      </Link>
    </div>
  )
}
