/** `?at=`: the past in the address. The pages show the twin of that instant, standing or played; the stream goes on behind. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api/api.ts'
import { showLive, showPast } from '../twin/cell-store.ts'
import { nowMs, serverNowMs } from '../twin/clock.ts'
import { type Replay, startReplay } from '../twin/replay.ts'
import { PAGE } from '../twin/replay-window.ts'
import { useChosenCell } from './cells.ts'

export const RATES = [1, 2, 5, 10, 50, 100] as const
export type Rate = (typeof RATES)[number]

export interface TimeTravel {
  /** Where the past was entered, or where it stands; undefined when live. */
  readonly at: string | undefined
  readonly playing: boolean
  readonly rate: Rate
  /** Shows `atMs`, and plays on from there if it played; what lies in the future is live. */
  goTo(atMs: number): void
  live(): void
  pause(): void
  play(): void
  setRate(rate: Rate): void
  readonly error: unknown
}

export function useTimeTravel(): TimeTravel {
  const { at } = useSearch({ strict: false })
  const navigate = useNavigate()
  const cell = useChosenCell()
  const [playing, setPlaying] = useState(false)
  const [rate, setRate] = useState<Rate>(1)
  const [replayError, setReplayError] = useState<unknown>()
  const replay = useRef<Replay>(undefined)
  const playedFrom = useRef<string>(undefined)
  const past = useQuery({
    queryKey: ['twin', cell, at],
    queryFn: () => api.twinAt(cell!, at!),
    enabled: cell !== undefined && at !== undefined,
    staleTime: 60_000,
    gcTime: 60_000,
  })

  const live = () => {
    setPlaying(false)
    navigate({ to: '.', search: ({ at: _, ...rest }) => ({ ...rest, at: undefined }), replace: true })
  }
  const goTo = (atMs: number) => {
    if (atMs >= serverNowMs()) return live()
    navigate({ to: '.', search: (search) => ({ ...search, at: new Date(atMs).toISOString() }), replace: true })
  }

  useEffect(() => {
    if (playedFrom.current !== at) playedFrom.current = undefined
    if (at === undefined) return showLive()
    if (!past.data || !cell) return
    if (!playing) {
      // Where a replay was just stopped its last picture stays until the address has followed.
      if (playedFrom.current === undefined) showPast({ at, twin: past.data, replay: undefined })
      return
    }
    playedFrom.current = at
    setReplayError(undefined)
    const running = startReplay({
      at,
      twin: past.data,
      rate,
      read: ({ after, until }) => api.occurrences(cell, after.at, after.position, until, PAGE),
      onLive: live,
      onError: setReplayError,
    })
    replay.current = running
    return () => {
      replay.current = undefined
      running.stop()
    }
    // The rate and the way to live are told to the replay that runs; they do not begin another.
  }, [cell, at, past.data, playing])

  return {
    at,
    playing: playing && at !== undefined,
    rate,
    live,
    goTo,
    pause: () => {
      const stoodAt = replay.current?.stop()
      setPlaying(false)
      if (stoodAt !== undefined) goTo(Date.parse(stoodAt))
      else if (at === undefined) goTo(nowMs() - 1)
    },
    play: () => setPlaying(true),
    setRate: (chosen) => {
      setRate(chosen)
      replay.current?.setRate(chosen)
    },
    error: at === undefined ? undefined : (past.error ?? replayError),
  }
}
