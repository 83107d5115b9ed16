import type { PartSummary } from '@celltwin/contracts'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { plural } from '../ui/format.ts'
import { Keys, useKeys } from '../ui/keys.tsx'
import { Facets } from './Facets.tsx'
import { PartPeek } from './PartPeek.tsx'
import { PartRow } from './PartRow.tsx'
import './parts.css'
import { moved } from './rows.ts'

const route = getRouteApi('/frame/parts')

export function PartsPage() {
  const cell = useChosenCell()
  const { verdict, serial, hours, from, to, characteristic, at } = route.useSearch()
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string>()
  const table = useRef<HTMLTableElement>(null)
  const search = useRef<HTMLInputElement>(null)

  const filter = useMemo(
    () => ({
      cell,
      verdict,
      serial,
      characteristic,
      from: hours ? new Date(Math.floor(serverNowMs() / 60_000) * 60_000 - hours * 3_600_000).toISOString() : from,
      to: at ?? to,
    }),
    [cell, verdict, serial, hours, from, to, characteristic, at],
  )
  const pages = useInfiniteQuery({
    queryKey: ['parts', filter],
    queryFn: ({ pageParam }) => api.parts(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: cell !== undefined,
    placeholderData: (before) => before,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  useFreshRows(pages.data?.pages.length === 1 && at === undefined)

  const keys = items.map(({ cycleId }) => cycleId)
  const current = items.find(({ cycleId }) => cycleId === selected) ?? items.find(({ verdict }) => verdict) ?? items[0]
  const move = (by: number) => {
    const key = moved(keys, current?.cycleId, by)
    setSelected(key)
    if (key === keys.at(-1) && pages.hasNextPage && !pages.isFetchingNextPage) pages.fetchNextPage()
    table.current?.querySelector(`[data-key="${key}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const open = (part: PartSummary | undefined) => {
    if (part) navigate({ to: '/parts/$serial', params: { serial: part.serial } })
  }
  useKeys('Parts', [
    { keys: 'j', label: 'next part', run: () => move(1), repeat: true },
    { keys: 'k', label: 'previous part', run: () => move(-1), repeat: true },
    { keys: 'ArrowDown', label: 'next part', run: () => move(1), repeat: true },
    { keys: 'ArrowUp', label: 'previous part', run: () => move(-1), repeat: true },
    { keys: 'Enter', label: 'open the passport', run: () => open(current) },
    {
      keys: 'd',
      label: 'Debug Mode',
      run: () => current && navigate({ to: '/review/$serial', params: { serial: current.serial } }),
    },
    { keys: 'f', label: 'filter by serial', run: () => search.current?.focus() },
  ])

  return (
    <main className="parts">
      <Facets cell={cell} />
      <section className="p list" aria-label="Parts">
        <div className="bar">
          <input
            ref={search}
            className="field"
            type="text"
            placeholder="Beginning of a serial"
            aria-label="Beginning of a serial"
            spellCheck={false}
            value={serial ?? ''}
            onChange={(event) =>
              navigate({
                to: '/parts',
                search: (s) => ({ ...s, serial: event.target.value || undefined }),
                replace: true,
              })
            }
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          <span className="cap">
            {plural(items.length, 'cycle')}
            {pages.hasNextPage ? ', more below' : ''}
          </span>
        </div>
        <div className="scroll">
          {pages.error ? (
            <Problem error={pages.error} what="The parts could not be read." retry={() => pages.refetch()} />
          ) : pages.isPending ? (
            <Skeleton rows={14} height={30} />
          ) : items.length === 0 ? (
            <NoParts filtered={Boolean(verdict || serial || hours)} />
          ) : (
            <table ref={table}>
              <thead>
                <tr>
                  <th>Verdict</th>
                  <th>Serial</th>
                  <th>Inserted</th>
                  <th>Reason</th>
                  <th className="r">Judged in</th>
                  <th>Now</th>
                  <th>Decision</th>
                </tr>
              </thead>
              <tbody>
                {items.map((part) => (
                  <PartRow
                    key={part.cycleId}
                    part={part}
                    selected={part === current}
                    onSelect={() => setSelected(part.cycleId)}
                    onOpen={() => open(part)}
                  />
                ))}
              </tbody>
            </table>
          )}
          {pages.hasNextPage && (
            <p className="empty">
              <button
                type="button"
                className="btn"
                disabled={pages.isFetchingNextPage}
                onClick={() => pages.fetchNextPage()}
              >
                Show older parts
              </button>
            </p>
          )}
        </div>
        <div className="legend">
          {(
            [
              ['j k', 'move'],
              ['Enter', 'passport'],
              ['d', 'Debug Mode'],
              ['f', 'filter'],
            ] as const
          ).map(([name, what]) => (
            <span key={name}>
              <Keys of={name} /> {what}
            </span>
          ))}
        </div>
      </section>
      {current ? <PartPeek part={current} enter="passport" /> : <section className="p peek" />}
    </main>
  )
}

/** Asks again when a part came in or was judged or decided; not while the reader is deep in older pages. */
function useFreshRows(wanted: boolean): void {
  const client = useQueryClient()
  const counted = useCell(({ live }) => {
    const counters = live?.counters
    return counters ? JSON.stringify([counters.inserted, counters.judged, counters.arrived, counters.reviewed]) : ''
  })
  useEffect(() => {
    if (wanted && counted !== '') client.invalidateQueries({ queryKey: ['parts'] })
  }, [client, wanted, counted])
}

function NoParts({ filtered }: { filtered: boolean }) {
  const navigate = useNavigate()
  return filtered ? (
    <div className="empty">
      <p>No part matches these filters.</p>
      <button
        type="button"
        className="btn"
        onClick={() =>
          navigate({ to: '/parts', search: (s) => ({ ...s, verdict: undefined, serial: undefined, hours: undefined }) })
        }
      >
        Show all parts
      </button>
    </div>
  ) : (
    <p className="empty">No part has been inserted yet. The first one appears here by itself.</p>
  )
}
