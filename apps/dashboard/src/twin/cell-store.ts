/** What the pages know of one cell, outside React: the frame loop of the 3D scene reads it without rendering. */
import type { CellTwin, Clock, CycleId, Faults, Instant, Presence, Source, Telemetry, Truth } from '@celltwin/contracts'
import { createStore } from 'zustand/vanilla'
import type { ReplayClock } from './replay-clock.ts'

/** `lost.since` and `lost.shownAt` are server time in ms: since when, and up to when the picture is true. */
export type Link =
  | { readonly state: 'connecting'; readonly since: number }
  | { readonly state: 'live' }
  | { readonly state: 'lost'; readonly since: number; readonly shownAt: number; readonly reason?: string }

export interface CellState {
  readonly cell: string | undefined
  /** What the pages show: the live twin, or while paused the twin of `at`. Undefined until the first snapshot. */
  readonly twin: CellTwin | undefined
  /** Follows the stream even while a past state is shown. */
  readonly live: CellTwin | undefined
  /** The past instant shown; undefined when live. While a replay runs it is renewed every few seconds: see `nowMs`. */
  readonly at: Instant | undefined
  /** Runs while the past is played. */
  readonly replay: ReplayClock | undefined
  readonly link: Link
  /** Server time − this browser's time. */
  readonly offsetMs: number
  /** The cell's one clock; its speed says how much faster than real time a simulated cell runs. */
  readonly clock: Clock | undefined
  readonly telemetry: Readonly<Record<Source, Telemetry>>
  readonly presence: Readonly<Record<Source, Presence>>
  /** From happened to recorded, ms, of a source's last events: where all are negative its clock runs ahead. */
  readonly delays: Readonly<Record<Source, readonly number[]>>
  readonly faults: Faults | undefined
  readonly truths: Readonly<Record<CycleId, Truth>>
}

const nothing = {
  twin: undefined,
  live: undefined,
  at: undefined,
  replay: undefined,
  clock: undefined,
  telemetry: {},
  presence: {},
  delays: {},
  faults: undefined,
  truths: {},
} satisfies Partial<CellState>

export const cellStore = createStore<CellState>(() => ({
  ...nothing,
  cell: undefined,
  link: { state: 'connecting', since: Date.now() },
  offsetMs: 0,
}))

/** Turns to another cell and forgets what was known of the one before. */
export function turnTo(cell: string): void {
  if (cellStore.getState().cell === cell) return
  cellStore.setState({ ...nothing, cell, link: { state: 'connecting', since: Date.now() } })
}

/** The live twin moved on. While paused the pages keep showing the past. */
export function setLive(live: CellTwin): void {
  cellStore.setState(({ at, twin }) => ({ live, twin: at === undefined ? live : twin }))
}

export type PastShown = Pick<CellState, 'replay'> & { readonly at: Instant; readonly twin: CellTwin }

/** Shows the cell as it was, standing still or as the replay's clock has it. */
export function showPast(past: PastShown): void {
  cellStore.setState(past)
}

export function showLive(): void {
  cellStore.setState(({ live }) => ({ at: undefined, replay: undefined, twin: live }))
}
